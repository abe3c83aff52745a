"""What a bid, its criteria, its rivals and its scores may be."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT, make_account, make_actor

from tongxin.common.errors import Conflict
from tongxin.crm.bids.actions import GivenScore, bid_for_tender, set_scores
from tongxin.crm.bids.choices import AwardMethod
from tongxin.crm.bids.models import Bid, BidScore
from tongxin.crm.bids.notices import award_terms
from tongxin.crm.bids.rules import (
    BidRefused,
    check_bid_values,
    check_criterion_values,
    check_rival_values,
    state_of_lots,
)
from tongxin.crm.bids.selectors import bids_of_tender
from tongxin.crm.bids.zones import BuyerZone
from tongxin.crm.tenders.actions import register_tender
from tongxin.crm.tenders.models import Tender

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
ONE, TWO = Decimal(1), Decimal(2)


@pytest.mark.parametrize(
    ("check", "values", "code"),
    [
        (check_bid_values, {"internal_at": AT, "deadline_at": AT - timedelta(1)}, "DEADLINES_REVERSED"),
        (check_bid_values, {"vat_basis": "GROSS"}, "VAT_RATE_MISSING"),
        (check_criterion_values, {"weight_from": TWO, "weight_to": ONE}, "RANGE_REVERSED"),
        (check_criterion_values, {"highest": ONE, "least": TWO}, "LEAST_ABOVE_HIGHEST"),
        (check_rival_values, {"price_low": TWO, "price_high": ONE}, "PRICES_REVERSED"),
        (check_rival_values, {"quality_low": TWO, "quality_high": ONE}, "RANGE_REVERSED"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(check, values, code):
    with pytest.raises(BidRefused) as refused:
        check(values)
    assert refused.value.code == code


def test_what_can_be_is_taken():
    check_bid_values({"internal_at": AT, "deadline_at": AT})
    check_bid_values({"vat_basis": "GROSS", "vat_rate": Decimal(5)})
    check_criterion_values({"weight_from": ONE, "weight_to": TWO})
    check_criterion_values({"weight": ONE, "highest": TWO, "least": ONE})
    check_rival_values({"price_low": ONE, "price_high": TWO, "quality_low": ONE, "quality_high": TWO})


def test_every_zone_is_one_of_the_iana_data_base():
    assert all(ZoneInfo(zone) for zone in BuyerZone.values)


def test_a_score_stays_within_its_criterion_and_its_bid():
    desk, other = Desk("TW_TOTAL_SCORE"), Desk("TW_TOTAL_SCORE")
    item = desk.criterion("quality", highest="10")
    cases = (
        (GivenScore(criterion=item, score=Decimal(11)), "SCORE_ABOVE_HIGHEST"),
        (GivenScore(criterion=item, score=Decimal(-1)), "SCORE_NEGATIVE"),
        (GivenScore(criterion=item, score=ONE, score_low=TWO, score_high=ONE), "RANGE_REVERSED"),
        (GivenScore(criterion=other.criterion("far", highest="1"), score=ONE), "SCORE_OF_ANOTHER_BID"),
        (GivenScore(criterion=item, rival=other.rival("Far", "1"), score=ONE), "SCORE_OF_ANOTHER_BID"),
    )
    for given, code in cases:
        with pytest.raises(BidRefused) as refused:
            set_scores(actor=desk.actor, at=AT, bid=desk.bid, scores=[given])
        assert refused.value.code == code
    assert not BidScore.objects.exists()


def test_a_score_is_kept_changed_and_taken_away():
    desk = Desk("AWARD_ON_VALUE")
    item = desk.criterion("quality", weight_from="1", weight_to="9")
    for given in ("-3", "4"):
        desk.score(item, given)
        assert BidScore.objects.get().score == Decimal(given)
    bid = Bid.objects.get(pk=desk.bid.pk)
    set_scores(actor=desk.actor, at=AT, bid=bid, scores=[GivenScore(criterion=item)])
    assert not BidScore.objects.exists()


@pytest.mark.parametrize(
    ("lots", "state"),
    [
        (["AWARDED", "OPEN", "CANCELLED"], "PARTLY_AWARDED"),
        (["AWARDED", "NOT_AWARDED"], "PARTLY_AWARDED"),
        (["OPEN", "NOT_AWARDED"], "OPEN"),
        (["AWARDED", "AWARDED", "CANCELLED"], "AWARDED"),
        (["NOT_AWARDED"], "NOT_AWARDED"),
        (["CANCELLED"], "CANCELLED"),
    ],
)
def test_lots_that_were_called_off_leave_the_state_of_the_tender(lots, state):
    assert state_of_lots(lots) == state


def test_a_notice_gives_method_criteria_and_weights():
    def criteria(*listed):
        return {"tender": {"lots": [{"id": "1", "awardCriteria": {"criteria": list(listed)}}]}}

    price = {"type": "price", "name": "Price", "numbers": [{"number": 0.4, "weight": "decimalExact"}]}
    quality = {"type": "quality", "name": "Quality", "numbers": [{"number": 60, "weight": "percentageExact"}]}
    terms = award_terms(criteria(price, quality, {"type": "quality"}), lot="1")
    assert (terms.method, terms.is_said) == (AwardMethod.WEIGHTED, True)
    assert [(each.name, each.is_price, each.weight) for each in terms.criteria] == [
        ("Price", True, Decimal(40)),
        ("Quality", False, Decimal(60)),
    ]
    assert award_terms(criteria(price)).method == AwardMethod.LOWEST_EVALUATED
    assert award_terms(criteria(quality), lot="2").criteria == ()
    vague = {"type": "quality", "name": "Quality", "numbers": [{"number": 3, "threshold": "minimumScore"}]}
    assert award_terms(criteria(vague)).criteria[0].weight is None
    said = {"tender": {"awardCriteria": "priceOnly"}}
    assert award_terms(said).is_said
    assert award_terms({"tender": {"awardCriteria": "ratedCriteria"}}).method == AwardMethod.WEIGHTED
    assert not award_terms({"tender": {"awardCriteria": "other"}}).is_said
    assert not award_terms({"tender": None}).is_said
    words = {"tender": {"awardCriteriaDetails": "準用最有利標，序位法"}}
    assert award_terms(words).method == AwardMethod.TW_RANK_SUM


def test_a_bid_takes_over_what_the_notice_says_once():
    actor = make_actor()
    account = make_account(actor.user)
    tender = register_tender(
        actor=actor, at=AT, buyer="Port", title="Cranes", deadline_at=AT + timedelta(30),
        estimate=Decimal(900), currency="TWD",
    )  # fmt: skip
    bid = bid_for_tender(actor=actor, at=AT, tender=tender, account=account)
    assert (bid.name, bid.budget, bid.deadline_at, bid.owner) == (
        "Cranes", Decimal(900), AT + timedelta(30), actor.user,
    )  # fmt: skip
    assert bids_of_tender(actor, tender) == [bid]
    with pytest.raises(Conflict) as refused:
        bid_for_tender(actor=actor, at=AT, tender=tender, account=account)
    assert refused.value.code == "BID_THERE"
    Bid.objects.update(deleted_at=AT)
    with pytest.raises(Conflict) as refused:
        bid_for_tender(actor=actor, at=AT, tender=tender, account=account)
    assert refused.value.code == "BID_DELETED"


@pytest.mark.parametrize(
    ("offset", "zone"), [(480, "Asia/Taipei"), (0, "Etc/GMT"), (-300, "Etc/GMT+5"), (330, "Asia/Taipei")]
)
def test_a_bid_keeps_the_hour_in_which_the_buyer_thinks(offset, zone):
    actor = make_actor()
    tender = register_tender(actor=actor, at=AT, buyer="Port", title="Cranes", deadline_at=AT)
    Tender.objects.update(
        deadline_offset=offset, estimate=Decimal(10) ** 17, estimate_currency="TWD",
        compiled='{"tender": {"awardCriteria": {"criteria": [{"name": "Quality"}]}}}',
    )  # fmt: skip
    tender.refresh_from_db()
    bid = bid_for_tender(actor=actor, at=AT, tender=tender, account=make_account(actor.user))
    assert (bid.time_zone, bid.budget) == (zone, None)
    assert [(each.name, each.highest) for each in bid.criteria.all()] == [("Quality", Decimal(100))]
