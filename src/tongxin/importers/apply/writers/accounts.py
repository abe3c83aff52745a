"""Write accounts and who is on their teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.names import match_key
from tongxin.crm.accounts import actions
from tongxin.crm.accounts.choices import DictionaryKind, NameKind, TaxIdKind, TeamFunction
from tongxin.crm.accounts.models import Account, AccountMember, DictionaryEntry
from tongxin.crm.accounts.rules import check_can_edit
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import TargetRow
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
        "parent": frozenset({"parent_id", "parent_name"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load parents and owners."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER)

    @override
    def match(self, context: Context, row: TargetRow) -> Account | None:
        """Return the visible account with the same tax id, or with the same name when the row has no id of its own."""
        accounts = visible_accounts(context.actor)
        if tax_id := row.values.get("tax_id"):
            found = accounts.filter(tax_id=tax_id).order_by("pk").first()
            if found is not None:
                return found
        if "external_id" in row.values:
            return None
        return accounts.filter(match_key=match_key(str(row.values["name"]))).order_by("pk").first()

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `import_accounts` takes it."""
        values: dict[str, Any] = {name: row.values[name] for name in _PLAIN if name in row.values}
        for name, kind in _ENTRIES.items():
            entry = context.entry(row, name, kind)
            if entry is not None:
                values[name] = entry
        if tax_id := str(row.values.get("tax_id", "")):
            kinds = {8: TaxIdKind.TW, 18: TaxIdKind.CN}
            values |= {"tax_id": tax_id, "tax_id_kind": kinds.get(len(tax_id), TaxIdKind.OTHER).value}
        aliases = tuple(
            (alias, str(NameKind.OTHER)) for alias in str(row.values.get("alias", "")).split("\n") if alias
        )
        content = actions.AccountRow(
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
    def stand_in(self, draft: Draft) -> Account:
        """Return an unsaved account."""
        content: actions.AccountRow = draft.content
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
        content: actions.AccountRow = draft.content
        links = {"parent": content.parent, "owner": content.owner}
        return {"name": content.name, **content.values, **{k: v for k, v in links.items() if v is not None}}

    @override
    def check_change(self, context: Context, record: Account) -> None:
        """Let those change it who may edit it."""
        check_can_edit(context.actor, record)

    @override
    def change(self, context: Context, record: Account, values: Mapping[str, Any]) -> None:
        """Write values, parent and owner, each by its own action."""
        own = {name: value for name, value in values.items() if name not in {"parent", "owner"}}
        if own:
            actions.change_account(actor=context.actor, at=context.at, account=record, values=own)
        if "parent" in values:
            actions.move_account(actor=context.actor, at=context.at, account=record, parent=values["parent"])
        if values.get("owner") is not None:
            actions.set_owner(actor=context.actor, at=context.at, account=record, owner=values["owner"])

    @override
    def take_back(self, actor: Actor, at: datetime, record: Account) -> None:
        """Delete the account, unless something of other making hangs on it."""
        if record.opportunities.exclude(outcome="DELETED").exists() or record.interactions.exists():
            raise RowRefused("IN_USE")
        if record.people.exclude(status="DELETED").exists():
            raise RowRefused("IN_USE")
        actions.delete_account(actor=actor, at=at, account=record)

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
    """Put colleagues on account teams."""

    target = Target.TEAM

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts and colleagues."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER)

    @override
    def match(self, context: Context, row: TargetRow) -> AccountMember | None:
        """Return the membership if it exists already."""
        account, user = self._pair(context, row)
        if not (is_stored(account) and is_stored(user)):
            return None
        return AccountMember.objects.filter(account=account, user=user, function=_function(row)).first()

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return account, colleague, function."""
        context.actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
        account, user = self._pair(context, row)
        check_can_edit(context.actor, account)
        return Draft(row, (account, user, _function(row)))

    @override
    def stand_in(self, draft: Draft) -> AccountMember:
        """Return an unsaved membership."""
        return AccountMember(function=draft.content[2])

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[AccountMember]:
        """Let the colleagues join."""
        pairs = [draft.content for draft in drafts]
        actions.join_accounts(actor=context.actor, at=context.at, pairs=pairs)
        stored = AccountMember.objects.filter(account_id__in={account.pk for account, _, _ in pairs})
        by_key = {(member.account_id, member.user_id, member.function): member for member in stored}
        return [by_key[account.pk, user.pk, function] for account, user, function in pairs]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return nothing: a membership is there or not."""
        return {}

    @override
    def change(self, context: Context, record: AccountMember, values: Mapping[str, Any]) -> None:
        """Do nothing: a membership has no values that files bring."""

    @override
    def take_back(self, actor: Actor, at: datetime, record: AccountMember) -> None:
        """Take the colleague off the team."""
        actions.remove_member(actor=actor, at=at, member=record)

    def _pair(self, context: Context, row: TargetRow) -> tuple[Account, User]:
        account = context.resolve(row, "account_id", "account_name")
        user = context.resolve(row, "user_id", "user_name")
        if account is None or user is None:
            raise RowRefused("LINK_NOT_FOUND", field="account" if account is None else "user")
        return account, user


def _function(row: TargetRow) -> str:
    return str(row.values.get("function", TeamFunction.OTHER))
