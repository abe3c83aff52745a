"""Write the customer's people and their parts in deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.names import person_key
from tongxin.crm.opportunities import actions as deals
from tongxin.crm.opportunities.choices import BuyingRole
from tongxin.crm.opportunities.models import OpportunityContact
from tongxin.crm.opportunities.rules import check_role
from tongxin.crm.stakeholders import actions
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.rules import check_can_edit_person, check_can_staff, check_person_values
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import TargetRow
from tongxin.team.models import User

_PLAIN = ("name_latin", "form_of_address", "email", "phone", "mobile", "note", "source")


class PersonWriter(Writer):
    """Write people, each with a post of their own where a title is said."""

    target = Target.PERSON
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "full_name": frozenset({"full_name", "first_name", "last_name"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts and owners."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER)

    @override
    def match(self, context: Context, row: TargetRow) -> Person | None:
        """Return the visible person of the same account with the same address or name; never for a row with an id."""
        account = context.resolve(row, "account_id", "account_name")
        if "external_id" in row.values or not is_stored(account):
            return None
        people = visible_people(context.actor).filter(account=account)
        if email := row.values.get("email"):
            return people.filter(email__iexact=email).order_by("pk").first()
        return people.filter(match_key=person_key(str(row.values["full_name"]))[:120]).order_by("pk").first()

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `create_people` takes it."""
        context.actor.must_have(Right.EDIT)
        account = context.resolve(row, "account_id", "account_name")
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
            values=values,
        )
        return Draft(row, content)

    @override
    def stand_in(self, draft: Draft) -> Person:
        """Return an unsaved person."""
        return Person(full_name=draft.content.full_name, title=draft.content.title)

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
    def change(self, context: Context, record: Person, values: Mapping[str, Any]) -> None:
        """Change a person."""
        actions.change_person(actor=context.actor, at=context.at, person=record, values=values)

    @override
    def take_back(self, actor: Actor, at: datetime, record: Person) -> None:
        """Delete the person."""
        actions.delete_person(actor=actor, at=at, person=record)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return the owner from the id kept."""
        return User.objects.filter(pk=value).first() if name == "owner" else value


class ContactRoleWriter(Writer):
    """Write which person has which part in which deal."""

    target = Target.CONTACT_ROLE

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load deals and people."""
        load_refs(context, rows, Target.OPPORTUNITY, Target.PERSON)

    @override
    def match(self, context: Context, row: TargetRow) -> OpportunityContact | None:
        """Return the same part if it is there."""
        content = self.draft(context, row).content
        if not (is_stored(content.opportunity) and is_stored(content.person)):
            return None
        return OpportunityContact.objects.filter(
            opportunity=content.opportunity, person=content.person, role=content.role
        ).first()

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return the row as `import_contacts` takes it."""
        context.actor.must_have(Right.EDIT)
        opportunity = context.resolve(row, "opportunity_id", "opportunity_name")
        person = context.resolve(row, "contact_id", "contact_email", "contact_name")
        if opportunity is None or person is None:
            raise RowRefused("LINK_NOT_FOUND", field="opportunity" if opportunity is None else "person")
        role = str(row.values.get("role", BuyingRole.UNKNOWN))
        check_role(role)
        is_primary = bool(row.values.get("is_primary"))
        return Draft(
            row, deals.ContactRow(opportunity=opportunity, person=person, role=role, is_primary=is_primary)
        )

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
        """Return nothing: a changed role is another part."""
        return {}

    @override
    def change(self, context: Context, record: OpportunityContact, values: Mapping[str, Any]) -> None:
        """Do nothing: a changed role is another part."""

    @override
    def take_back(self, actor: Actor, at: datetime, record: OpportunityContact) -> None:
        """Remove the part."""
        deals.remove_contact(actor=actor, at=at, opportunity=record.opportunity, contact=record)
