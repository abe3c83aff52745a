"""One person: the page, the history, and entering a new one."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from tongxin.audit.choices import Kind
from tongxin.audit.selectors import history_of
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import team_of
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.search import account_names, search
from tongxin.crm.stakeholders.actions import create_person, record_view
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.rules import can_edit_person
from tongxin.crm.stakeholders.selectors import (
    find_same_people,
    get_person_for,
    get_post_for,
    names_of,
    tenures_of,
)
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, came_from, posted, safe_next
from tongxin.web.history import history_entries
from tongxin.web.lists.readers import reader_of
from tongxin.web.people.forms import NewPersonForm
from tongxin.web.people.labels import label_of
from tongxin.web.people.pages import PersonPage, SamePersonLine
from tongxin.web.people.properties import (
    judgement_property,
    note_property,
    person_properties,
    tenure_lines,
)
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next
from tongxin.web.visits.timelines import person_line
from tongxin.web.work.lines import opportunity_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongxin.common.actor import Actor
    from tongxin.crm.stakeholders.models import Person
    from tongxin.web.shell.parts import TimelineEntry

RESTRICTED = {"judgement": str(Right.JUDGEMENT)}
HISTORY_PAGE = 50
RECENT = 5
MOST_ALIKE = 5
SHORTEST_TYPED, LONGEST_TYPED = 2, 120
MOST_DEALS = 20


@require_GET
def person(request: PageRequest, uid: str) -> HttpResponse:
    """Show who somebody is, where they stand and stood, and what happened; the log notes the view."""
    actor = request.actor
    record = get_person_for(actor, uid)
    page = _page(request, record)
    if request.method == "GET":
        record_view(actor=actor, at=now(), person=record)
    return render(request, "people/page.html", {"page": page, "line": page.timeline, "here": request.path})


@require_GET
def person_history(request: PageRequest, uid: str) -> HttpResponse:
    """Show who changed and who saw a person's data, newest first."""
    record = get_person_for(request.actor, uid)
    before = request.GET.get("before", "")
    lines = history_of(
        request.actor,
        Kind.PERSON,
        uid,
        restricted=RESTRICTED,
        limit=HISTORY_PAGE + 1,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
    shown = lines[:HISTORY_PAGE]
    context = {
        "person": record,
        "entries": history_entries(shown, label_of, calendar=request.actor.user.calendar),
        "next_url": f"{request.path}?before={shown[-1].event.pk}" if len(lines) > HISTORY_PAGE else "",
    }
    return render(request, "people/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: PageRequest) -> HttpResponse:
    """Ask for a new person and create them; who looks the same is shown once before."""
    actor = request.actor
    actor.must_have(Right.EDIT)
    post = get_post_for(actor, request.GET["post"]) if request.GET.get("post") else None
    form = NewPersonForm(
        posted(request),
        actor=actor,
        initial={
            "account": request.GET.get("account", ""),
            "title": post.title if post else "",
            "department": post.department if post else "",
            "level": post.level if post else "UNKNOWN",
        },
    )
    alike: tuple[SamePersonLine, ...] = ()
    if form.is_valid():
        alike = () if request.POST.get("is_new") else _same(request, form)
        made = None if alike else attempt(form, lambda: _create(request, form))
        if made is not None:
            undo = record_url("web:person_deletion", made.uid)
            say_next(request, _("%(name)s was added") % {"name": made.full_name}, undo_url=undo)
            return redirect(safe_next(request, default=record_url("web:person", made.uid)))
    context = {"form": form, "same": alike, "here": came_from(request, default=reverse("web:people"))}
    return render(request, "people/new.html", context, status=422 if form.is_bound and not alike else 200)


@require_GET
def lookalikes(request: PageRequest) -> HttpResponse:
    """Show people who may be the one whose name is being typed: the same, then those found by a part or by sound."""
    typed = request.GET.get("full_name", "").strip()[:LONGEST_TYPED]
    found = find_same_people(request.actor, names=[typed], email=request.GET.get("email", ""))
    same = {item.person.uid for item in found}
    lines = (
        *(same_line(item.person, item.reason) for item in found),
        *(line for uid, line in _called_alike(request, typed) if uid not in same),
    )
    return render(request, "people/_same.html", {"same": lines[:MOST_ALIKE]})


def _called_alike(request: PageRequest, typed: str) -> "Iterator[tuple[str, SamePersonLine]]":
    """Yield whom the search finds by two letters or more."""
    if len(typed) < SHORTEST_TYPED:
        return
    found = search(request.actor, typed, kinds=[Kind.PERSON], limit=MOST_ALIKE)
    names = account_names(found)
    for item in found:
        yield (
            item.object_uid,
            SamePersonLine(
                name=item.title,
                note=" ".join(filter(None, [names.get(item.account_id or 0, ""), item.subtitle])),
                url=record_url("web:person", item.object_uid),
                reason="",
            ),
        )


def same_line(record: "Person", reason: str) -> SamePersonLine:
    """Return somebody who may be the same person."""
    reasons = {"EMAIL": _("same e-mail address"), "NAME": _("same name")}
    at = record.account.display_name if record.account else ""
    return SamePersonLine(
        name=record.full_name,
        note=f"{at} {record.title}".strip(),
        url=record_url("web:person", record.uid),
        reason=reasons[reason],
    )


def _page(request: PageRequest, record: "Person") -> PersonPage:
    actor = request.actor
    may_edit = can_edit_person(actor, record)
    reader = reader_of(request)
    deals = visible_opportunities(actor).filter(contacts__person=record).select_related("stage")
    deals = deals.distinct().order_by("-updated_at", "pk")
    last = days.seen_from(record.last_contact_at, as_of=reader.as_of) if record.last_contact_at else ""
    return PersonPage(
        uid=record.uid,
        name=record.full_name,
        under=record.name_latin,
        facts=(
            Link(label=_("Last contact"), url=last or pgettext("contact", "none recorded")),
            Link(label=str(label_of("owner")), url=record.owner.display_name if record.owner else "—"),
        ),
        is_gone=record.status == PersonStatus.LEFT,
        may_edit=may_edit,
        may_delete=may_edit and actor.has(Right.DELETE),
        may_hand_out=actor.has(Right.ADMINISTER),
        may_merge=may_edit and actor.has(Right.MERGE),
        account_uid=record.account.uid if record.account else "",
        properties=person_properties(record, may_edit=may_edit),
        note=note_property(record, may_edit=may_edit),
        judgement=judgement_property(record, may_edit=may_edit) if actor.has(Right.JUDGEMENT) else None,
        judgement_withheld=not actor.has(Right.JUDGEMENT),
        tenures=tenure_lines(record, tenures_of(actor, record), reader, may_edit=may_edit),
        deals=tuple(
            Link(label=f"{deal.name} · {deal.stage.label}", url=opportunity_url(deal))
            for deal in deals[:MOST_DEALS]
        ),
        timeline=person_line(request, record),
        seen_by=_seen_by(record),
        other_names=tuple(name.name for name in names_of(record)),
        recent=_recent(actor, record),
    )


def _recent(actor: "Actor", record: "Person") -> "tuple[TimelineEntry, ...]":
    lines = history_of(actor, Kind.PERSON, record.uid, restricted=RESTRICTED, limit=RECENT)
    return history_entries(lines, label_of, brief=True, calendar=actor.user.calendar)


def _seen_by(record: "Person") -> tuple[str, ...]:
    if record.account is None:
        return (record.owner.display_name,) if record.owner else ()
    return tuple(dict.fromkeys(member.user.display_name for member in team_of(record.account)))


def _same(request: PageRequest, form: NewPersonForm) -> tuple[SamePersonLine, ...]:
    cleaned = form.cleaned_data
    found = find_same_people(
        request.actor,
        names=[cleaned["full_name"]],
        email=cleaned["email"],
        account=cleaned["account"],
    )
    return tuple(same_line(item.person, item.reason) for item in found)


def _create(request: PageRequest, form: NewPersonForm) -> "Person":
    cleaned = form.cleaned_data
    boss = request.GET.get("reports_to", "")
    return create_person(
        actor=request.actor,
        at=now(),
        full_name=cleaned["full_name"],
        account=cleaned["account"],
        title=cleaned["title"],
        department=cleaned["department"],
        level=cleaned["level"] or "UNKNOWN",
        reports_to=get_post_for(request.actor, boss) if boss else None,
        email=cleaned["email"],
        mobile=cleaned["mobile"],
    )
