from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.deals import make_entry, make_opportunity, make_process, stage_of
from tests.factories import AT, TODAY, make_account, make_actor

from tongxin.common.errors import Missing
from tongxin.common.listing import ListRefused
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.opportunities.actions import close_dropped, close_lost, close_won, move_stage
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Process, Stage
from tongxin.crm.opportunities.selectors import (
    OPPORTUNITY_LIST,
    board,
    choose_process,
    find_stage,
    lane_cards,
    last_reversals,
    list_opportunities,
    of_process,
    opportunities_by_uid,
    opportunities_of_account,
    opportunity_calendar,
    stage_sums,
    totals,
    visible_through_opportunity,
)
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def process():
    return make_process()


@pytest.fixture
def actor():
    return make_actor()


def asked(actor, **params):
    return OPPORTUNITY_LIST.parse({key: [value] for key, value in params.items()}, actor=actor)


def board_of(actor, query, cards=20):
    choice = choose_process(query, stage_sums(actor, of_process(query, None)))
    return board(actor, query, choice, cards=cards)


def names(actor, **params):
    return [deal.name for deal in list_opportunities(actor, asked(actor, **params)).items]


def test_the_list_is_filtered_sorted_searched_and_newest_first(actor):
    account = make_account(actor.user, name="曜禾醫療體系")
    make_opportunity(actor, name="心導管室更新", account=account, amount=Decimal(300))
    make_opportunity(actor, name="CT replacement", at=AT + DAY, next_step="Call", amount=Decimal(100))
    make_opportunity(name="Somebody else's")

    assert names(actor) == ["CT replacement", "心導管室更新"]
    assert names(actor, sort="-amount_reporting") == ["心導管室更新", "CT replacement"]
    assert names(actor, account=account.uid, stage="RESEARCH", owner="me") == ["心導管室更新"]
    assert names(actor, **{"next_step.empty": "true"}) == ["心導管室更新"]
    assert names(actor, q="心導管") == ["心導管室更新"]


def test_restricted_fields_do_not_exist_without_their_right():
    member = make_actor(roles=[Role.TEAM_MEMBER])
    for params in ({"price_floor.gte": "1"}, {"sort": "margin_percent"}, {"fields": "price_floor"}):
        with pytest.raises(ListRefused):
            asked(member, **params)
    assert asked(make_actor(), sort="margin_percent").sort[0].key == "margin_percent"


def test_the_board_has_a_lane_a_stage_with_sums_and_its_largest_deals(actor, process):
    for amount in (100, 300, 200):
        make_opportunity(actor, amount=Decimal(amount))
    make_opportunity(actor, amount=Decimal(5), currency="XAU")
    make_opportunity(actor, stage=stage_of(process, "TENDER"), amount=Decimal(1000))
    won = make_opportunity(actor, amount=Decimal(9))
    close_won(actor=actor, at=AT, opportunity=won)

    lanes = board_of(actor, asked(actor), cards=2).lanes

    assert [lane.figures.stage.code for lane in lanes][0::4] == ["RESEARCH", "TENDER"]
    first = lanes[0].figures
    assert (first.count, first.amount, first.weighted, first.unpriced) == (4, 600, Decimal(30), 1)
    assert [card.amount for card in lanes[0].cards] == [300, 200]
    assert (lanes[1].cards, lanes[1].next) == ([], "")
    more = lane_cards(actor, asked(actor), first.stage, after=lanes[0].next, cards=2)
    assert [card.amount for card in more.items] == [100, 5]
    assert not more.has_more


def test_a_stage_out_of_use_keeps_its_lane_while_deals_stand_in_it(actor, process):
    make_opportunity(actor, stage=stage_of(process, "TENDER"))
    Stage.objects.filter(code__in=["TENDER", "CHARTER"]).update(is_active=False)
    lanes = board_of(actor, asked(actor)).lanes
    assert [lane.figures.stage.code for lane in lanes] == ["RESEARCH", "ANALYSIS", "SELECTION", "TENDER"]


@pytest.mark.requirement("R4.1")
def test_the_board_shows_the_process_asked_for_and_counts_the_others(actor, process):
    service = Process.objects.create(code="SERVICE", labels={"en": "Service"}, created_at=AT, updated_at=AT)
    called = Stage.objects.create(
        process=service,
        code="CALLED",
        labels={"en": "Called"},
        probability=10,
        position=0,
        created_at=AT,
        updated_at=AT,
    )
    make_opportunity(actor)
    for _ in range(2):
        make_opportunity(actor, stage=called)
    query = asked(actor, process="SERVICE")
    sums = stage_sums(actor, of_process(query, None))

    chosen, unasked = choose_process(query, sums), choose_process(asked(actor), sums)

    assert (chosen.shown, unasked.shown) == (service, process)
    assert chosen.counts == ((process, 1), (service, 2))
    assert [len(lane.cards) for lane in board(actor, query, chosen).lanes] == [2]
    assert list(chosen.sums) == [called.pk]


