"""The award method played through as the pages and the API do it: the published field cases come out right."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from kamkit.bids.evaluation import evaluate
from kamkit.bids.methods import Method, PriceFormula
from tongxin.analytics.bids.simulation import rate_day, simulate
from tongxin.analytics.bids.tender import played_of
from tongxin.crm.bids.actions import GivenScore, set_scores
from tongxin.crm.bids.choices import AwardMethod, PriceRule
from tongxin.crm.bids.declared.bids import BID, CRITERION, RIVAL, SCENARIO
from tongxin.crm.bids.models import Bid, BidCriterion, BidScore
from tongxin.crm.bids.rules import BidRefused
from tongxin.crm.bids.selectors import sheet_of
from tongxin.crm.market.rates import RateRefused, add_rate
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
DAY = date(2026, 11, 2)
US = "We"


class Desk:
    """A bid with its rows, made as a caller would."""

    def __init__(self, method: str = "LOWEST_EVALUATED", **values: Any) -> None:
        self.actor = with_every_right(make_user())
        account = make_account(self.actor.user)
        started = {"account": account, "name": "Scanner", "time_zone": "Asia/Taipei", "currency": "TWD"}
        self.bid: Bid = create_record(
            BID, actor=self.actor, at=AT, values={**started, "method": method, **values}
        )

    def _add(self, definition: Any, **values: Any) -> Any:
        return create_record(definition, actor=self.actor, at=AT, values={"bid": self.bid, **values})

    def criterion(self, name: str, **values: Any) -> Any:
        return self._add(CRITERION, name=name, **{key: Decimal(value) for key, value in values.items()})

    def price_item(self, weight: str) -> Any:
        return self._add(CRITERION, name="Offer", weight=Decimal(weight), is_price=True)

    def rival(self, name: str, price: str, currency: str = "", **values: Any) -> Any:
        whole = {"price_likely": Decimal(price), "currency": currency or self.bid.currency, **values}
        return self._add(RIVAL, name=name, **whole)

    def scenario(self, name: str, **values: Any) -> Any:
        return self._add(SCENARIO, name=name, currency="TWD", **values)

    def score(self, criterion: Any, value: str, rival: Any = None, **more: Any) -> None:
        given = GivenScore(criterion=criterion, rival=rival, score=Decimal(value), **more)
        set_scores(actor=self.actor, at=AT, bid=Bid.objects.get(pk=self.bid.pk), scores=[given])

    def play(self) -> Any:
        sheet = sheet_of(Bid.objects.get(pk=self.bid.pk))
        return simulate(sheet, own_name=US, on=DAY)

    def kit(self) -> Any:
        """Return what the decision library says of the same tender."""
        sheet = sheet_of(Bid.objects.get(pk=self.bid.pk))
        return evaluate(played_of(sheet, own_name=US, on=DAY).tender)


def test_methods_and_formulas_are_those_of_the_decision_library():
    assert set(AwardMethod.values) == {each.value for each in Method}
    assert set(PriceRule.values) == {each.value for each in PriceFormula}


@pytest.mark.parametrize(
    ("currency", "rate", "ours", "theirs", "winner", "converted"),
    [
        ("JPY", "0.00627780", "8000", "1000000", "B", "6277.80"),
        ("EUR", "1.53846154", "100", "80", US, "123.08"),
        ("EUR", "0.9", "100", "101", "B", "90.90"),
    ],
)
def test_quotes_in_several_currencies_are_compared_in_that_of_the_bid(
    settings, currency, rate, ours, theirs, winner, converted
):
    settings.REPORTING_CURRENCY = "USD"
    add_rate(actor=None, at=AT, currency=currency, valid_from=date(2026, 1, 1), rate=Decimal(rate))
    desk = Desk(currency="USD", own_price=Decimal(ours))
    desk.rival("B", theirs, currency)
    found = desk.play()
    price = found.played.prices["B"]
    assert found.result.award == winner
    assert (price.amount, price.offered, price.currency) == (Decimal(converted), Decimal(theirs), currency)
    assert price.rate == Decimal(rate).quantize(Decimal("0.00000001"))


def test_a_quote_without_a_rate_is_not_compared():
    desk = Desk(own_price=Decimal(100))
    desk.rival("B", "90", "CHF")
    with pytest.raises(RateRefused) as refused:
        desk.play()
    assert (refused.value.code, refused.value.params["currency"]) == ("NO_RATE", "CHF")


def test_prices_with_and_without_vat_are_compared_on_one_base():
    desk = Desk(own_price=Decimal(1_050_000), vat_basis="GROSS", vat_rate=Decimal(5))
    rival = desk.rival("B", "1010000")
    found = desk.play()
    assert (found.result.award, found.played.prices["B"].amount) == (US, Decimal("1060500.00"))
    rival.vat_basis = "UNSAID"
    rival.save()
    with pytest.raises(BidRefused) as refused:
        desk.play()
    assert (refused.value.code, refused.value.params["name"]) == ("OFFER_VAT_UNSAID", "B")


@pytest.mark.parametrize(
    ("rule", "award", "outcome"),
    [("NOTHING", None, "TIE"), ("LOWEST_PRICE", "Distribuidora", "AWARDED"), ("HEAVIEST_ITEM", None, "DRAW")],
)
def test_equal_totals_share_the_first_rank_and_the_written_clause_decides(rule, award, outcome):
    desk = Desk("TW_TOTAL_SCORE", tie_rule=rule, own_price=Decimal(983_100), printed_total=Decimal(6))
    item = desk.criterion("quality", highest="6")
    desk.score(item, "6")
    desk.score(item, "6", desk.rival("Distribuidora", "960500"))
    desk.score(item, "5", desk.rival("Third", "990000"))
    result = desk.play().result
    assert [(each.id, each.rank) for each in result.ranking] == [(US, 1), ("Distribuidora", 1), ("Third", 3)]
    assert (result.award, result.outcome.value) == (award, outcome)


@pytest.mark.parametrize(("decimals", "award"), [(2, None), (None, "Y")])
def test_equality_is_asked_of_the_figure_that_the_tender_rounds_to(decimals, award):
    desk = Desk("TW_TOTAL_SCORE", tie_rule="NOTHING", decimals=decimals, own_price=Decimal(10))
    item = desk.criterion("quality", highest="100")
    desk.score(item, "86.004")
    desk.score(item, "86.0049", desk.rival("Y", "10"))
    assert desk.play().result.award == award


def test_each_lot_is_ranked_for_itself():
    first = Desk(own_price=Decimal(469), parameters='{"ceiling": 500}')
    first.rival("Y", "479")
    alone = Desk(own_price=Decimal(479), parameters='{"ceiling": 500}').play()
    assert [each.id for each in first.play().result.ranking] == [US, "Y"]
    assert [(each.id, each.rank) for each in alone.result.ranking] == [(US, 1)]
    assert alone.result.reasons[0].code == "ONE_BID_ONLY"
    assert alone.ahead_by is None


def test_the_weighted_price_stands_beside_the_bid():
    desk = Desk(
        "WEIGHTED", own_price=Decimal(100_000), price_rule="COEFFICIENT",
        parameters='{"higher_price_wins": true, "ceiling": 100000}',
    )  # fmt: skip
    item = desk.criterion("q", highest="0.28")
    desk.score(item, "0.13")
    own = desk.play().own
    assert (own.bid_price, own.contract_price) == (Decimal(100_000), Decimal(100_000))
    assert f"{own.weighted_price:.2f}" == "118055.56"


@pytest.mark.parametrize(
    ("items", "printed", "code", "params"),
    [
        ([{"weight": "60"}, {"weight": "30"}, {"weight": "20"}], None, "BID_WEIGHTS_SUM", ("110", "100")),
        ([{"weight": str(each)} for each in (7, 12, 12, 6, 17, 4)], "59", "BID_WEIGHTS_SUM", ("58", "59")),
        (
            [{"weight_from": str(a), "weight_to": str(b)} for a, b in ((50, 60), (45, 50), (10, 20))],
            None,
            "RANGES_SUM",
            ("105", "130"),
        ),
    ],
)
def test_weights_that_make_no_whole_are_refused_in_words(items, printed, code, params):
    desk = Desk("WEIGHTED", printed_total=printed and Decimal(printed), price_weight=Decimal(0))
    for place, values in enumerate(items):
        desk.score(desk.criterion(f"c{place}", **values), "1")
    with pytest.raises(BidRefused) as refused:
        desk.play()
    told = refused.value.params
    assert (refused.value.code, tuple(told.values())[:2]) == (code, params)


def test_the_items_under_a_heading_make_the_points_printed_for_it():
    desk = Desk("WEIGHTED", own_price=Decimal(10), price_weight=Decimal(30))
    for name, weight in (("a", 40), ("b", 20), ("c", 10)):
        item = desk.criterion(name, weight=weight, heading_total=70)
        desk.score(item, "5")
    BidCriterion.objects.update(heading="Technical")
    assert desk.play().result.award == US
    BidCriterion.objects.filter(name="c").update(heading_total=Decimal(71))
    with pytest.raises(BidRefused) as refused:
        desk.play()
    assert (refused.value.code, refused.value.params) == (
        "HEADING_SUM", {"name": "Technical", "total": "70", "whole": "71"},
    )  # fmt: skip
    BidCriterion.objects.filter(name="c").update(weight=None, weight_from=Decimal(5), weight_to=Decimal(15))
    assert desk.play().result.outcome.value == "WEIGHTS_OPEN"


def test_weights_that_miss_100_by_rounding_are_taken_and_ranges_give_spans():
    rounded = Desk("TW_TOTAL_SCORE", own_price=Decimal(10))
    for place in range(3):
        rounded.score(rounded.criterion(f"c{place}", weight="33.33"), "20")
    assert "WEIGHTS_ROUNDED" in [each.code for each in rounded.play().result.reasons]
    ranged = Desk("WEIGHTED", own_price=Decimal(10), price_weight=Decimal(0))
    for name, low, high in (("a", "50", "80"), ("b", "20", "40"), ("c", "0", "30")):
        ranged.score(ranged.criterion(name, weight_from=low, weight_to=high), "10")
    spans = ranged.play()
    assert (spans.result.outcome.value, spans.result.award) == ("WEIGHTS_OPEN", None)
    assert spans.result.reasons[0].values["middle"] == 110
    assert (spans.turns, spans.price) == (None, None)


def test_what_is_missing_or_does_not_fit_is_named():
    desk = Desk("WEIGHTED", own_price=Decimal(10))
    item = desk.criterion("quality", weight="60")
    for change, code in (
        ({"price_weight": Decimal(40)}, "SCORE_MISSING"),
        ({"parameters": "[1]"}, "PARAMETERS_NOT_JSON"),
        ({"parameters": "{not json"}, "PARAMETERS_NOT_JSON"),
        ({"parameters": '{"wind": 3}'}, "AWARD_RULE_WRONG"),
        ({"parameters": "", "currency": ""}, "OFFER_WITHOUT_CURRENCY"),
    ):
        Bid.objects.filter(pk=desk.bid.pk).update(**change)
        if code != "SCORE_MISSING":
            BidScore.objects.get_or_create(
                bid=desk.bid, criterion=item, defaults={"score": 5, "created_at": AT, "updated_at": AT}
            )
        else:
            BidScore.objects.all().delete()
        with pytest.raises(BidRefused) as refused:
            desk.play()
        assert refused.value.code == code


def test_a_criterion_without_any_weight_is_named():
    desk = Desk("WEIGHTED", own_price=Decimal(10))
    desk.criterion("quality")
    with pytest.raises(BidRefused) as refused:
        desk.play()
    assert (refused.value.code, refused.value.params["name"]) == ("BID_WEIGHT_MISSING", "quality")


def test_how_much_the_price_counts_must_be_known():
    desk = Desk("WEIGHTED", own_price=Decimal(10))
    desk.score(desk.criterion("quality", weight="100"), "5")
    with pytest.raises(BidRefused) as refused:
        desk.play()
    assert refused.value.code == "PRICE_WEIGHT_MISSING"


def test_members_rank_bids_and_absent_ones_are_left_out():
    desk = Desk("TW_RANK_SUM", own_price=Decimal(90), parameters='{"absent": ["C"]}')
    item = desk.criterion("quality", highest="100")
    rival = desk.rival("Other", "95")
    for member, ours, theirs in (("A", "90", "80"), ("B", "85", "88"), ("C", "50", "99"), ("D", "91", "70")):
        desk.score(item, ours, member=member)
        desk.score(item, theirs, rival, member=member)
    found = desk.play()
    assert found.result.award == US
    assert dict(found.own.ranks) == {"A": 1, "B": 2, "D": 1}


def test_it_tells_how_sure_what_a_point_is_worth_and_what_scenarios_give():
    desk = Desk("WEIGHTED", own_price=Decimal(110), own_cost=Decimal(80))
    desk.price_item("40")
    quality = desk.criterion("quality", weight="60", highest="100")
    rival = desk.rival(
        "Other", "100", price_low=Decimal(95), price_high=Decimal(120), quality_low=Decimal(95),
        quality_high=Decimal(105),
    )  # fmt: skip
    desk.score(quality, "80", score_low=Decimal(60), score_high=Decimal(95))
    desk.score(quality, "80", rival)
    desk.scenario("Cheaper", scenario_price=Decimal(90), scenario_cost=Decimal(2))
    desk.scenario("Better", criterion=quality, scenario_score=Decimal(95))
    desk.scenario("Impossible", criterion=quality, scenario_score=Decimal(300))
    found = desk.play()
    assert found.result == desk.kit()
    assert (found.result.award, found.ranks, found.margin) == ("Other", (2, 1), Decimal(30))
    assert found.ahead_by < 0
    low, high = found.chance
    assert 0 <= low < high <= 1
    assert found.worths[0].criterion == quality
    assert found.worths[0].amount > 0
    cheaper, better, impossible = found.scenarios
    assert (cheaper.is_first, cheaper.margin, better.is_first) == (True, Decimal(8), True)
    assert (impossible.rank, impossible.refused.code) == (None, "SCORE_OUTSIDE")


def test_the_rates_are_those_of_the_deadline_and_of_today_before_it():
    bid = Bid(deadline_at=AT, time_zone="UTC")
    assert rate_day(bid, date(2027, 1, 1)) == AT.date()
    assert rate_day(Bid(), DAY) == DAY


def test_a_read_only_user_scores_nothing():
    desk = Desk("TW_TOTAL_SCORE")
    item = desk.criterion("quality", highest="10")
    desk.actor = make_actor(roles=["READ_ONLY"])
    with pytest.raises(Exception, match="RIGHT_MISSING"):
        desk.score(item, "5")
