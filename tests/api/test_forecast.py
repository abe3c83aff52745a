"""The forecast of running deals, on the page and over the API, within what one may see."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.deals import make_opportunity
from tests.factories import make_account, make_actor, make_user

from tongxin.common.clock import today
from tongxin.crm.opportunities.selectors import ForecastRow
from tongxin.team.choices import Role
from tongxin.web.opportunities import forecasts

pytestmark = pytest.mark.django_db


@pytest.fixture
def kam():
    return make_actor(make_user([Role.KAM], display_name="Kam", language="en"))


@pytest.fixture
def deals(kam):
    account = make_account(kam.user, name="曜禾醫療")
    soon = {"close_from": today(), "close_to": today() + timedelta(days=20)}
    made = [
        make_opportunity(kam, account=account, name="CT scanner", amount=Decimal(1_000_000), **soon),
        make_opportunity(
            kam, account=account, name="X-ray", amount=Decimal(1_000), close_to=today() - timedelta(days=9)
        ),
        make_opportunity(kam, account=account, name="Without amount"),
    ]
    make_opportunity(amount=Decimal(5_000_000), name="Of others", **soon)
    for deal in made:
        deal.stage.probability = 40
        deal.stage.save()
    return made


@pytest.mark.requirement("R4.1")
def test_page_and_api_tell_the_same_of_what_one_may_see(client, api, kam, deals, monkeypatch):
    monkeypatch.setattr(forecasts, "MOST_DEALS", 1)
    client.force_login(kam.user)
    page = client.get("/opportunities/forecast/?seed=7").content.decode()
    found = api(kam.user).get("/opportunity-forecast?seed=7").json()
    assert [(item["name"], item["expected"]) for item in found["opportunities"]] == [
        ("CT scanner", 400_000),
        ("X-ray", 400),
    ]
    assert (found["left_out"], found["seed"], found["draws"]) == (1, 7, 2_000)
    assert len(found["quarters"]) == 6
    assert [round(each["share"], 1) for each in found["quarters"][0]["quantiles"]] == [0.1, 0.5, 0.9]
    assert sum(each["expected"] for each in found["years"]) == pytest.approx(found["expected"])
    assert [each["code"] for each in found["reasons"]] == [
        "CLOSE_MOVED",
        "ONE_DEAL_DECIDES",
        "TAKEN_AS_INDEPENDENT",
    ]
    assert "X-ray should have closed by" in page
    assert "Counted: 2 running opportunities; 1 lack an amount" in page
    assert "2000 simulated futures, seed 7" in page
    assert "1 more contribute less." in page
    assert "CT scanner" in page
    assert "Of others" not in page


def test_filters_narrow_the_forecast_and_a_seed_that_is_none_is_the_first(client, kam, deals):
    client.force_login(kam.user)
    page = client.get("/opportunities/forecast/?seed=x&outcome=WON").content.decode()
    assert "Counted: 0 running opportunities" in page
    assert "seed 1:" in page
    assert "CT scanner" not in page
    listed = client.get("/opportunities/?outcome=OPEN").content.decode()
    assert "/opportunities/forecast/?outcome=OPEN" in listed


def test_one_end_of_a_window_stands_for_both():
    day = today()
    row = {"uid": "u", "name": "n", "account": "a", "percent": 1, "amount": None}
    assert ForecastRow(**row, close_from=day, close_to=None).window == (day, day)
    assert ForecastRow(**row, close_from=None, close_to=None).window is None
