"""What is read out at an opening: kept once, compared with the forecast, and what the next price is judged by."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.crm.bids.test_simulation import Desk
from tests.deals import make_competitor
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.analytics.bids.history import (
    counterfactual_of,
    guess_of,
    guesses_for,
    of_rival,
    past_offers,
    win_curve_for,
)
from tongxin.analytics.bids.replay import forecast_of, replay_of
from tongxin.common.errors import Refusal
from tongxin.crm.bids.actions import Opened, Ruling, decide_bid, open_bid, submit_bid, take_past_prices
from tongxin.crm.bids.desk_models import BidOpening, BidSubmission
from tongxin.crm.bids.desk_selectors import submission_of
from tongxin.crm.bids.models import Bid, BidRival
from tongxin.team.choices import Role
from tongxin.team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]


def handed_in(price: str = "100", **values: Any) -> Desk:
    """Return a bid for which we asked `price`, handed in with a forecast against one rival."""
    desk = Desk(own_price=Decimal(price), budget=Decimal(200), deadline_at=AT + timedelta(2), **values)
    desk.rival("Acme", "110", price_low=Decimal(95), price_high=Decimal(120))
    ruling = Ruling(verdict="GO", reason="Fits", approver=desk.actor.user)
    decide_bid(actor=desk.actor, at=AT, bid=desk.bid, ruling=ruling)
    submit(desk)
    return desk


def submit(desk: Desk) -> None:
    bid = Bid.objects.get(pk=desk.bid.pk)
    forecast = forecast_of(bid, own_name="We", today=TODAY)
    submit_bid(actor=desk.actor, at=AT, bid=bid, key=f"k{bid.pk}", forecast=forecast)


def opened(desk: Desk, *lines: Opened) -> list[BidOpening]:
    return open_bid(actor=desk.actor, at=AT, bid=desk.bid, opened=lines)


OURS = Opened(name="Hengze", price=Decimal(100), rank=2, is_ours=True)
ACME = Opened(name="ACME", price=Decimal(90), rank=1, has_won=True)


def test_an_opening_is_kept_once_a_bidder_and_moves_the_bid() -> None:
    desk = handed_in()
    known = make_competitor("Acme")
    first, second = opened(desk, OURS, ACME)
    assert (first.competitor, second.competitor, second.currency) == (None, known, "TWD")
    assert Bid.objects.get(pk=desk.bid.pk).stage == "OPENED"
    opened(desk, Opened(name="Third", price=Decimal(130)))
    for lines, code in (
        ((ACME,), "BIDDER_TWICE"),
        ((Opened(name=" "),), "BIDDER_NAME_MISSING"),
        ((), "OPENING_EMPTY"),
        ((Opened(name="A", is_ours=True), Opened(name="B", is_ours=True)), "OURS_TWICE"),
    ):
        with pytest.raises(Refusal) as refused:
            opened(desk, *lines)
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        opened(Desk(), OURS)
    assert refused.value.code == "BID_NOT_HANDED_IN"


def test_a_rival_is_known_by_the_line_that_names_its_competitor() -> None:
    desk = handed_in()
    known = make_competitor("Acme Medical Group")
    BidRival.objects.update(competitor=known)
    assert opened(desk, Opened(name="acme", price=Decimal(90)))[0].competitor == known


def test_the_replay_lays_the_forecast_of_the_submission_beside_what_was_read_out() -> None:
    desk = handed_in()
    assert replay_of(desk.bid, submission_of(desk.bid)) is None
    # What we think of a rival afterwards does not change what we thought.
    BidRival.objects.update(price_likely=Decimal(1))
    opened(desk, OURS, ACME, Opened(name="Third", price=Decimal(130), rank=3))
    found = replay_of(desk.bid, submission_of(desk.bid))
    assert found is not None
    assert (found.award, found.won_by, found.is_right, found.problem) == ("We", "ACME", False, "")
    assert found.chance is not None
    lines = {each.name: each for each in found.lines}
    acme = lines["ACME"]
    assert (acme.expected, acme.low, acme.high, acme.real) == (110, 95, 120, 90)
    assert (acme.error, acme.is_within, acme.expected_rank, acme.rank) == (Decimal("-0.2222"), False, 2, 1)
    assert (lines["Hengze"].is_ours, lines["Hengze"].expected_rank, lines["Third"].expected) == (
        True,
        1,
        None,
    )


def test_a_forecast_that_could_not_be_made_says_why_and_an_open_award_is_neither_right_nor_wrong() -> None:
    desk = handed_in(currency="CHF")
    rival = BidRival.objects.get()
    rival.currency, rival.price_low = "XXX", None
    rival.save()
    assert '"NO_RATE"' in forecast_of(desk.bid, own_name="We", today=TODAY)
    BidSubmission.objects.update(forecast='{"problem": "NO_RATE"}')
    opened(desk, Opened(name="Acme", price=Decimal(90)), Opened(name="We", price=Decimal(100), is_ours=True))
    BidOpening.objects.filter(name="Acme").update(currency="XXX")
    bid = Bid.objects.get()
    found = replay_of(bid, submission_of(bid))
    assert found is not None
    assert (found.problem, found.is_right, [each.real for each in found.lines]) == (
        "NO_RATE",
        None,
        [None, 100],
    )
    bid.outcome = "WON"
    won = replay_of(
        bid, BidSubmission(forecast='{"award": "We", "bidders": [{"name": "We", "is_ours": true}]}')
    )
    assert won is not None
    assert won.is_right


def next_bid(desk: Desk, **values: Any) -> Desk:
    """Return another bid of the same people, with the rival and no judgement of its price."""
    another = Desk(own_price=Decimal(300), **{"budget": Decimal(400), **values})
    another.actor = desk.actor
    Bid.objects.filter(pk=another.bid.pk).update(account=desk.bid.account)
    BidRival.objects.create(bid=another.bid, name="acme", created_at=AT, updated_at=AT)
    return another


def test_what_a_rival_asked_before_becomes_its_range_in_the_next_tender_where_nobody_judged_it() -> None:
    desk = handed_in()
    opened(desk, OURS, ACME)
    later = next_bid(desk)
    guesses = guesses_for(desk.actor, later.bid)
    taken = take_past_prices(actor=desk.actor, at=AT, bid=later.bid, guesses=guesses)
    # 90 of a budget of 200 is 45%: 180 of 400.
    assert [(each.price_low, each.price_likely, each.price_high) for each in taken] == [(180, 180, 180)]
    assert take_past_prices(actor=desk.actor, at=AT, bid=later.bid, guesses=guesses) == []
    assert take_past_prices(actor=desk.actor, at=AT, bid=next_bid(desk).bid, guesses={}) == []
    reader = make_actor(make_user([Role.READ_ONLY]))
    make_account(reader.user)
    assert past_offers(reader) == ()


def test_history_is_that_of_the_competitor_even_under_another_name_and_needs_a_budget() -> None:
    desk = handed_in()
    known = make_competitor("Acme")
    opened(desk, OURS, ACME)
    later = next_bid(desk)
    offers = past_offers(desk.actor, besides=later.bid)
    assert [each.ratio for each in offers] == [Decimal("0.45"), Decimal("0.5")]
    rival = BidRival(name="Another name", competitor=known)
    assert [each.amount for each in of_rival(offers, rival)] == [90]
    assert of_rival(offers, BidRival(name="Stranger")) == ()
    two = (*of_rival(offers, rival), offers[1])
    guess = guess_of(two, Decimal(100))
    assert guess is not None
    assert (guess.low, guess.likely, guess.high) == (45, Decimal("47.5"), 50)
    assert guess_of(two, None) is None
    Bid.objects.filter(pk=desk.bid.pk).update(budget=None, deadline_at=None)
    assert past_offers(desk.actor, besides=later.bid)[0].ratio is None
    BidOpening.objects.update(currency="XXX")
    assert past_offers(desk.actor, besides=later.bid) == ()


def test_past_prices_give_the_chance_of_a_price_and_what_another_price_would_have_done() -> None:
    desk = handed_in()
    opened(desk, OURS, ACME)
    BidOpening.objects.bulk_create(
        BidOpening(
            bid=desk.bid,
            name="Acme",
            opened_price=Decimal(80 + at),
            currency="TWD",
            created_at=AT,
            updated_at=AT,
        )
        for at in range(9)
    )
    later = next_bid(desk)
    rivals = list(BidRival.objects.filter(bid=later.bid))
    offers = past_offers(desk.actor, besides=later.bid)
    curve = win_curve_for(later.bid, rivals, offers)
    assert curve is not None
    assert (curve.histories, curve.points[0].probability, curve.points[-1].probability) == (10, 1, 0)
    assert win_curve_for(Bid(), rivals, offers) is None
    rates = {each.rho: each.rate for each in counterfactual_of(offers).rates}
    assert rates[Decimal("-0.1")] is not None
    assert (rates[Decimal("-0.1")] or 0) >= (rates[Decimal(0)] or 0)


def test_pages_and_api_keep_an_opening_replay_it_and_withhold_prices(client: Any) -> None:
    desk = handed_in()
    known = make_competitor("Acme")
    User.objects.update(language="en")
    client.force_login(desk.actor.user)
    url, api = f"/bids/{desk.bid.uid}", f"/api/v1/bids/{desk.bid.uid}"
    assert 'value="Acme"' in client.get(f"{url}/submission/").content.decode()
    form = {"name-0": "Hengze", "price-0": "100", "ours-0": "on", "name-1": "Acme", "price-1": "9o"}
    wrong = client.post(f"{url}/opening/", form)
    assert (wrong.status_code, "This is not a number." in wrong.content.decode()) == (422, True)
    assert client.post(f"{url}/opening/", {}).status_code == 422
    assert client.post(f"{url}/opening/", {**form, "price-1": "90", "rank-1": "0"}).status_code == 422
    done = client.post(f"{url}/opening/", {**form, "price-1": "90", "rank-1": "1", "won-1": "on"})
    assert done.status_code == 302
    page = client.get(f"{url}/").content.decode()
    for part in ("Forecast and result", "Won by: Acme", "outside the range"):
        assert part in page, part
    assert client.get(f"{api}/replay").json()["won_by"] == "Acme"
    more = {"opened": [{"name": "Third", "price": "120"}]}
    assert client.post(f"{api}/opening", more, content_type="application/json").status_code == 201
    later = next_bid(desk)
    after = f"/bids/{later.bid.uid}"
    assert "Take prices from history" in client.get(f"{after}/simulator/").content.decode()
    assert client.post(f"{after}/past-prices/").status_code == 302
    assert client.post(f"/api/v1{after}/past-prices").json() == []
    told = client.get(f"/api/v1{after}/past-prices").json()
    assert (told["offers"][0]["amount"], told["openings"]) == ("90.00", 1)
    assert "45%" in client.get(f"/competitors/{known.uid}/prices/").content.decode()
    assert client.get(f"/api/v1/competitors/{known.uid}/past-prices").json()[0]["ratio"] == "0.4500"
    reader = make_user([Role.READ_ONLY], language="en")
    Bid.objects.update(account=make_account(reader))
    client.force_login(reader)
    assert "Forecast and result" not in client.get(f"{url}/").content.decode()
    for part in ("replay", "past-prices", "price-sums"):
        assert client.get(f"{api}/{part}").json()["is_withheld"]
    assert client.post(f"{url}/opening/", form).status_code == 403
