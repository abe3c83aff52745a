from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.pipeline.norms import StageNorm
from kamkit.pipeline.stall import OpenDeal
from kamkit.reasons import Reason, ReasonCode, total_weight
from kamkit.worklist.ranking import (
    DEFAULT_POINTS,
    AccountItem,
    DealItem,
    PersonItem,
    PromiseItem,
    RankedItem,
    Side,
    VisitItem,
    WorkItem,
    WorklistParams,
    rank,
)

TODAY = date(2026, 11, 23)
NORM = StageNorm(
    stage="分析", sample=9, lower_quartile=Decimal(10), median=Decimal(19), upper_quartile=Decimal(30)
)
QUIET = OpenDeal(days_in_stage=1, has_next_step=True, next_step_on=None, close_to=None)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def promise(
    days: int, side: Side = Side.OURS, *, key: str = "p", is_key_account: bool = False
) -> PromiseItem:
    return PromiseItem(key=key, side=side, due_on=in_days(days), is_key_account=is_key_account)


def only(item: WorkItem, **params: int) -> RankedItem:
    (ranked,) = rank([item], as_of=TODAY, params=WorklistParams(**params) if params else None)
    return ranked


@pytest.mark.requirement("R8.3")
@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (
            promise(-3),
            Reason(
                code=ReasonCode.OUR_PROMISE_OVERDUE,
                params=(("due", in_days(-3)), ("days", 3)),
                weight=Decimal(56),
            ),
        ),
        (
            promise(0),
            Reason(code=ReasonCode.OUR_PROMISE_DUE, params=(("due", TODAY), ("days", 0)), weight=Decimal(40)),
        ),
        (
            promise(-2, Side.THEIRS),
            Reason(
                code=ReasonCode.THEIR_PROMISE_OVERDUE,
                params=(("due", in_days(-2)), ("days", 2)),
                weight=Decimal(32),
            ),
        ),
        (
            promise(1, Side.THEIRS),
            Reason(
                code=ReasonCode.THEIR_PROMISE_DUE,
                params=(("due", in_days(1)), ("days", 1)),
                weight=Decimal(18),
            ),
        ),
        (
            DealItem(key="d", deal=replace(QUIET, next_step_on=in_days(1))),
            Reason(
                code=ReasonCode.NEXT_STEP_DUE, params=(("due", in_days(1)), ("days", 1)), weight=Decimal(25)
            ),
        ),
        (
            DealItem(key="d", deal=replace(QUIET, next_step_on=in_days(-20))),
            Reason(
                code=ReasonCode.NEXT_STEP_OVERDUE,
                params=(("due", in_days(-20)), ("days", 20)),
                weight=Decimal(49),
            ),
        ),
        (
            DealItem(key="d", deal=replace(QUIET, has_next_step=False)),
            Reason(code=ReasonCode.NO_NEXT_STEP, weight=Decimal(20)),
        ),
        (
            DealItem(key="d", deal=replace(QUIET, days_in_stage=41), norm=NORM),
            Reason(
                code=ReasonCode.STAGE_OLDER_THAN_USUAL,
                params=(("days", 41), ("median", Decimal(19)), ("factor", Decimal(2))),
                weight=Decimal(15),
            ),
        ),
        (
            DealItem(key="d", deal=replace(QUIET, close_to=in_days(-10))),
            Reason(
                code=ReasonCode.CLOSE_WINDOW_PASSED,
                params=(("last", in_days(-10)), ("days", 10)),
                weight=Decimal(24),
            ),
        ),
        (
            AccountItem(key="a", people=1),
            Reason(
                code=ReasonCode.SINGLE_THREADED, params=(("people", 1), ("needed", 2)), weight=Decimal(10)
            ),
        ),
        (
            PersonItem(key="c", last_met_on=in_days(-74), interval_days=30),
            Reason(
                code=ReasonCode.PERSON_NOT_MET,
                params=(("last", in_days(-74)), ("days", 74), ("interval", 30), ("over", 44)),
                weight=Decimal("19.4"),
            ),
        ),
        (
            PersonItem(key="c", last_met_on=None, interval_days=30),
            Reason(code=ReasonCode.PERSON_NEVER_MET, params=(("interval", 30),), weight=Decimal(15)),
        ),
        (VisitItem(key="v", on=TODAY), Reason(code=ReasonCode.VISIT_TODAY, weight=Decimal(60))),
    ],
)
def test_what_asks_for_attention_says_why_and_how_much(item: WorkItem, reason: Reason) -> None:
    ranked = only(item)
    assert ranked.reasons == (reason,)
    assert ranked.score == reason.weight


