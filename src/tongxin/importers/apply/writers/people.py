"""Write the customer's people and their parts in deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.db.models.functions import Lower
from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.common.text.names import person_key
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities import actions as deals
from tongxin.crm.opportunities.choices import BuyingRole
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact
from tongxin.crm.opportunities.rules import check_can_edit, check_role
from tongxin.crm.stakeholders import actions
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.crm.stakeholders.rules import (
    check_can_edit_person,
    check_can_staff,
    check_person_values,
    check_reports_to,
)
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import TargetRow
from tongxin.importers.problems import PlanCode, Severity
from tongxin.team.models import User

_PLAIN = ("name_latin", "form_of_address", "email", "phone", "mobile", "note", "source")


_BOSS = frozenset({"reports_to_id", "reports_to_name"})
_PART = ("opportunity", "person", "role", "is_primary")


class PersonWriter(Writer):
    """Write people, each with a post of their own where a title is said."""

    target = Target.PERSON
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "full_name": frozenset({"full_name", "first_name", "last_name"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts, owners and bosses with their posts, and people that rows without an id may stand for."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER, Target.PERSON)
        context.load_posts(_boss(context, row) for row in rows)
        unnumbered = [row for row in rows if "external_id" not in row.values]
        accounts = {account.pk for row in unnumbered if is_stored(account := _account_of(context, row))}
        keys = {_name_key(row) for row in unnumbered}
        emails = {str(row.values.get("email", "")).lower() for row in unnumbered} - {""}
        people = visible_people(context.actor).annotate(lower=Lower("email")).filter(account__in=accounts)
        alike = people.filter(Q(match_key__in=keys) | Q(lower__in=emails)).select_related("account")
        for person in alike.order_by("-pk") if accounts else ():
            context.alike[Target.PERSON, "name", person.account_id, person.match_key] = person
            context.alike[Target.PERSON, "email", person.account_id, person.email.lower()] = person

    @override
    def match(self, context: Context, row: TargetRow) -> Person | None:
        """Return the visible person of the same account with the same address or name; never for a row with an id."""
        account = _account_of(context, row)
        if "external_id" in row.values or account is None:
            return None
        if email := str(row.values.get("email", "")).lower():
            return context.alike.get((Target.PERSON, "email", account.pk, email))
        return context.alike.get((Target.PERSON, "name", account.pk, _name_key(row)))

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `create_people` takes it."""
        context.actor.must_have(Right.EDIT)
        account = _account_of(context, row)
        if account is not None:
            check_can_staff(context.actor, account)
        values: dict[str, Any] = {name: row.values[name] for name in _PLAIN if name in row.values}
        owner = context.owner(row)
        if owner is not None and context.actor.has(Right.MANAGE_ACCOUNT_TEAM):
            values["owner"] = owner
        name = str(row.values["full_name"])
        check_person_values(context.actor, {"full_name": name, **values})
        content = actions.NewPerson(
            full_name=name,
            account=account,
            title=str(row.values.get("title", "")),
            department=str(row.values.get("department", "")),
            reports_to=self._boss_post(context, row, account),
            values=values,
        )
        return Draft(row, content)

    @override
    def stand_in(self, draft: Draft) -> Person:
        """Return an unsaved person."""
        return Person(
            full_name=draft.content.full_name, title=draft.content.title, account=draft.content.account
        )

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Person]:
        """Create the people."""
        return actions.create_people(
            actor=context.actor, at=context.at, people=[draft.content for draft in drafts]
        )

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return name and values; posts are changed by hand, where their history is."""
        return {"full_name": draft.content.full_name, **draft.content.values}

    @override
    def check_change(self, context: Context, record: Person) -> None:
        """Let those change a person who may edit."""
        check_can_edit_person(context.actor, record)

    @override
    def differences(
        self, draft: Draft, record: Person, changed: frozenset[str]
    ) -> dict[str, tuple[Any, Any]]:
        """Compare values, and the boss's post with the one that the person's own post reports to."""
        found = super().differences(draft, record, changed)
        boss: Post | None = draft.content.reports_to
        if boss is not None and _BOSS & changed:
            held = Tenure.objects.filter(person=record, is_current=True, is_main=True)
            now = held.select_related("post__reports_to").order_by("pk").first()
            if now is not None and now.post.reports_to != boss:
                found["reports_to"] = (now.post.reports_to, boss)
        return found

    @override
    def change(self, context: Context, record: Person, values: Mapping[str, Any]) -> Person:
        """Change a person, and whom their post reports to."""
        own = {name: value for name, value in values.items() if name != "reports_to"}
        if own:
            actions.change_person(actor=context.actor, at=context.at, person=record, values=own)
        post = context.post_of(record) if "reports_to" in values else None
        if post is not None:
            line = {"reports_to": values["reports_to"]}
            actions.change_post(actor=context.actor, at=context.at, post=post, values=line)
        return record

    @override
    def take_back(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Delete the people."""
        return actions.delete_people(actor=actor, at=at, people=records)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return owner and boss's post from the ids kept."""
        if name == "reports_to":
            return Post.objects.select_related("account").filter(pk=value).first()
        return User.objects.filter(pk=value).first() if name == "owner" else value

    def _boss_post(self, context: Context, row: TargetRow, account: Account | None) -> Post | None:
        """Return the post of the boss that a row names; report one that the domain would not take."""
        boss = _boss(context, row)
        if boss is None:
            return None
        own: Person | None = context.found.get((Target.PERSON, row.key))
        has_post = bool(row.values.get("title")) or (is_stored(own) and context.post_of(own) is not None)
        post = context.post_of(boss) if is_stored(boss) else None
        try:
            if account is None or not has_post or (is_stored(boss) and post is None):
                raise RowRefused("POST_MISSING")
            check_reports_to(None, account, post)
        except Refusal:
            row.report(PlanCode.BOSS_LEFT_OUT, Severity.WARNING, text=boss.full_name)
            return None
        return post


