"""The committee of a deal or an account: shown, and written from where it stands."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.analytics.committees import insight
from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.committees.actions import disagree, set_weights
from tongxin.crm.committees.choices import STRUCTURE, Fit, SeatRole, TieKind
from tongxin.crm.committees.seating import (
    add_member,
    assign_counterpart,
    draw_tie,
    ensure_committee,
    judge,
    move_under,
)
from tongxin.crm.committees.selectors import (
    committee_map,
    committees_of,
    get_committee_for,
    get_seat_for,
    names_of_seats,
)
from tongxin.crm.market.selectors import active_competitors
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.team.selectors import active_users
from tongxin.web.committees.changes import changes_between
from tongxin.web.committees.forms import BossForm, MemberForm, OpinionForm, TieForm, WeightsForm, seat_choices
from tongxin.web.committees.looks import Look, look_of
from tongxin.web.committees.pages import CommitteePage
from tongxin.web.committees.places import committee_url
from tongxin.web.committees.shows import page_of
from tongxin.web.committees.weeks import calendar_of
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.shell.day_field import day_typed
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next
from tongxin.wording.choosing import FLOWS

if TYPE_CHECKING:
    from tongxin.crm.committees.models import Committee
    from tongxin.crm.committees.selectors import CommitteeMap
    from tongxin.crm.market.models import Competitor
    from tongxin.crm.opportunities.models import Opportunity

SUGGESTED = 300


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity_committee(request: PageRequest, uid: str) -> HttpResponse:
    """Show the committee of a deal, and seat somebody in it by their name."""
    deal = get_opportunity_for(request.actor, uid)
    committees = committees_of(request.actor, deal)
    chosen = request.GET.get("committee", "")
    committee = next(
        (each for each in committees if each.uid == chosen), committees[0] if committees else None
    )
    if request.method == "POST":
        request.actor.must_have(Right.EDIT)
        committee = committee or ensure_committee(actor=request.actor, at=now(), opportunity=deal)
        return _seating(request, committee, deal, committees)
    return _answer(request, committee, deal, committees)


@require_http_methods(["GET", "HEAD", "POST"])
def committee_map_page(request: PageRequest, uid: str) -> HttpResponse:
    """Show a committee, and seat somebody in it by their name."""
    committee = get_committee_for(request.actor, uid)
    if request.method == "POST":
        return _seating(request, committee, None, [])
    return _answer(request, committee, None, [])


def _seating(
    request: PageRequest,
    committee: "Committee",
    deal: "Opportunity | None",
    committees: "list[Committee]",
) -> HttpResponse:
    """Seat somebody; the map is read only where it has to be shown again."""
    form = MemberForm(request.POST, seats=names_of_seats(request.actor, committee))
    if form.is_valid():
        seat = attempt(form, lambda: _seat(request, committee, form.cleaned_data))
        if seat is not None:
            name = seat.person.full_name if seat.person else seat.name
            say_next(request, _("%(name)s has a seat") % {"name": name})
            # Without a fragment: a browser gives no field its focus where the address has one.
            return go_on(request, f"{request.path}?add=1")
    return _answer(request, committee, deal, committees, form=form)


def _answer(
    request: PageRequest,
    committee: "Committee | None",
    deal: "Opportunity | None",
    committees: "list[Committee]",
    **forms: Any,
) -> HttpResponse:
    asked = day_typed(request.GET.get("on", "")) or today()
    look = look_of(request)
    found = committee_map(look.actor, committee, as_of=asked) if committee is not None else None
    page = _page(request, look, found, committees) if found is not None else None
    seats = seat_choices(page.rows) if page is not None else {}
    asked_for = {name: request.GET[name] for name in ("boss", "leads") if request.GET.get(name) in seats}
    form = MemberForm(None, seats=seats, **asked_for, is_next="add" in request.GET)
    context = {
        "page": page,
        **(_beside(request, found, page) if found is not None and page is not None else {}),
        "form": form,
        "names": _names(request, committee, deal),
        "tie_form": TieForm(seats=seats, kinds=_kinds(request)),
        "boss_form": BossForm(seats=seats),
        "opinion_form": OpinionForm(),
        "weights_form": WeightsForm(),
        "colleagues": [(user.uid, user.display_name) for user in active_users()],
        "fit_choices": Fit.choices,
        "rival_choices": [(each.uid, each.name) for each in active_competitors()],
        "frame": "opportunities/base_deal.html" if deal is not None else "committees/base_committee.html",
        "look": look,
        **({"head": opportunity_head(request, deal, "committee")} if deal is not None else {}),
        **forms,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "committees/page.html", context, status=status)


def _page(
    request: PageRequest, look: Look, found: "CommitteeMap", committees: "list[Committee]"
) -> CommitteePage:
    others = [
        Link(
            label=each.name, url=f"{request.path}?committee={each.uid}", current=each.pk == found.committee.pk
        )
        for each in committees
    ]
    return page_of(
        look.actor, look.seen(found), insight(found), plus=request.path, others=others if len(others) > 1 else (),
        is_today=found.as_of >= today(), rival=_rival(request),
    )  # fmt: skip


def _rival(request: PageRequest) -> "Competitor | None":
    return active_competitors().filter(uid=request.GET["rival"]).first() if "rival" in request.GET else None


def _beside(request: PageRequest, found: "CommitteeMap", page: CommitteePage) -> dict[str, Any]:
    """Return the buttons of the rows, the weeks of contact, and what changed since the day asked for."""
    actor, since = request.actor, day_typed(request.GET.get("since", ""))
    beside: dict[str, Any] = {
        "judging": _judging(page),
        "weeks": calendar_of(actor, found),
        "may_export": actor.has(Right.EXPORT),
    }
    if since is not None:
        before = committee_map(actor, found.committee, as_of=since)
        beside |= {"since": since, "changes": changes_between(before, found)}
    return beside


def _judging(page: CommitteePage) -> dict[str, str]:
    """Return the buttons that every row shares, rendered once."""
    return {
        "attitude": render_to_string("committees/_attitude_choices.html", {"attitudes": page.attitudes}),
        "power": render_to_string("committees/_power_choices.html"),
    }


def _names(request: PageRequest, committee: "Committee | None", deal: "Opportunity | None") -> list[str]:
    owner = committee or deal
    if owner is None:
        return []
    rows = visible_people(request.actor).filter(account_id=owner.account_id).order_by("sort_key")
    return list(rows.values_list("full_name", flat=True)[:SUGGESTED])


def _kinds(request: PageRequest) -> list[str]:
    return [kind for kind in TieKind.values if kind in STRUCTURE or request.actor.has(Right.JUDGEMENT)]


def _seat(request: PageRequest, committee: "Committee", values: dict[str, Any]) -> Any:
    boss, led = (
        get_seat_for(request.actor, values[name]) if values[name] else None for name in ("boss", "leads")
    )
    return add_member(
        actor=request.actor,
        at=now(),
        committee=committee,
        name=values["name"],
        role=values["role"] or SeatRole.UNKNOWN,
        title=values["title"],
        reports_to=boss,
        leads=led,
    )


@require_POST
def seat_judgement(request: PageRequest, uid: str) -> HttpResponse:
    """Judge the person in a seat: attitude or power, by one click or one key."""
    seat = get_seat_for(request.actor, uid)
    values: dict[str, Any] = {
        name: request.POST[name] for name in FLOWS if name in request.POST and name != "power"
    }
    if "power" in request.POST:
        power = request.POST["power"]
        values["power"] = int(power) if power.isdecimal() else None
    judge(actor=request.actor, at=now(), seat=seat, values=values)
    say_next(request, _("Saved."))
    return go_on(request, f"{committee_url(seat.committee)}#seat-{seat.uid}")


@require_POST
def seat_counterpart(request: PageRequest, uid: str) -> HttpResponse:
    """Say who of us answers for a seat."""
    seat = get_seat_for(request.actor, uid)
    user = active_users().filter(uid=request.POST.get("user", "")).first()
    assign_counterpart(actor=request.actor, at=now(), seat=seat, user=user)
    say_next(request, _("Saved."))
    return go_on(request, f"{committee_url(seat.committee)}#seat-{seat.uid}")


@require_POST
def committee_bosses(request: PageRequest, uid: str) -> HttpResponse:
    """Let somebody report to another boss, as dropping their card there does."""
    committee = get_committee_for(request.actor, uid)
    form = BossForm(request.POST, seats=names_of_seats(request.actor, committee))
    if form.is_valid():
        seat = get_seat_for(request.actor, form.cleaned_data["seat"])
        boss = get_seat_for(request.actor, form.cleaned_data["boss"]) if form.cleaned_data["boss"] else None
        moved = attempt(form, lambda: (move_under(actor=request.actor, at=now(), seat=seat, boss=boss), seat))
        if moved is not None:
            say_next(request, _("Saved."))
            return go_on(request, f"{committee_url(committee)}#map")
    return _answer(request, committee, _deal(request, committee), [], boss_form=form)


@require_POST
def committee_lines(request: PageRequest, uid: str) -> HttpResponse:
    """Draw a line between two people."""
    committee = get_committee_for(request.actor, uid)
    form = TieForm(request.POST, seats=names_of_seats(request.actor, committee), kinds=_kinds(request))
    if form.is_valid():
        values = form.cleaned_data

        def save() -> object:
            return draw_tie(
                actor=request.actor, at=now(), kind=values["kind"], strength=values["strength"],
                evidence=values["evidence"],
                ends=(get_seat_for(request.actor, values["from_seat"]), get_seat_for(request.actor, values["to_seat"])),
            )  # fmt: skip

        if attempt(form, save) is not None:
            say_next(request, _("The line is drawn"))
            return go_on(request, f"{committee_url(committee)}#lines")
    return _answer(request, committee, _deal(request, committee), [], tie_form=form)


@require_POST
def committee_opinions(request: PageRequest, uid: str) -> HttpResponse:
    """Keep how somebody sees the outcome, beside the computed one."""
    committee = get_committee_for(request.actor, uid)
    form = OpinionForm(request.POST)
    if form.is_valid():
        opinion = attempt(
            form, lambda: disagree(actor=request.actor, at=now(), committee=committee, **form.cleaned_data)
        )
        if opinion is not None:
            say_next(request, _("Your view is kept beside the computed one"))
            return go_on(request, f"{committee_url(committee)}#decides")
    return _answer(request, committee, _deal(request, committee), [], opinion_form=form)


@require_POST
def committee_weights(request: PageRequest, uid: str) -> HttpResponse:
    """Set the weights of all criteria at once."""
    committee = get_committee_for(request.actor, uid)
    form = WeightsForm(request.POST)
    if form.is_valid():
        saved = attempt(
            form,
            lambda: set_weights(actor=request.actor, at=now(), committee=committee, weights=form.weights()),
        )
        if saved is not None:
            say_next(request, _("Saved."))
            return go_on(request, f"{committee_url(committee)}#criteria")
    return _answer(request, committee, _deal(request, committee), [], weights_form=form)


def _deal(request: PageRequest, committee: "Committee") -> "Opportunity | None":
    return get_opportunity_for(request.actor, committee.opportunity.uid) if committee.opportunity else None