def test_without_a_process_a_board_has_no_lanes(actor):
    assert board_of(actor, asked(actor)).lanes == ()


def test_the_board_asks_as_often_for_many_deals_as_for_few(actor, process, django_assert_num_queries):
    query = asked(actor)
    for _ in range(3):
        make_opportunity(actor)
    with django_assert_num_queries(4):
        board_of(actor, query)
    for _ in range(30):
        make_opportunity(actor)
    with django_assert_num_queries(4):
        board_of(actor, query)


def test_the_newest_reversal_of_each_deal_is_read_at_once(actor, process, django_assert_num_queries):
    deals = [make_opportunity(actor, stage=stage_of(process, "TENDER")) for _ in range(2)]
    cause = make_entry()
    for days, code in ((1, "CHARTER"), (2, "ANALYSIS")):
        move_stage(
            actor=actor, at=AT + days * DAY, opportunity=deals[0], stage=stage_of(process, code), cause=cause
        )
    with django_assert_num_queries(1):
        found = last_reversals(deals)
    assert {key: entry.stage.code for key, entry in found.items()} == {deals[0].pk: "ANALYSIS"}


def test_the_calendar_shows_what_closes_or_is_due(actor):
    near = make_opportunity(actor, close_to=TODAY + 5 * DAY, next_step="Call", next_step_on=TODAY + 40 * DAY)
    make_opportunity(actor, close_to=TODAY + 40 * DAY)
    closed = make_opportunity(actor, close_to=TODAY + 5 * DAY)
    close_won(actor=actor, at=AT, opportunity=closed)
    month = {"since": TODAY, "until": TODAY + 30 * DAY}
    assert opportunity_calendar(actor, asked(actor), by="close", **month) == [near]
    assert opportunity_calendar(actor, asked(actor), by="next_step", **month) == []


def test_totals_count_what_was_won_lost_dropped_and_runs(actor):
    account = make_account(actor.user, name="Kan-code")
    reason = make_entry(DictionaryKind.LOSS_REASON, "PRICE")

    def deal(amount, started):
        return make_opportunity(actor, account=account, amount=Decimal(amount), started_on=started)

    for amount, started, closed in (
        (100, date(2026, 1, 1), date(2026, 3, 31)),
        (50, date(2026, 3, 1), date(2026, 4, 1)),
    ):
        close_won(actor=actor, at=AT, opportunity=deal(amount, started), closed_on=closed)
    close_lost(actor=actor, at=AT, opportunity=deal(7, date(2026, 1, 1)), loss_reason=reason)
    close_dropped(actor=actor, at=AT, opportunity=deal(8, date(2026, 1, 1)), reason="Cancelled")
    make_opportunity(actor)

    found = totals(actor, asked(actor))

    assert [(item.outcome, item.count, item.amount) for item in found.by_outcome] == [
        ("OPEN", 1, 0),
        ("WON", 2, 150),
        ("LOST", 1, 7),
        ("DROPPED", 1, 8),
    ]
    assert found.win_rate == Decimal(2) / 3
    assert found.days_to_win == Decimal(60)
    assert [(item.starts_on, item.count, item.amount) for item in found.won_by_quarter] == [
        (date(2026, 1, 1), 1, 100),
        (date(2026, 4, 1), 1, 50),
    ]
    assert [(item.name, item.count, item.amount) for item in found.top_accounts] == [("Kan-code", 2, 150)]
    assert found.of(Outcome.WON).count == 2
    assert found.of("NONE").amount == 0


def test_totals_of_nothing_say_so(actor):
    found = totals(actor, asked(actor))
    assert (found.by_outcome, found.win_rate, found.days_to_win) == ((), None, None)


def test_an_accounts_deals_come_running_first(actor):
    account = make_account(actor.user)
    closed = make_opportunity(actor, account=account, amount=Decimal(9))
    close_won(actor=actor, at=AT, opportunity=closed)
    small, large = (make_opportunity(actor, account=account, amount=Decimal(n)) for n in (1, 2))
    assert opportunities_of_account(actor, account) == [large, small, closed]


def test_deals_are_found_by_uid_within_what_one_sees(actor):
    mine, foreign = make_opportunity(actor), make_opportunity()
    assert opportunities_by_uid(actor, [mine.uid, foreign.uid]) == {mine.uid: mine}


def test_rows_that_hang_on_deals_are_scoped_by_them(actor):
    mine = make_opportunity(actor)
    make_opportunity()
    entries = type(mine.entries.get()).objects
    assert entries.filter(visible_through_opportunity(actor, "opportunity")).count() == 1
    everything = visible_through_opportunity(make_actor(roles=[Role.EXECUTIVE]), "opportunity")
    assert entries.filter(everything).count() == 2


def test_stages_are_found_by_code_or_uid(process):
    stage = find_stage(process, "TENDER")
    assert find_stage(process, stage.uid) == stage
    with pytest.raises(Missing):
        find_stage(process, "X")
