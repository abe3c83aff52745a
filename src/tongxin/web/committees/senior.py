"""Senior relationships: our executives against theirs, with the touches that are due, paired in place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.committees.pairing import pair_sponsor
from tongxin.crm.committees.touches import Touch, touches
from tongxin.crm.stakeholders.selectors import get_person_for, senior_people
from tongxin.team.selectors import active_users, get_user
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person
    from tongxin.team.models import User

SOON_DAYS = 14
MOST_OPEN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchRow:
    """One senior relationship as the page shows it."""

    name: str
    title: str
    account: str
    sponsor: str
    every_days: int
    last_on: date | None
    last_by_others: date | None
    due_on: date
    state: str
    kind: Kind
    agenda: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCell:
    """One of theirs and one of us: their pair with its state, or the sponsor to pair with."""

    sponsor: str
    sponsor_uid: str
    pair: TouchRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One of theirs with each of our sponsors; `uid` is empty for whom the reader may not see."""

    uid: str
    name: str
    about: str
    cells: tuple[PairCell, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeniorPage:
    """All senior relationships somebody may see, the touch due first on top, and the matrix of pairs."""

    finding: str
    rows: tuple[TouchRow, ...]
    sponsors: tuple[str, ...]
    matrix: tuple[PairRow, ...]
    matrix_finding: str
    colleagues: tuple[tuple[str, str], ...]
    may_edit: bool


@require_GET
def senior_relationships(request: PageRequest) -> HttpResponse:
    """Show which touches of senior relationships are due, overdue and kept, and who of theirs has nobody of ours."""
    actor = request.actor
    found = touches(actor, as_of=today())
    told = {touch.sponsorship.pk: _row(touch, today()) for touch in found}
    sponsors = _sponsors(found, actor.user)
    matrix = tuple(_matrix(found, told, sponsors, senior_people(actor, limit=MOST_OPEN)))
    page = SeniorPage(
        finding=_finding(tuple(told.values())),
        rows=tuple(told.values()),
        sponsors=tuple(user.display_name for user in sponsors),
        matrix=matrix,
        matrix_finding=_matrix_finding(matrix),
        colleagues=tuple((user.uid, user.display_name) for user in active_users()),
        may_edit=actor.has(Right.EDIT),
    )
    return render(request, "committees/senior.html", {"page": page})


@require_POST
def senior_pairs(request: PageRequest) -> HttpResponse:
    """Pair one of theirs with one of us, from where they meet in the matrix."""
    person = get_person_for(request.actor, request.POST.get("person", ""))
    sponsor = get_user(request.POST.get("sponsor", ""))
    pair_sponsor(actor=request.actor, at=now(), person=person, sponsor=sponsor)
    say_next(
        request,
        _("%(sponsor)s keeps the relationship with %(name)s")
        % {"sponsor": sponsor.display_name, "name": person.full_name},
    )
    return go_on(request, f"{reverse('web:senior_relationships')}#pair-{person.uid}")


def _sponsors(found: Sequence[Touch], me: "User") -> "list[User]":
    kept = {touch.sponsorship.sponsor_id: touch.sponsorship.sponsor for touch in found}
    kept.setdefault(me.pk, me)
    return sorted(kept.values(), key=lambda user: (user.display_name, user.pk))


def _matrix(
    found: Sequence[Touch], told: dict[int, TouchRow], sponsors: "list[User]", senior: "list[Person]"
) -> Iterator[PairRow]:
    """Yield those without a sponsor first, then those whose touch is due first."""
    pairs: dict[int, dict[int, TouchRow]] = {}
    people: dict[int, Person] = {}
    for touch in found:
        if touch.person is not None:
            people[touch.person.pk] = touch.person
            pairs.setdefault(touch.person.pk, {})[touch.sponsorship.sponsor_id] = told[touch.sponsorship.pk]
    for person in [*(each for each in senior if each.pk not in people), *people.values()]:
        own = pairs.get(person.pk, {})
        account = person.account.display_name if person.account is not None else ""
        yield PairRow(
            uid=person.uid,
            name=person.full_name,
            about=" · ".join(text for text in (account, person.title) if text),
            cells=tuple(
                PairCell(sponsor=user.display_name, sponsor_uid=user.uid, pair=own.get(user.pk))
                for user in sponsors
            ),
            is_open=not own,
        )


def _matrix_finding(matrix: Sequence[PairRow]) -> str:
    alone = sum(row.is_open for row in matrix)
    if not alone:
        return _("Each of their executives has a sponsor of ours")
    return ngettext(
        "%(count)s of %(all)s of their executives has no sponsor of ours",
        "%(count)s of %(all)s of their executives have no sponsor of ours",
        alone,
    ) % {"count": alone, "all": len(matrix)}


def _row(touch: Touch, as_of: date) -> TouchRow:
    late = (as_of - touch.due_on).days
    state = pgettext("touch", "kept")
    kind: Kind = "good"
    if late > 0:
        state = ngettext("%(days)s day overdue", "%(days)s days overdue", late) % {"days": late}
        kind = "bad"
    elif late >= -SOON_DAYS:
        state, kind = pgettext("touch", "due"), "watch"
    kept = touch.sponsorship
    return TouchRow(
        name=touch.person.full_name if touch.person else _("Somebody you may not see"),
        title=touch.person.title if touch.person else "",
        account=kept.account.display_name,
        sponsor=kept.sponsor.display_name,
        every_days=kept.every_days,
        last_on=touch.last_on,
        last_by_others=touch.last_by_others,
        due_on=touch.due_on,
        state=state,
        kind=kind,
        agenda=kept.agenda,
        url=record_url("web:sponsorship", kept.uid),
    )


def _finding(rows: tuple[TouchRow, ...]) -> str:
    late = sum(row.kind == "bad" for row in rows)
    if not late:
        return _("Every senior relationship is kept at its rhythm")
    return ngettext(
        "%(count)s of %(all)s senior relationships is overdue",
        "%(count)s of %(all)s senior relationships are overdue",
        late,
    ) % {"count": late, "all": len(rows)}
