"""What makes a joint plan, its rows and returns acceptable; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tongxin.crm.projects.plan_days import circle_among
from tongxin.crm.projects.rules import ProjectRefused

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
MOST_SPECIAL = 366


def check_plan(values: Mapping[str, Any]) -> None:
    """Accept a plan that goes live after it starts.

    Raises:
        ProjectRefused: `PLAN_YEARS` or `PLAN_LIVE_BEFORE_START`.
    """
    starts, live = values.get("starts_on"), values.get("goes_live_on")
    _check_years(values, "starts_on", "goes_live_on")
    if starts is not None and live is not None and live < starts:
        raise ProjectRefused("PLAN_LIVE_BEFORE_START", field="goes_live_on", day=starts.isoformat())


def check_starts(starts: date, earliest: date | None) -> None:
    """Accept a start of a plan that no day fixed in it lies before.

    Raises:
        ProjectRefused: `PLAN_START_AFTER_ROW`.
    """
    if earliest is not None and earliest < starts:
        raise ProjectRefused("PLAN_START_AFTER_ROW", field="starts_on", day=earliest.isoformat())


def check_row(values: Mapping[str, Any]) -> None:
    """Accept a row whose days lie in their order and after the plan's start.

    Raises:
        ProjectRefused: `PLAN_YEARS`, `PLAN_ROW_DAYS`, `PLAN_ROW_BEFORE_START` or `PLAN_TWO_ENDS`.
    """
    plan, first, last = values.get("plan"), values.get("first_on"), values.get("last_on")
    _check_years(values, "first_on", "last_on", "done_on")
    if first is not None and last is not None and last < first:
        raise ProjectRefused("PLAN_ROW_DAYS", field="last_on", day=first.isoformat())
    for name in ("first_on", "last_on"):
        if plan is not None and values.get(name) is not None and values[name] < plan.starts_on:
            raise ProjectRefused("PLAN_ROW_BEFORE_START", field=name, day=plan.starts_on.isoformat())
    due = due_day(values)
    if due is not None and plan is not None and due < (first or plan.starts_on):
        raise ProjectRefused("PLAN_ROW_DAYS", field="due_at", day=(first or plan.starts_on).isoformat())
    if due is not None and last is not None and due != last:
        raise ProjectRefused("PLAN_TWO_ENDS", field="due_at", day=last.isoformat())


def due_day(values: Mapping[str, Any]) -> date | None:
    """Return the day of an hour that something is due at, in the zone of its plan."""
    plan, due_at = values.get("plan"), values.get("due_at")
    if plan is None or due_at is None:
        return None
    day: date = due_at.astimezone(ZoneInfo(plan.zone)).date()
    return day


def check_days(values: Mapping[str, Any]) -> None:
    """Accept days in their order, no more than a year of them.

    Raises:
        ProjectRefused: `PLAN_YEARS`, `PLAN_ROW_DAYS` or `PLAN_DAYS_TOO_MANY`.
    """
    first, last = values.get("first_on"), values.get("last_on")
    _check_years(values, "first_on", "last_on")
    if first is not None and last is not None and last < first:
        raise ProjectRefused("PLAN_ROW_DAYS", field="last_on", day=first.isoformat())
    if first is not None and last is not None and (last - first).days > MOST_SPECIAL:
        raise ProjectRefused("PLAN_DAYS_TOO_MANY", field="last_on", most=MOST_SPECIAL)


def check_return(values: Mapping[str, Any]) -> None:
    """Accept a return on a day after the plan's start, to a row of the same plan.

    Raises:
        ProjectRefused: `PLAN_YEARS`, `PLAN_ROW_BEFORE_START` or `PLAN_ROW_ELSEWHERE`.
    """
    row, back_to, on = values.get("row"), values.get("back_to"), values.get("returned_on")
    _check_years(values, "returned_on")
    if row is not None and on is not None and on < row.plan.starts_on:
        raise ProjectRefused("PLAN_ROW_BEFORE_START", field="returned_on", day=row.plan.starts_on.isoformat())
    if row is not None and back_to is not None and back_to.plan_id != row.plan_id:
        raise ProjectRefused("PLAN_ROW_ELSEWHERE", field="back_to", name=back_to.name)


def check_waits(
    plan: int, row: int, after: Iterable[Any], others: Mapping[int, Iterable[int]], names: Mapping[int, str]
) -> None:
    """Accept that a row waits for rows of its own plan, in no circle.

    Args:
        plan: number of the plan.
        row: number of the row, 0 for a new one.
        after: the rows it is to wait for.
        others: what each row of the plan waits for, by number.
        names: what the rows are called, by number.

    Raises:
        ProjectRefused: `PLAN_ROW_ELSEWHERE`, or `PLAN_CIRCLE` with the chain.
    """
    wanted = list(after)
    for each in wanted:
        if each.plan_id != plan:
            raise ProjectRefused("PLAN_ROW_ELSEWHERE", field="after", name=each.name)
    circle = circle_among({**others, row: [each.pk for each in wanted]}.items())
    if circle:
        # Told from the row that is being written: it closes the circle.
        start = circle.index(row)
        circle = (*circle[start:-1], *circle[:start], row)
        chain = " → ".join(names.get(number, "") for number in circle)
        raise ProjectRefused("PLAN_CIRCLE", field="after", chain=chain)


def _check_years(values: Mapping[str, Any], *names: str) -> None:
    for name in names:
        day = values.get(name)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ProjectRefused("PLAN_YEARS", field=name, day=day.isoformat())