def _boss(context: Context, row: TargetRow) -> Person | None:
    boss: Person | None = context.resolve(row, *sorted(_BOSS))
    return boss


def _account_of(context: Context, row: TargetRow) -> Account | None:
    account: Account | None = context.resolve(row, "account_id", "account_name")
    return account


def _name_key(row: TargetRow) -> str:
    return person_key(str(row.values.get("full_name", "")))[:120]


class ContactRoleWriter(Writer):
    """Write which person has which part in which deal; a changed row of the same id becomes the other part."""

    target = Target.CONTACT_ROLE
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "opportunity": frozenset({"opportunity_id", "opportunity_name"}),
        "person": frozenset({"contact_id", "contact_email", "contact_name"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load deals and people, and the parts that these deals have."""
        load_refs(context, rows, Target.OPPORTUNITY, Target.PERSON)
        found = (context.resolve(row, "opportunity_id", "opportunity_name") for row in rows)
        parts = OpportunityContact.objects.filter(
            opportunity__in={deal.pk for deal in found if is_stored(deal)}
        )
        for part in parts.select_related("opportunity__account", "person"):
            context.alike[Target.CONTACT_ROLE, part.opportunity_id, part.person_id, part.role] = part

    @override
    def match(self, context: Context, row: TargetRow) -> OpportunityContact | None:
        """Return the same part if it is there."""
        part = self._part(context, row)
        return context.alike.get((Target.CONTACT_ROLE, part.opportunity.pk, part.person.pk, part.role))

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `import_contacts` takes it."""
        context.actor.must_have(Right.EDIT)
        part = self._part(context, row)
        check_role(part.role)
        return Draft(row, part)

    @override
    def stand_in(self, draft: Draft) -> OpportunityContact:
        """Return an unsaved part."""
        return OpportunityContact(role=draft.content.role)

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[OpportunityContact]:
        """Write the parts."""
        rows = [draft.content for draft in drafts]
        deals.import_contacts(actor=context.actor, at=context.at, rows=rows)
        stored = OpportunityContact.objects.filter(opportunity_id__in={row.opportunity.pk for row in rows})
        by_key = {(part.opportunity_id, part.person_id, part.role): part for part in stored}
        return [by_key[row.opportunity.pk, row.person.pk, row.role] for row in rows]

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return deal, person and role, and whether it is the main contact."""
        return {name: getattr(draft.content, name) for name in _PART}

    @override
    def check_change(self, context: Context, record: OpportunityContact) -> None:
        """Let those change a part who may edit the deal."""
        check_can_edit(context.actor, record.opportunity)

    @override
    def change(
        self, context: Context, record: OpportunityContact, values: Mapping[str, Any]
    ) -> OpportunityContact:
        """Take the part away where it became another one, and give the one that the row says now."""
        now = {name: getattr(record, name) for name in _PART} | dict(values)
        if set(values) - {"is_primary"}:
            deals.remove_contact(
                actor=context.actor, at=context.at, opportunity=record.opportunity, contact=record
            )
        return deals.set_contact(actor=context.actor, at=context.at, **now)

    @override
    def take_back(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Remove the parts."""
        return deals.remove_contacts(actor=actor, at=at, contacts=records)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return deal and person from the ids kept."""
        if name == "opportunity":
            return Opportunity.objects.select_related("account").get(pk=value)
        return Person.objects.get(pk=value) if name == "person" else value

    def _part(self, context: Context, row: TargetRow) -> deals.ContactRow:
        opportunity = context.resolve(row, "opportunity_id", "opportunity_name")
        person = context.resolve(row, "contact_id", "contact_email", "contact_name")
        if opportunity is None or person is None:
            raise RowRefused("LINK_NOT_FOUND", field="opportunity" if opportunity is None else "person")
        return deals.ContactRow(
            opportunity=opportunity,
            person=person,
            role=str(row.values.get("role", BuyingRole.UNKNOWN)),
            is_primary=bool(row.values.get("is_primary")),
        )
