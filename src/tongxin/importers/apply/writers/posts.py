"""Write second posts: people who have a part at another account than their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders import actions
from tongxin.crm.stakeholders.choices import TenureEnd
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.crm.stakeholders.rules import check_can_staff
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, FewWriter, RowRefused, is_stored, load_refs
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow


class PostWriter(FewWriter):
    """Let people take posts beside their main one; a relation that is over becomes a tenure that has ended."""

    target = Target.POST
    sources: ClassVar[Mapping[str, frozenset[str]]] = {"is_current": frozenset({"is_active", "until"})}

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load accounts and people, and the posts that they hold."""
        load_refs(context, rows, Target.ACCOUNT, Target.PERSON)
        pairs = [_pair(context, row) for row in rows]
        people = {person.pk for _, person in pairs if is_stored(person)}
        held = Tenure.objects.filter(person__in=people).select_related("person", "post__account")
        for tenure in held.order_by("is_current", "-pk"):
            context.alike[Target.POST, tenure.person_id, tenure.post.account_id] = tenure

    @override
    def match(self, context: Context, row: TargetRow) -> Tenure | None:
        """Return the tenure that the person has at this account already."""
        account, person = _pair(context, row)
        if not is_stored(account) or not is_stored(person):
            return None
        return context.alike.get((Target.POST, person.pk, account.pk))

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return account, person, title, department and days."""
        account, person = _pair(context, row)
        if account is None or person is None:
            raise RowRefused("LINK_NOT_FOUND", field="account" if account is None else "person")
        check_can_staff(context.actor, account)
        title = str(row.values.get("title", "")).replace(";", ", ")[:160] or person.title
        if not title and not row.values.get("is_direct"):
            raise RowRefused("ROW_WITHOUT_TITLE", field="title")
        until = row.values.get("until")
        over = row.values.get("is_active") is False or (
            isinstance(until, date) and until <= context.at.date()
        )
        return Draft(row, {
            "account": account, "person": person, "title": title,
            "department": str(row.values.get("department", "")), "since": row.values.get("since"),
            "until": until, "is_current": not over,
        })  # fmt: skip

    @override
    def placeholder_of(self, draft: Draft) -> Tenure:
        """Return an unsaved tenure."""
        return Tenure()

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[Tenure]:
        """Make the posts and let the people take them; a person's own account needs no second post."""
        return [self._create(context, draft.content) for draft in drafts]

    def _create(self, context: Context, wanted: Mapping[str, Any]) -> Tenure:
        if not wanted["title"]:
            raise RowRefused("ROW_WITHOUT_TITLE", field="title")
        post = actions.take_or_make_post(
            actor=context.actor, at=context.at, account=wanted["account"], title=wanted["title"],
            department=wanted["department"],
        )  # fmt: skip
        since = wanted["since"] if isinstance(wanted["since"], date) else None
        person = Person.objects.get(pk=wanted["person"].pk)
        tenure = actions.start_tenure(
            actor=context.actor, at=context.at, person=person, post=post, since=since, is_main=False
        )
        if not wanted["is_current"]:
            self._end(context, tenure, wanted["until"])
        return tenure

    def _end(self, context: Context, tenure: Tenure, until: Any) -> None:
        actions.end_tenure(
            actor=context.actor, at=context.at, tenure=tenure, reason=TenureEnd.LEFT,
            until=until if isinstance(until, date) else None,
        )  # fmt: skip

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return whether the post is still held."""
        return {"is_current": draft.content["is_current"]}

    @override
    def change(self, context: Context, record: Tenure, values: Mapping[str, Any]) -> Tenure:
        """End a tenure that is over in the other system; one that runs again there is begun anew."""
        if values.get("is_current") is False:
            self._end(context, record, None)
            return record
        return actions.start_tenure(
            actor=context.actor, at=context.at, person=record.person, post=record.post, is_main=False
        )

    @override
    def undo_one_creation(self, actor: Actor, at: datetime, record: Tenure) -> None:
        """Say that the post was never held."""
        if record.is_current:
            actions.end_tenure(actor=actor, at=at, tenure=record, reason=TenureEnd.MISTAKE)


def _pair(context: Context, row: TargetRow) -> tuple[Account | None, Person | None]:
    account: Account | None = context.resolve(row, "account_id", "account_name")
    person: Person | None = context.resolve(row, "contact_id", "contact_email", "contact_name")
    return account, person