@pytest.mark.parametrize(
    "item",
    [
        promise(2),
        promise(2, Side.THEIRS, is_key_account=True),
        DealItem(key="d", deal=QUIET, norm=NORM),
        DealItem(key="d", deal=replace(QUIET, next_step_on=in_days(2))),
        AccountItem(key="a", people=2),
        PersonItem(key="c", last_met_on=in_days(-30), interval_days=30),
        VisitItem(key="v", on=in_days(1)),
    ],
)
def test_what_asks_for_nothing_is_left_out(item: WorkItem) -> None:
    assert rank([item], as_of=TODAY) == ()


def test_the_thresholds_may_be_set() -> None:
    assert only(promise(7), horizon_days=7).reasons[0].values["days"] == 7
    assert only(AccountItem(key="a", people=3), needed_people=4).reasons[0].values["needed"] == 4


def test_reasons_without_points_are_not_given() -> None:
    few = tuple((code, points) for code, points in DEFAULT_POINTS if code is not ReasonCode.KEY_ACCOUNT)
    params = WorklistParams(points=few[:1])
    assert rank([promise(0)], as_of=TODAY, params=params) == ()
    (ranked,) = rank([promise(0, is_key_account=True)], as_of=TODAY, params=WorklistParams(points=few))
    assert [reason.code for reason in ranked.reasons] == [ReasonCode.OUR_PROMISE_DUE]


def test_a_key_account_lifts_an_item_above_its_like() -> None:
    ranked = rank([promise(0, key="usual"), promise(0, key="key", is_key_account=True)], as_of=TODAY)
    assert [item.item.key for item in ranked] == ["key", "usual"]
    assert [reason.code for reason in ranked[0].reasons] == [
        ReasonCode.OUR_PROMISE_DUE,
        ReasonCode.KEY_ACCOUNT,
    ]


def test_the_heaviest_reason_stands_first() -> None:
    tired = OpenDeal(days_in_stage=60, has_next_step=False, next_step_on=None, close_to=in_days(-40))
    ranked = only(DealItem(key="d", deal=tired, norm=NORM))
    assert [reason.code for reason in ranked.reasons] == [
        ReasonCode.CLOSE_WINDOW_PASSED,
        ReasonCode.NO_NEXT_STEP,
        ReasonCode.STAGE_OLDER_THAN_USUAL,
    ]
    assert ranked.score == Decimal("28.0") + 20 + 15


def test_items_of_one_score_keep_their_order() -> None:
    ranked = rank([promise(0, key=key) for key in "zax"], as_of=TODAY)
    assert [item.item.key for item in ranked] == ["z", "a", "x"]


def test_every_code_with_points_appears_once() -> None:
    codes = [code for code, _ in DEFAULT_POINTS]
    assert len(set(codes)) == len(codes)
    assert set(ReasonCode) - set(codes) == {ReasonCode.TOO_FEW}


ITEMS = st.lists(
    st.one_of(
        st.builds(promise, st.integers(-40, 5), st.sampled_from(Side), is_key_account=st.booleans()),
        st.builds(
            DealItem,
            key=st.just("d"),
            deal=st.builds(
                OpenDeal,
                days_in_stage=st.integers(0, 100),
                has_next_step=st.booleans(),
                next_step_on=st.none() | st.dates(in_days(-30), in_days(5)),
                close_to=st.none() | st.dates(in_days(-30), in_days(5)),
            ),
            norm=st.sampled_from([None, NORM]),
            is_key_account=st.booleans(),
        ),
        st.builds(AccountItem, key=st.just("a"), people=st.integers(0, 4)),
        st.builds(VisitItem, key=st.just("v"), on=st.dates(in_days(-1), in_days(1))),
    ),
    max_size=12,
)


@given(ITEMS)
def test_every_point_is_explained_and_the_order_is_that_of_the_points(items: list[WorkItem]) -> None:
    ranked = rank(items, as_of=TODAY)
    for entry in ranked:
        assert entry.score == total_weight(entry.reasons) > 0
        assert entry.item in items
    scores = [entry.score for entry in ranked]
    assert scores == sorted(scores, reverse=True)
