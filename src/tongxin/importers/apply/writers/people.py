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
from tongxin.crm.stakeholders.choices import PersonStatus
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
from tongxin.importers.plan.target_rows import TargetRow
from tongxin.importers.problems import PlanCode, Severity
from tongxin.team.models import User

_PLAIN = ("name_latin", "form_of_address", "email", "phone", "mobile", "note", "source")


_BOSS = frozenset({"reports_to_id", "reports_to_name"})
_PLACE = frozenset({"account", "title", "department", "status", "reports_to"})
# Boxes that several people read: an address like these is nobody's own.
_SHARED_BOXES = frozenset(
    {
        "info",
        "office",
        "contact",
        "sales",
        "admin",
        "mail",
        "hello",
        "service",
        "support",
        "purchasing",
        "procurement",
    }
)
_PART = ("opportunity", "person", "role", "is_primary")


class PersonWriter(Writer):
    """Write people, each with a post of their own where a title is said."""

    target = Target.PERSON
    sources: ClassVar[Mapping[str, frozenset[str]]] = {
        "full_name": frozenset({"full_name", "first_name", "last_name"}),
        "owner": frozenset({"owner_id", "owner_name", "owner_email"}),
        "account": frozenset({"account_id", "account_name"}),
        "phone": frozenset({"phone", "phone_code"}),
        "status": frozenset({"status", "is_active"}),
    }

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts, owners and bosses with their posts, and people that rows without an id may stand for."""
        load_refs(context, rows, Target.ACCOUNT, Target.USER, Target.PERSON)
        context.load_posts(_boss(context, row) for row in rows)
        noted = context.refs(Target.PERSON, [row.key for row in rows])
        fresh = [row for row in rows if row.key not in noted]
        accounts = {account.pk for row in fresh if is_stored(account := _account_of(context, row))}
        keys = {_name_key(row) for row in fresh}
        emails = {str(row.values.get("email", "")).lower() for row in fresh} - {""}
        people = visible_people(context.actor).annotate(lower=Lower("email"))
        same_name = Q(match_key__in=keys) & (Q(account__in=accounts) | Q(account=None))
        alike = list(people.filter(same_name | Q(lower__in=emails)).select_related("account").order_by("pk"))
        bound = context.bound(Target.PERSON, [person.pk for person in alike])
        context.alike = {key: found for key, found in context.alike.items() if key[0] is not Target.PERSON}
        for person in alike:
            taken = person.pk in bound
            context.alike.setdefault((Target.PERSON, "name", person.account_id, person.match_key), []).append(
                (person, taken)
            )
            context.alike.setdefault((Target.PERSON, "email", person.email.lower()), []).append(
                (person, taken)
            )

    @override
    def match(self, context: Context, row: TargetRow) -> Person | None:
        """Return the visible person of the same address, else of the same name at the same account.

        A person who stands for another id of this source is not meant by a row with an id of its own.
        """
        email, key, account = (
            str(row.values.get("email", "")).lower(),
            _name_key(row),
            _account_of(context, row),
        )
        numbered = "external_id" in row.values
        if email:
            found = _free(context, numbered, (Target.PERSON, "email", email))
            named = [person for person in found if person.match_key == key]
            same = named if named or email.partition("@")[0] in _SHARED_BOXES else found
            if len(same) == 1:
                return same[0]
        if account is None and not row.refs.keys() & {"account_id", "account_name"}:
            # Somebody known without an account, such as one who has left.
            found = _free(context, numbered, (Target.PERSON, "name", None, key))
            return found[0] if len(found) == 1 else None
        if not is_stored(account):
            return None
        found = _free(context, numbered, (Target.PERSON, "name", account.pk, key))
        # Of one name, but with another address: somebody else, as far as a file can tell.
        same = [person for person in found if not email or not person.email or person.email.lower() == email]
        return same[0] if len(same) == 1 else None

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
    def placeholder_of(self, draft: Draft) -> Person:
        """Return an unsaved person."""
        return Person(
            full_name=draft.content.full_name, title=draft.content.title, account=draft.content.account
        )

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Person]:
        """Create the people; those who have left are known at the account as somebody who was there."""
        made = actions.create_people(
            actor=context.actor, at=context.at, people=[draft.content for draft in drafts]
        )
        for draft, person in zip(drafts, made, strict=True):
            if has_left(draft.row):
                actions.record_departure(actor=context.actor, at=context.at, person=person)
        return made

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return name and values, and where and as what the person is now."""
        content: actions.NewPerson = draft.content
        place: dict[str, Any] = {"account": content.account} if content.account is not None else {}
        if content.title:
            place["title"] = content.title
        gone = has_left(draft.row)
        if gone is not None:
            place = {**place, "status": PersonStatus.LEFT if gone else PersonStatus.ACTIVE}
        return {"full_name": content.full_name, **content.values, **place}

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
        if (found.get("status") or ("", ""))[1] == PersonStatus.LEFT or (
            record.status == PersonStatus.LEFT and "status" not in found and has_left(draft.row)
        ):
            # Who has left has neither account nor title here.
            found = {name: pair for name, pair in found.items() if name not in {"account", "title"}}
        if draft.content.department and "department" in changed:
            held_post = (
                Tenure.objects.filter(person=record, is_current=True, is_main=True)
                .select_related("post")
                .first()
            )
            if held_post is not None and held_post.post.department != draft.content.department:
                found["department"] = (held_post.post.department, draft.content.department)
        boss: Post | None = draft.content.reports_to
        if boss is not None and _BOSS & changed:
            held = Tenure.objects.filter(person=record, is_current=True, is_main=True)
            now = held.select_related("post__reports_to").order_by("pk").first()
            if now is not None and now.post.reports_to != boss:
                found["reports_to"] = (now.post.reports_to, boss)
        return found

    @override
    def change(self, context: Context, record: Person, values: Mapping[str, Any]) -> Person:
        """Change a person, let them move to where the file says they are, and whom their post reports to."""
        own = {name: value for name, value in values.items() if name not in _PLACE}
        if own:
            actions.change_person(actor=context.actor, at=context.at, person=record, values=own)
        if values.get("status") == PersonStatus.LEFT:
            actions.record_departure(actor=context.actor, at=context.at, person=record)
        elif values.keys() & {"account", "title", "status"}:
            self._move(context, record, values)
        context.posts.pop(record.pk, None)
        line = {name: values[name] for name in ("reports_to", "department") if name in values}
        post = context.post_of(record) if line else None
        if post is not None:
            actions.change_post(actor=context.actor, at=context.at, post=post, values=line)
        return record

    def _move(self, context: Context, record: Person, values: Mapping[str, Any]) -> None:
        """Let a person take the post that the file names; the one they held ends, its history stays."""
        draft: actions.NewPerson | None = context.drafts.get((Target.PERSON, record.pk))
        account = values.get("account") or record.account or (draft.account if draft else None)
        title = (
            values.get("title")
            or (draft.title if draft else "")
            or ("" if "account" in values else record.title)
        )
        if account is None:
            return
        if not title:
            actions.place_person(actor=context.actor, at=context.at, person=record, account=account)
            return
        post = actions.take_or_make_post(
            actor=context.actor, at=context.at, account=account, title=title,
            department=draft.department if draft else "",
        )  # fmt: skip
        actions.move_person(actor=context.actor, at=context.at, person=record, post=post)

    @override
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
        """Delete the people."""
        return actions.delete_people(actor=actor, at=at, people=records)

    @override
    def revive(self, name: str, value: Any) -> Any:
        """Return owner, account and boss's post from the ids kept."""
        if name == "account":
            return Account.objects.filter(pk=value).first()
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


def has_left(row: TargetRow) -> bool | None:
    """Tell whether a file says that somebody is gone; `None` where it says nothing of it."""
    status = str(row.values.get("status", ""))
    if row.values.get("is_active") is False or status in {"LEFT", "INACTIVE", "LOST", "DROPPED"}:
        return True
    return False if row.values.get("is_active") is True or status == "OPEN" else None


def _free(context: Context, numbered: bool, key: tuple[Any, ...]) -> list[Person]:  # noqa: FBT001 - of one row
    """Return the people alike whom no other row of this import was led to."""
    return [
        person
        for person, taken in context.alike.get(key, ())
        if not (numbered and taken) and (Target.PERSON, person.pk) not in context.made | context.met
    ]


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
    def placeholder_of(self, draft: Draft) -> OpportunityContact:
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
    def undo_creation(self, actor: Actor, at: datetime, records: Sequence[Any]) -> dict[int, Refusal]:
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
