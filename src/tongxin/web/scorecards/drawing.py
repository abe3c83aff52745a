"""Totals over the periods as lines, with the thresholds of the grades across."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongxin.analytics.scorecards.standing import CardStanding, Rated
from tongxin.crm.competition.naming import us
from tongxin.web.scorecards.pages import Course, Dot, Threshold, TotalRow, TrendPicture
from tongxin.web.shell.addresses import record_url
from tongxin.wording.scorecards import figure, finding_of, period_text, signed

if TYPE_CHECKING:
    from tongxin.crm.scorecards.models import ScorecardGrade

Down = Callable[[Decimal], float]
LEFT, RIGHT, TOP, BOTTOM = 60, 560, 24, 196
APART = 15


def trend_picture(standing: CardStanding, element: str, *, may_edit: bool) -> TrendPicture | None:
    """Return the drawing of all totals of a card, and the same as a table; `None` without scores."""
    every = [*standing.ours, *standing.rivals]
    if not every:
        return None
    starts = sorted({each.start for each in every})
    places = {start: _across(place, len(starts)) for place, start in enumerate(starts)}
    totals = [each.total for each in every if each.total is not None]
    grades = _grades_near(totals, standing.edition.grades)
    down = _scale([*totals, *(each.from_total for each in grades)])
    period = standing.edition.card.period
    return TrendPicture(
        element=element,
        finding=finding_of(standing),
        note=_("Totals as computed by the card; lines across are where each grade begins."),
        ticks=tuple((places[start], period_text(period, start)) for start in starts),
        thresholds=tuple(Threshold(label=each.name, y=down(each.from_total)) for each in grades),
        courses=_courses(standing, places, down),
        rows=tuple(
            _row(each, may_edit=may_edit) for each in sorted(every, key=lambda each: each.start, reverse=True)
        ),
    )


def supplier_name(rated: Rated) -> str:
    """Return whom a sheet rates."""
    return rated.sheet.competitor.name if rated.sheet.competitor else us()


def _across(place: int, count: int) -> float:
    return (LEFT + RIGHT) / 2 if count == 1 else LEFT + 20 + (RIGHT - LEFT - 40) * place / (count - 1)


def _grades_near(totals: Sequence[Decimal], grades: Sequence["ScorecardGrade"]) -> list["ScorecardGrade"]:
    """Return the grades that the totals have, and the one above them; all without any total."""
    if not totals:
        return list(grades)
    held = max((each.from_total for each in grades if each.from_total <= min(totals)), default=min(totals))
    above = min((each.from_total for each in grades if each.from_total > max(totals)), default=max(totals))
    return [each for each in grades if held <= each.from_total <= above]


def _scale(values: Sequence[Decimal]) -> Down:
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(100))
    span = max(high - low, Decimal(1))

    def down(value: Decimal) -> float:
        return round(float(BOTTOM - (value - low) / span * (BOTTOM - TOP)), 1)

    return down


def _courses(standing: CardStanding, places: Mapping[date, float], down: Down) -> tuple[Course, ...]:
    suppliers: dict[int | None, list[Rated]] = {}
    for each in (*standing.rivals, *standing.ours):
        if each.total is not None:
            suppliers.setdefault(each.sheet.competitor_id, []).append(each)
    found = []
    taken: list[float] = []
    drawn = {
        key: [(places[each.start], down(each.total or Decimal(0)), each) for each in rated]
        for key, rated in suppliers.items()
    }
    # From the top down, so that names that would meet make room below.
    for key, points in sorted(drawn.items(), key=lambda entry: entry[1][-1][1]):
        label_y = points[-1][1] + 4
        while any(abs(label_y - other) < APART for other in taken):
            label_y += APART
        taken.append(label_y)
        found.append(
            Course(
                label=supplier_name(points[-1][2]),
                label_y=label_y,
                line="M" + "L".join(f"{x} {y}" for x, y, _each in points),
                css="la" if key is None else "ln",
                text_css="txa b" if key is None else "tx",
                dots=tuple(
                    Dot(x=x, y=y, css="fa" if key is None else "fn", title=_title(each))
                    for x, y, each in points
                ),
            )
        )
    # Ours last, so that it lies above the others.
    return tuple(sorted(found, key=lambda each: each.css == "la"))


def _title(rated: Rated) -> str:
    period = period_text(rated.edition.card.period, rated.start)
    grade = f" · {rated.grade.name}" if rated.grade else ""
    return f"{supplier_name(rated)}, {period}: {figure(rated.total)}{grade}"


def _row(rated: Rated, *, may_edit: bool) -> TotalRow:
    sheet = rated.sheet
    printed = figure(sheet.printed_total) if sheet.printed_total is not None else ""
    return TotalRow(
        period=period_text(rated.edition.card.period, rated.start),
        supplier=supplier_name(rated),
        url=record_url("web:scorecard_scores" if may_edit else "web:scorecard_sheet", sheet.uid),
        total=figure(rated.total),
        grade=rated.grade.name if rated.grade else "—",
        printed=" ".join(filter(None, (printed, sheet.printed_grade))) or "—",
        differs=signed(rated.differs) if rated.differs is not None else "",
        source=f"{sheet.source} · {sheet.said_by}",
    )
