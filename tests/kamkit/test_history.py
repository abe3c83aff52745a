from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.pipeline.history import EntryKind, History, Reversal, StageEntry, StageTime, read_history

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
def test_a_reversal_costs_the_days_until_the_stage_left_behind_is_reached_again() -> None:
    history = read_history(WITH_REVERSAL, as_of=day(6))
    assert history.reversals == (
        Reversal(from_stage="立項", to_stage="分析", on=day(4), regained_on=day(5), days_lost=30),
    )
    assert history.days_lost == 30
    assert history.stages[1:] == (
        StageTime(stage="分析", days=58, visits=2),
        StageTime(stage="立項", days=62, visits=2),
    )
    assert history.current_age_days == 31


def test_a_reversal_not_made_good_goes_on_costing() -> None:
    history = read_history(WITH_REVERSAL[:4], as_of=day(4, 21))
    assert history.reversals == (
        Reversal(from_stage="立項", to_stage="分析", on=day(4), regained_on=None, days_lost=20),
    )


def test_going_past_the_stage_left_behind_regains_it() -> None:
    history = read_history([*WITH_REVERSAL[:4], entry("選購", day(4, 11))], as_of=day(6))
    assert history.reversals[0].regained_on == day(4, 11)


def test_two_reversals_at_a_time_cost_their_days_once() -> None:
    twice = [
        *WITH_REVERSAL[:4],
        entry("調研", day(4, 11), EntryKind.REVERSAL),
        entry("分析", day(4, 21)),
        entry("立項", day(5)),
    ]
    history = read_history(twice, as_of=day(6))
    assert [reversal.days_lost for reversal in history.reversals] == [30, 10]
    assert history.days_lost == 30


def test_the_clock_stands_still_while_a_deal_is_closed() -> None:
    closed = [*STRAIGHT, entry("立項", day(3, 11), EntryKind.CLOSED)]
    history = read_history(closed, as_of=day(12))
    assert (history.is_closed, history.cycle_days, history.current_age_days) == (True, 69, 10)
    reopened = read_history([*closed, entry("立項", day(5), EntryKind.REOPENED)], as_of=day(5, 6))
    assert (reopened.is_closed, reopened.cycle_days, reopened.current_age_days) == (False, 74, 15)
    assert reopened.stages[-1] == StageTime(stage="立項", days=15, visits=1)


def test_closing_a_deal_does_not_regain_the_stage_left_behind() -> None:
    entries = [*WITH_REVERSAL[:4], entry("立項", day(4, 11), EntryKind.CLOSED)]
    history = read_history(entries, as_of=day(6))
    assert history.reversals[0].regained_on is None
    assert history.days_lost == 10


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
    as_of = max(entry.entered_on for entry in entries) + timedelta(days=later)
    history = read_history(entries, as_of=as_of)
    assert sum(stage.days for stage in history.stages) == history.cycle_days
    assert 0 <= history.current_age_days <= history.cycle_days
    longest = max((reversal.days_lost for reversal in history.reversals), default=0)
    assert (
        longest <= history.days_lost <= min(history.cycle_days, sum(r.days_lost for r in history.reversals))
    )
