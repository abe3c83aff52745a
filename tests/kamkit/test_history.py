from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.pipeline.history import (
    EntryKind,
    History,
    Reversal,
    StageEntry,
    StageTime,
    read_history,
    standing_entries,
)

ORDER = {"調研": 1, "分析": 2, "立項": 3, "選購": 4}


def entry(stage: str, on: date, kind: EntryKind = EntryKind.FORWARD) -> StageEntry:
    return StageEntry(stage=stage, order=ORDER[stage], entered_on=on, kind=kind)


def day(month: int, number: int = 1) -> date:
    return date(2026, month, number)


STRAIGHT = [
    entry("調研", day(1), EntryKind.STARTED),
    entry("分析", day(2)),
    entry("立項", day(3)),
]
WITH_REVERSAL = [*STRAIGHT, entry("分析", day(4), EntryKind.REVERSAL), entry("立項", day(5))]


def test_days_are_counted_for_each_stage_up_to_now() -> None:
    history = read_history(STRAIGHT, as_of=day(3, 11))
    assert history == History(
        stages=(
            StageTime(stage="調研", days=31, visits=1),
            StageTime(stage="分析", days=28, visits=1),
            StageTime(stage="立項", days=10, visits=1),
        ),
        cycle_days=69,
        current_stage="立項",
        current_age_days=10,
        is_closed=False,
        reversals=(),
        days_lost=0,
    )


@pytest.mark.requirement("R4.1")
def test_a_reversal_costs_the_days_spent_beyond_the_stage_gone_back_to() -> None:
    history = read_history(WITH_REVERSAL, as_of=day(6))
    assert history.reversals == (
        Reversal(from_stage="立項", to_stage="分析", on=day(4), regained_on=day(5), days_lost=31),
    )
    assert history.days_lost == 31
    assert history.stages[1:] == (
        StageTime(stage="分析", days=58, visits=2),
        StageTime(stage="立項", days=62, visits=2),
    )
    assert history.current_age_days == 31


def test_the_cost_is_known_on_the_day_of_the_reversal_and_stays() -> None:
    costs = {read_history(WITH_REVERSAL[:4], as_of=as_of).days_lost for as_of in (day(4), day(4, 21), day(9))}
    assert costs == {31}
    assert read_history(WITH_REVERSAL[:4], as_of=day(9)).reversals[0].regained_on is None


def test_going_past_the_stage_left_behind_regains_it() -> None:
    history = read_history([*WITH_REVERSAL[:4], entry("選購", day(4, 11))], as_of=day(6))
    assert history.reversals[0].regained_on == day(4, 11)


def test_a_day_is_lost_once_to_the_first_reversal_that_undoes_it() -> None:
    twice = [
        *WITH_REVERSAL[:4],
        entry("調研", day(4, 11), EntryKind.REVERSAL),
        entry("分析", day(4, 21)),
        entry("立項", day(5)),
    ]
    history = read_history(twice, as_of=day(6))
    # The second one undoes the first stay in 分析 (28 days) and the one since the first reversal (10).
    assert [reversal.days_lost for reversal in history.reversals] == [31, 28 + 10]
    assert history.days_lost == 69


@pytest.mark.requirement("R4.1")
def test_a_step_that_was_taken_back_never_was() -> None:
    mistaken = [
        *STRAIGHT,
        entry("分析", day(4), EntryKind.REVERSAL),
        entry("立項", day(4), EntryKind.CORRECTED),
    ]
    assert standing_entries(mistaken) == STRAIGHT
    assert read_history(mistaken, as_of=day(5)) == read_history(STRAIGHT, as_of=day(5))
    again = [*mistaken, entry("選購", day(4, 11))]
    assert [spent.days for spent in read_history(again, as_of=day(5)).stages] == [31, 28, 41, 20]


def test_taking_back_what_is_not_there_takes_nothing() -> None:
    assert standing_entries([entry("調研", day(1), EntryKind.CORRECTED), *STRAIGHT]) == STRAIGHT


def test_the_clock_stands_still_while_a_deal_is_closed() -> None:
    closed = [*STRAIGHT, entry("立項", day(3, 11), EntryKind.CLOSED)]
    history = read_history(closed, as_of=day(12))
    assert (history.is_closed, history.cycle_days, history.current_age_days) == (True, 69, 10)
    reopened = read_history([*closed, entry("立項", day(5), EntryKind.REOPENED)], as_of=day(5, 6))
    assert (reopened.is_closed, reopened.cycle_days, reopened.current_age_days) == (False, 74, 15)
    assert reopened.stages[-1] == StageTime(stage="立項", days=15, visits=1)


def test_closing_a_deal_does_not_regain_the_stage_left_behind_and_closed_days_are_not_lost() -> None:
    entries = [*WITH_REVERSAL[:4], entry("立項", day(4, 11), EntryKind.CLOSED)]
    assert read_history(entries, as_of=day(6)).reversals[0].regained_on is None
    back = [
        *STRAIGHT,
        entry("立項", day(3, 11), EntryKind.CLOSED),
        entry("立項", day(5), EntryKind.REOPENED),
        entry("分析", day(5, 6), EntryKind.REVERSAL),
    ]
    assert read_history(back, as_of=day(6)).days_lost == 10 + 5


def test_entries_may_come_in_any_order_and_later_ones_are_left_out() -> None:
    history = read_history(list(reversed(WITH_REVERSAL)), as_of=day(3, 11))
    assert history == read_history(STRAIGHT, as_of=day(3, 11))


def test_entries_of_one_day_keep_their_order() -> None:
    history = read_history([entry("調研", day(1), EntryKind.STARTED), entry("分析", day(1))], as_of=day(2))
    assert history.current_stage == "分析"
    assert history.stages == (
        StageTime(stage="調研", days=0, visits=1),
        StageTime(stage="分析", days=31, visits=1),
    )


def test_a_history_that_begins_with_a_reversal_has_left_nothing_behind() -> None:
    assert read_history([entry("分析", day(1), EntryKind.REVERSAL)], as_of=day(2)).reversals == ()


@pytest.mark.parametrize("entries", [[], STRAIGHT])
def test_without_entries_there_is_no_history(entries: list[StageEntry]) -> None:
    with pytest.raises(ValueError, match="no stage entry"):
        read_history(entries, as_of=date(2025, 12, 31))


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(sorted(ORDER)),
        st.dates(day(1), day(12)),
        st.sampled_from(EntryKind),
    ),
    min_size=1,
    max_size=12,
)


@given(ENTRIES, st.integers(0, 400))
def test_stage_days_add_up_to_the_cycle_and_losses_never_pass_it(
    entries: list[StageEntry], later: int
) -> None:
    entries = [entry("調研", day(1), EntryKind.STARTED), *entries]
    if not standing_entries(sorted(entries, key=lambda one: one.entered_on)):
        return
    as_of = max(entry.entered_on for entry in entries) + timedelta(days=later)
    history = read_history(entries, as_of=as_of)
    assert sum(stage.days for stage in history.stages) == history.cycle_days
    assert 0 <= history.current_age_days <= history.cycle_days
    assert sum(reversal.days_lost for reversal in history.reversals) == history.days_lost
    assert history.days_lost <= history.cycle_days
