"""Won and lost against rivals, with reasons and how it moves; and what a deal's tab tells of its rivals."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from tests.deals import make_competitor, make_entry, make_opportunity
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.analytics.competition.results import results_against
from tongxin.crm.accounts.choices import DictionaryKind, TeamFunction
from tongxin.crm.competition.records import RATING, RIVAL_FACT, SHARE, VALUE_CASE, WARNING
from tongxin.crm.opportunities.actions import (
    close_dropped,
    close_lost,
    close_won,
    meet_competitor,
    set_member,
)
from tongxin.records.writing import create_record

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Taipei"))


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return make_actor(user)


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def meet(actor, account):
    """Return a function that meets rivals on a deal and closes it so many days ago."""

    def make(outcome, days, *rivals, winner=None, reason="PRICE", on=account):
        began = NOW - timedelta(days=days + 30)
        deal = make_opportunity(actor, account=on, at=began)
        met = {
            rival: meet_competitor(actor=actor, at=began, opportunity=deal, name=rival.name)
            for rival in rivals
        }
        closing = {"actor": actor, "at": NOW, "opportunity": deal, "closed_on": TODAY - timedelta(days=days)}
        if outcome == "WON":
            close_won(**closing)
        if outcome == "LOST":
            cause = make_entry(DictionaryKind.LOSS_REASON, reason)
            close_lost(**closing, loss_reason=cause, winner=met.get(winner))
        if outcome == "DROPPED":
            close_dropped(**closing, reason="No budget")
        return deal

    return make


@pytest.mark.requirement("R1.1")
def test_results_tell_who_won_why_and_how_it_moves(meet, actor, account, client, user):
    rival, other = make_competitor("Keysight"), make_competitor("Advantest")
    meet("WON", 10, rival, other)
    meet("WON", 365, rival)
    meet("LOST", 20, rival, winner=rival)
    meet("LOST", 364, rival, winner=rival, reason="SERVICE")
    meet("LOST", 400, rival, winner=rival)
    meet("LOST", 30, rival, other, winner=other)
    meet("LOST", 40, rival)
    meet("DROPPED", 50, rival)
    meet("OPEN", 0, rival)
    meet("LOST", 800, rival, winner=rival)
    meet("WON", 5, rival, on=make_account(user, name="Elsewhere"))
    found = {each.rival.name: each for each in results_against(actor, as_of=TODAY, account=account)}
    keysight = found["Keysight"]
    assert (keysight.now.won, keysight.now.lost, keysight.now.elsewhere) == (1, 2, 2)
    assert (keysight.before.won, keysight.before.lost) == (1, 1)
    assert (keysight.ever.won, keysight.ever.lost, keysight.running) == (2, 4, 1)
    assert keysight.ever.reasons == (("Price", 3), ("Service", 1))
    # From a half to a third.
    assert keysight.moved == -17
    assert (found["Advantest"].now.decided, found["Advantest"].moved) == (2, None)
    assert results_against(actor, as_of=TODAY)[0].now.won == 2
    assert results_against(make_actor(make_user()), as_of=TODAY) == ()
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("web:account_competition", args=[account.uid])).content.decode()
        assert "1 of 3" in page
        assert "↓ 17" in page
        assert "Price 3, Service 1" in page
        answer = client.get("/api/v1/rival-results", {"account": account.uid}).json()
    assert [(each["name"], each["moved"]) for each in answer] == [("Keysight", -17), ("Advantest", None)]
    assert answer[0]["ever"]["reasons"] == [["Price", 3], ["Service", 1]]


@pytest.mark.requirement("R1.1")
def test_what_did_not_move_is_said_and_what_grew_too(meet, client, user):
    rival, other = make_competitor("Keysight"), make_competitor("Advantest")
    for days in (10, 380):
        meet("WON", days, rival)
    meet("WON", 10, other)
    meet("LOST", 380, other, winner=other)
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("web:competition")).content.decode()
    assert "As before" in page
    assert "↑ 100" in page


@pytest.mark.requirement("R1.1")
def test_battle_cards_that_nobody_verified_lately_are_listed(actor, account, client, user):
    for name, verified in (("Fresh", date(2026, 9, 1)), ("Old", date(2026, 1, 5)), ("Never", None)):
        values = {"account": account, "competitor": make_competitor(name), "products": f"{name} probers"}
        create_record(RIVAL_FACT, actor=actor, at=AT, values={**values, "verified_on": verified})
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("web:competition")).content.decode()
    cards = page.partition('id="cards"')[2].partition('id="changes"')[0]
    assert "Fresh" not in cards
    assert cards.index("Never") < cards.index("Old")
    assert "never verified" in cards
    assert "verified 5 Jan 2026" in cards


@pytest.mark.requirement("R1.1")
def test_a_deal_tells_of_its_rivals_what_is_known_at_the_customer(meet, account, client, user):
    actor = with_every_right(user)
    rival, other = make_competitor("Keysight"), make_competitor("Advantest")
    deal = meet("OPEN", 0, rival)
    for competitor in (rival, other, None):
        name = competitor.name if competitor else "We"
        rating = {"account": account, "competitor": competitor, "criterion": "Price", "score": 3}
        create_record(RATING, actor=actor, at=AT, values={**rating, "rated_on": TODAY, "reason": name})
        if competitor:
            card = {"account": account, "competitor": competitor, "products": f"{name} probers"}
            answer = {"our_answer": "Show the yield", "at_any_cost": True, "price_evidence": "Opening"}
            create_record(RIVAL_FACT, actor=actor, at=AT, values={**card, **answer})
    case = {"account": account, "opportunity": deal, "name": "Yield", "rate": 5, "currency": "TWD"}
    create_record(VALUE_CASE, actor=actor, at=AT, values=case)
    client.force_login(user)
    url = reverse("web:opportunity_competition", args=[deal.uid])
    page = client.get(url).content.decode()
    assert "Keysight probers" in page
    assert "Show the yield" in page
    assert "Advantest" not in page.partition("<datalist")[0] + page.partition("</datalist>")[2]
    assert 'data-picture="position"' in page
    assert ">Yield</a>" in page
    assert f"account={account.uid}&amp;opportunity={deal.uid}" in page
    # Who is on the deal's team alone does not see the customer, nor what is known there.
    mate = make_user(username="mate")
    set_member(actor=actor, at=AT, opportunity=deal, user=mate, function=TeamFunction.TECHNICAL)
    client.force_login(mate)
    page = client.get(url).content.decode()
    assert "Keysight" in page
    assert "probers" not in page
    assert 'data-picture="position"' not in page
    assert ">Yield</a>" not in page
    assert reverse("web:account_competition", args=[account.uid]) not in page


@pytest.mark.requirement("R1.1")
def test_what_changed_since_last_month_is_told_newest_first_and_only_where_one_sees_it(
    actor, account, client, user
):
    elsewhere = make_account(user, name="Elsewhere Instruments", short_name="Elsewhere")
    rival = make_competitor("Keysight")
    told = ((account, "Visited purchasing", 3), (elsewhere, "Free trial", 1), (account, "Long ago", 40))
    for place, sign, days in told:
        values = {"account": place, "competitor": rival, "sign": sign}
        create_record(WARNING, actor=actor, at=NOW - timedelta(days=days), values=values)
    share = {"account": account, "year": 2025, "percent": 40, "source": "Annual report"}
    create_record(SHARE, actor=actor, at=NOW - timedelta(days=2), values=share)
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/api/v1/competition-changes").json()
        page = client.get(reverse("web:account_competition", args=[account.uid])).content.decode()
    assert [each["text"] for each in answer] == [
        "Keysight: Free trial",
        "Annual report",
        "Keysight: Visited purchasing",
    ]
    assert [each["account"] for each in answer] == [elsewhere.uid, account.uid, account.uid]
    changes = page.partition('id="changes"')[2]
    assert "Visited purchasing" in changes
    assert "Free trial" not in changes
    assert "Long ago" not in changes
    client.force_login(make_user(username="outsider"))
    assert client.get("/api/v1/competition-changes").json() == []
