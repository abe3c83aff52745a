"""Make the page of a committee of rows and of what the decision library says."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kamkit.influence.contacts import NextContacts
from tongxin.analytics.committees import Insight
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.committees.choices import Attitude, Fit, Strength, TieKind
from tongxin.crm.committees.selectors import CommitteeMap, SeatState
from tongxin.crm.committees.watch import STALE_DAYS, warnings_of
from tongxin.crm.projects.selectors import checkpoints_judged_by
from tongxin.web.committees.drawing import STEPS, draw, map_finding
from tongxin.web.committees.pages import (
    AttitudeChoice,
    CommitteePage,
    CriterionRow,
    Decides,
    HeatCell,
    JudgedLine,
    MirrorLine,
    NextStep,
    OwnView,
    SeatRow,
    TieRow,
)
from tongxin.web.projects.waiting import SHAPES
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.wording.committee_brief import fits_of, weighted_fit
from tongxin.wording.committees import MOVES, VERDICTS, danger_text
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.committees.models import Criterion
    from tongxin.crm.market.models import Competitor

MOST_NAMED = 5
KINDS = {"FAVOURABLE": "good", "OPEN": "watch", "UNFAVOURABLE": "bad", "NOT_ENOUGH_DATA": "unknown"}


def page_of(
    actor: Actor,
    found: CommitteeMap,
    said: Insight,
    *,
    plus: str,
    rival: "Competitor | None" = None,
    others: Iterable[Link] = (),
    is_today: bool,
) -> CommitteePage:
    """Return the page of a committee; `plus` is the address at which somebody is added."""
    names = {state.seat.uid: state.name for state in found.seats}
    rows = _rows(found, said)
    ranked = said.ranking.ranking if said.ranking is not None else ()
    rivals = rivals_in(found, rival)
    first = names.get(ranked[0].id, "") if ranked else ""
    return CommitteePage(
        uid=found.committee.uid,
        name=found.committee.name,
        kind=str(found.committee.get_kind_display()),
        rule=str(found.committee.get_rule_display()),
        as_of=found.as_of,
        is_today=is_today,
        finding=_finding(found, rows),
        team=tuple((user.uid, user.display_name) for user in found.team),
        rows=rows,
        mirror=_mirror(found, said),
        mirror_note=_mirror_note(found),
        drawing=draw(found, map_finding(found, first), plus=plus),
        ties=tuple(_ties(found)),
        criteria=tuple(_criteria(found, rivals)),
        judged=tuple(_judged(actor, found)),
        rivals=tuple((each.uid, each.name, _share(found, each.pk)) for each in rivals),
        decides=_decides(found, said, names),
        attitudes=_attitudes(),
        warnings=_warnings(found),
        others=tuple(others),
        may_edit=actor.has(Right.EDIT) and found.committee.account.is_open,
        may_judge=found.may_judge,
    )


def _judged(actor: Actor, found: CommitteeMap) -> Iterator[JudgedLine]:
    for state in checkpoints_judged_by(actor, found.committee, as_of=found.as_of):
        row = state.checkpoint
        yield JudgedLine(
            name=row.name,
            url=record_url("web:checkpoint", row.uid),
            project=row.project.name,
            project_url=record_url("web:customer_project", row.project.uid),
            day=row.held_on or row.planned_on,
            standing=str(state.standing.label),
            shape=SHAPES.get(state.standing, "plain"),
        )


def _attitudes() -> tuple[AttitudeChoice, ...]:
    return tuple(
        AttitudeChoice(code=code, digit=digit, label=str(Attitude(code).label))
        for code, digit in STEPS.items()
    )


def _finding(found: CommitteeMap, rows: tuple[SeatRow, ...]) -> str:
    gaps = sum(row.is_gap for row in rows)
    if not found.seats:
        return _("Nobody is known in this decision yet")
    if not gaps:
        return _("Every seat is covered as its power asks")
    return ngettext(
        "%(gaps)s of %(all)s seats is not covered as its power asks",
        "%(gaps)s of %(all)s seats are not covered as their power asks",
        gaps,
    ) % {"gaps": gaps, "all": len(rows)}


def _rows(found: CommitteeMap, said: Insight) -> tuple[SeatRow, ...]:
    states = {state.seat.uid: state for state in found.seats}
    members = {user.uid: user.display_name for user in found.team}
    met = {(cell.person, cell.member): cell for cell in said.coverage.cells}
    rows = []
    for is_gap, seats in ((True, said.coverage.gaps), (False, said.coverage.covered)):
        for covered in seats:
            state = states[covered.id]
            cells = []
            for user in found.team:
                cell = met.get((covered.id, user.uid))
                cells.append(
                    HeatCell(
                        depth=cell.depth if cell else 0,
                        days=cell.days if cell else None,
                        is_pair=state.seat.counterpart_id == user.pk,
                        title=_cell_title(
                            user.display_name,
                            state.name,
                            cell.depth if cell else 0,
                            cell.days if cell else None,
                        ),
                    )
                )
            needs = tuple(_reasons(covered.reasons, members))
            rows.append(_row(state, tuple(cells), needs, is_gap=is_gap))
    return tuple(rows)


def _cell_title(ours: str, theirs: str, depth: int, days: int | None) -> str:
    if days is None:
        return _("%(ours)s and %(theirs)s: no contact yet") % {"ours": ours, "theirs": theirs}
    return _("%(ours)s and %(theirs)s: depth %(depth)s, last contact %(days)s days ago") % {
        "ours": ours,
        "theirs": theirs,
        "depth": depth,
        "days": days,
    }


def _row(state: SeatState, cells: tuple[HeatCell, ...], needs: tuple[str, ...], *, is_gap: bool) -> SeatRow:
    seat = state.seat
    note = ""
    if state.is_vacant:
        day = days.dated(state.vacant_since) if state.vacant_since else ""
        note = _("Vacant since %(day)s") % {"day": day} if day else pgettext("seat", "Vacant")
    return SeatRow(
        uid=seat.uid,
        name=state.name,
        title=state.title or (seat.name if seat.name != state.name else ""),
        role=str(seat.get_role_display()),
        note=note,
        step=STEPS[state.attitude],
        attitude=str(Attitude(state.attitude).label),
        power="" if state.power is None else str(state.power),
        counterpart=seat.counterpart.display_name if seat.counterpart else "",
        is_gap=is_gap,
        needs=needs,
        cells=cells,
        url=record_url("web:seat", seat.uid),
    )


def _reasons(reasons: Iterable[object], names: Mapping[str, str]) -> list[str]:
    texts = []
    for reason in reasons:
        text = reason_text(reason)  # type: ignore[arg-type]
        for uid, name in names.items():
            text = text.replace(uid, name)
        texts.append(text)
    return texts


def _mirror(found: CommitteeMap, said: Insight) -> tuple[MirrorLine, ...]:
    lines = []
    last = {(cell.member, cell.person): cell for cell in said.coverage.cells}
    for user in found.team:
        theirs = [state for state in found.seats if state.seat.counterpart_id == user.pk]
        if not theirs:
            continue
        cells = [last.get((user.uid, state.seat.uid)) for state in theirs]
        unmet = [state.name for state, cell in zip(theirs, cells, strict=True) if cell is None]
        days = max((cell.days for cell in cells if cell is not None), default=None)
        note = "" if days is None else _("last contact %(days)s days ago at the latest") % {"days": days}
        if unmet:
            note = _("not met yet: %(names)s") % {
                "names": pgettext("between listed values", ", ").join(unmet)
            }
        kind = "bad" if unmet else "watch" if (days or 0) > STALE_DAYS else "good"
        names = pgettext("between listed values", ", ").join(state.name for state in theirs)
        lines.append(MirrorLine(name=user.display_name, theirs=names, note=note, kind=kind))
    return tuple(lines)


def _mirror_note(found: CommitteeMap) -> str:
    paired = sum(state.seat.counterpart_id is not None for state in found.seats)
    return _("%(paired)s of %(all)s seats have a counterpart") % {"paired": paired, "all": len(found.seats)}


def _ties(found: CommitteeMap) -> Iterable[TieRow]:
    names = {state.seat.pk: state.name for state in found.seats}
    # Translated once, not for each of hundreds of ties.
    kinds: dict[str, str] = {kind.value: str(kind.label) for kind in TieKind}
    strengths: dict[int, str] = {strength.value: str(strength.label) for strength in Strength}
    for tie in found.ties:
        if tie.from_seat_id in names and tie.to_seat_id in names:
            yield TieRow(
                from_name=names[tie.from_seat_id],
                kind=kinds[tie.kind],
                to_name=names[tie.to_seat_id],
                strength=strengths[tie.strength],
                evidence=tie.evidence,
                on=tie.noted_on,
                url=record_url("web:tie", tie.uid),
            )


def rivals_in(found: CommitteeMap, chosen: "Competitor | None" = None) -> "list[Competitor]":
    """Return the rivals whose fit is known on some criterion, and one chosen to be asked for."""
    fits = [
        fit for criterion in found.criteria for fit in criterion.rival_fits.all() if fit.deleted_at is None
    ]
    known = {fit.competitor_id: fit.competitor for fit in fits}
    if chosen is not None:
        known.setdefault(chosen.pk, chosen)
    return sorted(known.values(), key=lambda rival: (rival.name, rival.pk))


def _share(found: CommitteeMap, rival: int | None) -> str:
    share = weighted_fit(found.criteria, rival)
    return "" if share is None else f"{share}%"


def _fits(criterion: "Criterion", rivals: "Iterable[Competitor]") -> Iterator[tuple[str, int | None, str]]:
    known = fits_of(criterion)
    for rival in rivals:
        fit = known.get(rival.pk)
        yield rival.uid, fit, "" if fit is None else str(Fit(fit).label)


def _criteria(found: CommitteeMap, rivals: "list[Competitor]") -> Iterable[CriterionRow]:
    names = {state.seat.pk: state.name for state in found.seats}
    for criterion in found.criteria:
        cares = [names[seat.pk] for seat in criterion.cares.all() if seat.pk in names]
        yield CriterionRow(
            uid=criterion.uid,
            name=criterion.name,
            kind=str(criterion.get_kind_display()),
            is_mandatory=criterion.is_mandatory,
            weight="" if criterion.weight is None else f"{criterion.weight.normalize():f}",
            ours=str(criterion.get_our_fit_display() or ""),
            rival=str(criterion.get_best_rival_fit_display() or ""),
            fits=tuple(_fits(criterion, rivals)),
            cares=pgettext("between listed values", ", ").join(cares),
            url=record_url("web:criterion", criterion.uid),
        )


def _decides(found: CommitteeMap, said: Insight, names: Mapping[str, str]) -> Decides | None:
    if said.outlook is None or said.ranking is None or said.next is None:
        return None
    look = said.outlook
    return Decides(
        verdict=str(VERDICTS[look.verdict]),
        kind=KINDS[look.verdict],
        leaning=_signed(look.leaning),
        low=_signed(look.low),
        high=_signed(look.high),
        place=_place(look.leaning) if look.leaning is not None else None,
        left=_place(look.low or 0.0),
        wide=max(1.0, _place(look.high or 0.0) - _place(look.low or 0.0)),
        reasons=tuple(_reasons(look.reasons, {})),
        ranked=tuple(
            (person.rank, names[person.id], tuple(_reasons(person.reasons, {})))
            for person in said.ranking.ranking[:MOST_NAMED]
        ),
        carried_by=tuple(_reasons(said.ranking.reasons, {})),
        next=tuple(_next_steps(found, said.next, names)),
        own=tuple(
            OwnView(
                author=opinion.author.display_name,
                leaning=opinion.leaning,
                why=opinion.why,
                on=timezone.localdate(opinion.created_at),
            )
            for opinion in found.opinions
        ),
    )


def _next_steps(found: CommitteeMap, told: NextContacts, names: Mapping[str, str]) -> Iterator[NextStep]:
    team = {user.uid: user.display_name for user in found.team}
    for step in told.contacts:
        yield NextStep(
            name=names[step.id],
            what=str(MOVES[step.move]),
            reasons=tuple(_reasons(step.reasons, {})),
            path=" → ".join((team if each.ours else names)[each.id] for each in step.path),
        )


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"


def _place(value: float) -> float:
    return round((value + 2) * 25, 1)


def _warnings(found: CommitteeMap) -> tuple[str, ...]:
    names = {user.pk: user.display_name for user in found.team}
    told = warnings_of(found.committee, found.seats, found.contacts, names, as_of=found.as_of)
    return tuple(danger_text(each.code, each.names, STALE_DAYS) for each in told)
