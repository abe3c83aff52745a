"""Write accounts and who is on their teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Q
from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.crm.accounts import actions
from tongxin.crm.accounts.choices import AccountStatus, DictionaryKind, NameKind, TeamFunction
from tongxin.crm.accounts.models import Account, AccountMember, DictionaryEntry
from tongxin.crm.accounts.rules import check_can_edit, kind_of_tax_id
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow
from tongxin.team.models import User

_PLAIN = (
    "name_latin", "short_name", "country", "currency", "website", "phone", "address", "employees", "annual_revenue",
    "founded_year", "situation",
)  # fmt: skip
_ENTRIES = {
    "industry": DictionaryKind.INDUSTRY,
    "segment": DictionaryKind.SEGMENT,
    "tier": DictionaryKind.TIER,
    "region": DictionaryKind.REGION,
}


class AccountWriter(Writer):
    """Write accounts; a parent is always written before its children."""

    target = Target.ACCOUNT
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "address": frozenset({"address", "street", "city", "state", "postal_code"}),
        "tax_id_kind": frozenset({"tax_id"}),
        "status": frozenset({"status", "is_active"}),
        "currency": frozenset({"currency", "annual_revenue"}),
        "parent": frozenset({"parent_id", "parent_name"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load parents and owners, and the accounts that rows without a note of earlier imports may stand for."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER)
        tax_ids = {str(row.values["tax_id"]) for row in rows if "tax_id" in row.values}
        keys = {_name_key(row) for row in rows if "external_id" not in row.values}
        alike = visible_accounts(context.actor).filter(Q(tax_id__in=tax_ids) | Q(match_key__in=keys))
        for account in alike.order_by("-pk"):
            context.alike[Target.ACCOUNT, "tax_id", account.tax_id] = account
            context.alike[Target.ACCOUNT, "name", account.match_key] = account

    @override
    def match(self, context: Context, row: TargetRow) -> Account | None:
        """Return the visible account with the same tax id, or with the same name when the row has no id of its own."""
        found = context.alike.get((Target.ACCOUNT, "tax_id", str(row.values.get("tax_id") or "-")))
        if found is None and "external_id" not in row.values:
            found = context.alike.get((Target.ACCOUNT, "name", _name_key(row)))
        return found

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `import_accounts` takes it."""
        values: dict[str, Any] = {name: row.values[name] for name in _PLAIN if name in row.values}
        for name, kind in _ENTRIES.items():
            entry = context.entry(row, name, kind)
            if entry is not None:
                values[name] = entry
        if tax_id := str(row.values.get("tax_id", "")):
            values |= {"tax_id": tax_id, "tax_id_kind": kind_of_tax_id(tax_id)}
        status = _status(row)
        if status:
            values["status"] = status
        aliases = tuple(
            (alias, str(NameKind.OTHER)) for alias in str(row.values.get("alias", "")).split("\n") if alias
        )
        content = actions.NewAccount(
            name=str(row.values["name"]),
            parent=context.resolve(row, "parent_id", "parent_name"),
            owner=context.owner(row),
            aliases=aliases,
            values=values,
        )
        context.actor.must_have(Right.CREATE_ACCOUNT)
        actions.check_account_row(content)
        return Draft(row, content)

    @override
    def placeholder_of(self, draft: Draft) -> Account:
        """Return an unsaved account."""
        content: actions.NewAccount = draft.content
        values = {name: value for name, value in content.values.items() if name not in _ENTRIES}
        above = content.parent.tree_path if content.parent else "/"
        return Account(name=content.name, tree_path=f"{above}0/", **values)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Account]:
        """Create the accounts."""
        return actions.import_accounts(
            actor=context.actor, at=context.at, rows=[draft.content for draft in drafts]
        )

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return name, values, and parent and owner where the file names them."""
        content: actions.NewAccount = draft.content
        links = {"parent": content.parent, "owner": content.owner}
        return {"name": content.name, **content.values, **{k: v for k, v in links.items() if v is not None}}

    @override
    def check_change(self, context: Context, record: Account) -> None:
        """Let those change it who may edit it."""
        check_can_edit(context.actor, record)

    @override
    def change(self, context: Context, record: Account, values: Mapping[str, Any]) -> Account:
        """Write values, parent and owner."""
        return actions.save_account(actor=context.actor, at=context.at, account=record, values=values)

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Delete the accounts on which nothing of other making hangs."""
        deals = Opportunity.objects.filter(account__in=records).exclude(outcome=Outcome.DELETED)
        visits = Interaction.objects.filter(account__in=records, deleted_at=None)
        people = Person.objects.filter(account__in=records).exclude(status=PersonStatus.DELETED)
        used = {
            number for rows in (deals, visits, people) for number in rows.values_list("account", flat=True)
        }
        refused: dict[int, Refusal] = {number: RowRefused("IN_USE") for number in used}
        free = [record for record in records if record.pk not in used]
        return refused | actions.delete_accounts(actor=actor, at=at, accounts=free)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return numbers, entries, parent and owner from what was kept of them."""
        if value is None:
            return None
        if name in _ENTRIES:
            return DictionaryEntry.objects.filter(pk=value).first()
        if name == "annual_revenue":
            return Decimal(value)
        if name == "parent":
            return Account.objects.filter(pk=value).first()
        return User.objects.filter(pk=value).first() if name == "owner" else value


class TeamWriter(Writer):
    """Put colleagues on account teams; a changed row of the same id moves the colleague to the other function."""

    target = Target.TEAM
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "account": frozenset({"account_id", "account_name"}),
        "user": frozenset({"user_id", "user_name"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts, colleagues, and who is on these teams already."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER)
        accounts = {account.pk for row in rows if is_stored(account := _account_of(context, row))}
        for member in AccountMember.objects.filter(account__in=accounts).select_related("account", "user"):
            context.alike[Target.TEAM, member.account_id, member.user_id, member.function] = member

    @override
    def match(self, context: Context, row: TargetRow) -> AccountMember | None:
        """Return the membership if it exists already."""
        account, user = self._pair(context, row)
        return context.alike.get((Target.TEAM, account.pk, user.pk, _function(row)))

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return account, colleague, function and first day."""
        context.actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
        account, user = self._pair(context, row)
        check_can_edit(context.actor, account)
        since = row.values.get("since")
        return Draft(row, actions.MemberRow(
            account=account, user=user, function=_function(row), since=since if isinstance(since, date) else None,
        ))  # fmt: skip

    @override
    def placeholder_of(self, draft: Draft) -> AccountMember:
        """Return an unsaved membership."""
        return AccountMember(function=draft.content.function)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[AccountMember]:
        """Let the colleagues join."""
        rows: list[actions.MemberRow] = [draft.content for draft in drafts]
        actions.join_accounts(actor=context.actor, at=context.at, rows=rows)
        stored = AccountMember.objects.filter(account_id__in={row.account.pk for row in rows})
        by_key = {(member.account_id, member.user_id, member.function): member for member in stored}
        return [by_key[row.account.pk, row.user.pk, row.function] for row in rows]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return account, colleague, function, and the first day where the file says it."""
        row: actions.MemberRow = draft.content
        since = {} if row.since is None else {"since": row.since}
        return {"account": row.account, "user": row.user, "function": row.function, **since}

    @override
    def change(self, context: Context, record: AccountMember, values: Mapping[str, Any]) -> AccountMember:
        """Take the colleague off, and let them join as the row says now."""
        now = {name: getattr(record, name) for name in ("account", "user", "function", "since")} | dict(
            values
        )
        if refused := actions.remove_members(actor=context.actor, at=context.at, members=[record]):
            raise refused[record.pk]
        check_can_edit(context.actor, now["account"])
        actions.join_accounts(actor=context.actor, at=context.at, rows=[actions.MemberRow(**now)])
        found = AccountMember.objects.select_related("account", "user")
        return found.get(account=now["account"], user=now["user"], function=now["function"])

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Take the colleagues off the teams."""
        return actions.remove_members(actor=actor, at=at, members=records)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return account, colleague and day from what was kept of them."""
        if name == "account":
            return Account.objects.get(pk=value)
        if name == "user":
            return User.objects.get(pk=value)
        return date.fromisoformat(value) if name == "since" else value

    def _pair(self, context: Context, row: TargetRow) -> tuple[Account, User]:
        account = _account_of(context, row)
        user = context.resolve(row, "user_id", "user_name")
        if account is None or user is None:
            raise RowRefused("LINK_NOT_FOUND", field="account" if account is None else "user")
        return account, user


def _status(row: TargetRow) -> str:
    """Return whether the account is in use, empty where the file says nothing of it."""
    status = str(row.values.get("status", ""))
    if row.values.get("is_active") is False or status in {
        "INACTIVE",
        "LEFT",
        "LOST",
        "DROPPED",
        "DONE",
        "CANCELLED",
    }:
        return AccountStatus.DORMANT.value
    return AccountStatus.ACTIVE.value if row.values.get("is_active") or status == "OPEN" else ""


def _account_of(context: Context, row: TargetRow) -> Account | None:
    account: Account | None = context.resolve(row, "account_id", "account_name")
    return account


def _function(row: TargetRow) -> str:
    return str(row.values.get("function", TeamFunction.OTHER))


def _name_key(row: TargetRow) -> str:
    return match_key(str(row.values.get("name", "")))
