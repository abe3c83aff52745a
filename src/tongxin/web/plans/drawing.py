"""Where the bars of a plan stand: a day is a column, closed days are shaded, a return is an arc back."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from kamkit.plans.calendars import Calendar
from tongxin.crm.projects.plan_days import calendar_of
from tongxin.crm.projects.plan_selectors import Planned, PlannedRow
from tongxin.web.plans.pages import Bar, Gantt, GanttRow, Mark, PlanLine

LEFT, WIDTH, TOP, LINE, BAR = 232, 960, 34, 30, 14
LONGEST_NAME = 15
MOST_HEADS = 12
ROOM_FOR_HEAD = 48
_DAY = timedelta(days=1)
INK = {"done": "fseq-4", "bad": "fbad", "watch": "fa", "plain": "fa"}


class _Scale:
    """Days as places: `x` is the left edge of a day."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days + 1
        self.step = (WIDTH - LEFT) / self.days

    def x(self, day: date) -> int:
        return round(LEFT + (day - self.first).days * self.step)

    def middle(self, day: date) -> int:
        return round(LEFT + ((day - self.first).days + 0.5) * self.step)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def gantt_of(found: Planned, lines: Mapping[str, PlanLine], *, as_of: date) -> Gantt | None:
    """Return the drawing of a plan's rows; nothing without rows."""
    if not found.rows:
        return None
    live = found.plan.goes_live_on
    days = [*(each.placed.first for each in found.rows), *(each.placed.last for each in found.rows)]
    first, last = min(days), max([*days, *([live] if live else [])])
    # A milestone on the last day has its right half beside that day.
    scale = _Scale(first - _DAY, last + timedelta(days=1 + (last - first).days // 50))
    places = {each.row.pk: place for place, each in enumerate(found.rows)}
    height = TOP + LINE * len(found.rows) + 8
    return Gantt(
        width=WIDTH,
        height=height,
        rows=tuple(_row(each, places[each.row.pk], lines[each.row.uid], scale) for each in found.rows),
        closed=tuple(_closed(calendar_of(found.plan), scale)),
        heads=tuple(_heads(scale)),
        links=tuple(_links(found, places, scale)),
        returns=tuple(_returns(found, places, scale)),
        today=_mark(as_of, pgettext("plan", "Today"), scale) if as_of in scale else None,
        live=_mark(live, pgettext("plan", "Goes live"), scale) if live else None,
    )


def _mark(day: date, label: str, scale: _Scale) -> Mark:
    x = scale.middle(day)
    return Mark(x=x, width=0, label=label, end=x > WIDTH - 80)


def _row(each: PlannedRow, place: int, line: PlanLine, scale: _Scale) -> GanttRow:
    y = TOP + place * LINE
    css = "fseq-4" if line.is_done else INK[line.kind if line.kind in INK else "plain"]
    bars = []
    for stretch in each.placed.stretches:
        is_old = stretch.returned_on is not None
        width = 0
        if each.row.length or is_old or each.row.first_on:
            width = max(4, scale.x(stretch.last + _DAY) - scale.x(stretch.first))
        x = scale.x(stretch.first) if width else scale.middle(stretch.last)
        bars.append(Bar(x=x, y=y + 4, width=width, css="rival" if is_old else css))
    short = line.name if len(line.name) <= LONGEST_NAME else f"{line.name[: LONGEST_NAME - 1]}…"
    title = " · ".join([f"{line.number} {line.name}", *filter(None, (line.state, line.days, *line.notes))])
    return GanttRow(
        number=line.number, name=short, y=y, text_y=y + BAR + 1, title=title, url=line.url, bars=tuple(bars)
    )


def _closed(calendar: Calendar, scale: _Scale) -> Iterator[Mark]:
    """Yield a column for each run of days that nobody works."""
    run: date | None = None
    for after in range(scale.days + 1):
        day = scale.first + timedelta(days=after)
        is_closed = day in scale and not calendar.is_worked(day)
        if is_closed and run is None:
            run = day
        if not is_closed and run is not None:
            x = scale.x(run)
            yield Mark(x=x, width=max(1, scale.x(day) - x), label="")
            run = None


def _heads(scale: _Scale) -> Iterator[Mark]:
    """Yield the first days of weeks, of months where weeks would be too many."""
    weeks = scale.days <= MOST_HEADS * 7
    chinese = (get_language() or "").startswith("zh")
    months = 1 if scale.days <= MOST_HEADS * 31 else 3
    for after in range(scale.days):
        day = scale.first + timedelta(days=after)
        if scale.x(day) > WIDTH - ROOM_FOR_HEAD:
            break
        if (day.weekday() == 0) if weeks else (day.day == 1 and (day.month - 1) % months == 0):
            label = (
                date_format(day, "n/j" if chinese else "j M")
                if weeks
                else date_format(day, "Y/n" if chinese else "M Y")
            )
            yield Mark(x=scale.x(day), width=0, label=label)


def _links(found: Planned, places: Mapping[int, int], scale: _Scale) -> Iterator[str]:
    """Yield an elbow from the end of what is waited for to the start of what waits."""
    ends = {each.row.pk: each.placed.last for each in found.rows}
    for each in found.rows:
        y = TOP + places[each.row.pk] * LINE + 4 + BAR // 2
        for other in each.after:
            x1, x2 = scale.x(ends[other.pk] + _DAY), scale.x(each.placed.first)
            y1 = TOP + places[other.pk] * LINE + 4 + BAR // 2
            bend = max(x1 + 4, x2 - 4) if x2 >= x1 else x1 + 4
            yield f"M{x1} {y1}H{bend}V{y}H{x2}"


def _returns(found: Planned, places: Mapping[int, int], scale: _Scale) -> Iterator[tuple[str, str]]:
    """Yield an arc from the day something came back to the start of its row, or to the row the work goes back to."""
    starts = {each.row.pk: each.placed.first for each in found.rows}
    for each in found.rows:
        for back in each.returns:
            goal = each.row.pk
            if back.back_to_id is not None and back.back_to_id in places:
                goal = back.back_to_id
            x1, x2 = scale.middle(back.returned_on), scale.x(starts[goal])
            y1, y2 = (TOP + places[pk] * LINE + 4 for pk in (each.row.pk, goal))
            top = min(y1, y2) - 14
            yield f"M{x1} {y1}C{x1} {top} {x2} {top} {x2} {y2}", back.why
