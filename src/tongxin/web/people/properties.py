"""A person's properties, each changed in place, and the posts they hold and held."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.crm.stakeholders.choices import PersonStatus, TenureEnd
from tongxin.web.lists.cells import CellContext
from tongxin.web.people.labels import label_of
from tongxin.web.people.pages import TenureLine
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Property

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person, Tenure

SHOWN = ("form_of_address", "email", "phone", "mobile", "name_latin", "owner", "source")
IN_PLACE = (*SHOWN, "full_name", "note", "judgement")


def person_properties(person: "Person", *, may_edit: bool) -> tuple[Property, ...]:
    """Return the key properties in the order they are shown; account and status first."""
    account = Property(
        key="account",
        label=label_of("account"),
        value=person.account.name if person.account else "",
        url=record_url("web:account", person.account.uid) if person.account else "",
    )
    status = Property(key="status", label=label_of("status"), value=str(PersonStatus(person.status).label))
    return (account, status, *(person_property(person, field, may_edit=may_edit) for field in SHOWN))


def person_property(person: "Person", field: str, *, may_edit: bool) -> Property:
    """Return one property as text for the reader."""
    value = getattr(person, field)
    return Property(
        key=field,
        label=label_of(field),
        value=value.display_name if field == "owner" and value else str(value or ""),
        edit_url=reverse("web:person_field", args=[person.uid, field]) if may_edit else "",
    )


def note_property(person: "Person", *, may_edit: bool) -> Property:
    """Return what helps to work with the person."""
    return person_property(person, "note", may_edit=may_edit)


def judgement_property(person: "Person", *, may_edit: bool) -> Property:
    """Return our judgement; the caller has checked the right to it."""
    return person_property(person, "judgement", may_edit=may_edit)


def tenure_lines(
    person: "Person", tenures: Iterable["Tenure"], reader: CellContext, *, may_edit: bool
) -> tuple[TenureLine, ...]:
    """Return the posts somebody holds and held."""
    return tuple(
        TenureLine(
            post=tenure.post.title or _("(post not recorded)"),
            account=tenure.post.account.display_name,
            account_url=record_url("web:account_people", tenure.post.account.uid),
            period=_period(tenure, reader),
            reason=str(TenureEnd(tenure.end_reason).label) if tenure.end_reason else "",
            is_current=tenure.is_current,
            ending_url=reverse("web:tenure_ending", args=[person.uid, tenure.uid])
            if tenure.is_current and may_edit
            else "",
            boss=tenure.post.reports_to.title if tenure.post.reports_to and tenure.is_current else "",
        )
        for tenure in tenures
    )


def _period(tenure: "Tenure", reader: CellContext) -> str:
    since = days.whole_day(tenure.since, calendar=reader.calendar) if tenure.since else ""
    until = days.whole_day(tenure.until, calendar=reader.calendar) if tenure.until else ""
    if since and until:
        return _("%(from)s to %(to)s") % {"from": since, "to": until}
    if since:
        return _("since %(day)s") % {"day": since}
    return _("until %(day)s") % {"day": until} if until else ""
