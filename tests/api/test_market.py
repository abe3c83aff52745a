"""Competitors, products and exchange rates over the API: who may change them, and what is refused."""

import pytest

from tongxin.crm.market.models import Competitor, ExchangeRate
from tongxin.team.choices import Role, Scope

RIVAL = {"name": "廣達", "strengths": "Price", "price_behaviour": "Gives way late"}


def test_a_competitor_is_added_changed_retired_and_listed(api):
    client = api()
    made = client.post("/competitors", RIVAL)
    assert made.status_code == 201
    rival = made.json()
    assert (rival["name"], rival["is_active"], made["Location"]) == (
        "廣達",
        True,
        f"/api/v1/competitors/{rival['uid']}",
    )
    again = client.post("/competitors", {"name": "广达"})
    assert (again.status_code, again.json()["code"]) == (422, "NAME_TAKEN")

    changed = client.patch(
        f"/competitors/{rival['uid']}", {"weaknesses": "Service", "is_active": False}, If_Match=made["ETag"]
    )
    assert (changed.json()["weaknesses"], changed.json()["version"]) == ("Service", 2)
    stale = client.patch(f"/competitors/{rival['uid']}", {"website": "x"}, If_Match=made["ETag"])
    assert stale.status_code == 412
    assert client.patch(f"/competitors/{rival['uid']}", {"website": "x"}).status_code == 428
    assert client.get(f"/competitors/{rival['uid']}", If_None_Match=changed["ETag"]).status_code == 304


def test_competitors_are_paged_filtered_sorted_and_cut_to_fields(api):
    client = api()
    for name in ("Alpha", "Beta", "Gamma"):
        client.post("/competitors", {"name": name})
    first = client.get("/competitors?limit=2&sort=-name&fields=name").json()
    assert [item["name"] for item in first["items"]] == ["Gamma", "Beta"]
    assert first["items"][0].keys() == {"uid", "version", "name"}
    rest = client.get(f"/competitors?limit=2&sort=-name&fields=name&after={first['next']}").json()
    assert ([item["name"] for item in rest["items"]], rest["has_more"]) == (["Alpha"], False)
    assert [item["name"] for item in client.get("/competitors?name.contains=ET").json()["items"]] == ["Beta"]
    assert client.get("/competitors?q=gam").json()["items"][0]["name"] == "Gamma"
    assert client.get("/competitors?match_key=x").json()["code"] == "LIST_FIELD_UNKNOWN"


def test_who_may_not_edit_adds_no_competitor(api):
    reader = api(roles=(Role.READ_ONLY,))
    assert reader.get("/competitors").status_code == 200
    assert reader.post("/competitors", RIVAL).status_code == 403
    assert not Competitor.objects.exists()


def test_products_are_for_administrators_and_those_who_import(api, admin):
    sent = {"name": "掃描儀 X1", "series": "X", "list_price": "125000.50", "currency": "TWD"}
    assert api(roles=(Role.SERVICE,)).post("/products", sent).status_code == 403
    made = admin.post("/products", sent)
    product = made.json()
    assert (product["list_price"], product["code"]) == ("125000.50", "")
    changed = admin.patch(
        f"/products/{product['uid']}", {"code": "X-1", "is_active": False}, If_Match=made["ETag"]
    )
    assert changed.json()["code"] == "X-1"
    found = admin.get("/products?list_price.gte=100000&currency=TWD&is_active=false").json()["items"]
    assert [item["uid"] for item in found] == [product["uid"]]
    assert admin.get(f"/products/{product['uid']}?fields=name").json().keys() == {"uid", "version", "name"}


def test_a_price_needs_its_currency(admin):
    answer = admin.post("/products", {"name": "X", "list_price": "1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "PRICE_WITHOUT_CURRENCY")
    assert answer.json()["errors"][0]["field"] == "currency"


def test_a_rate_is_kept_listed_and_taken_back(admin):
    sent = {"currency": "USD", "valid_from": "2026-11-01", "rate": "32.15", "source": "Bank of Taiwan"}
    made = admin.post("/exchange-rates", sent)
    assert made.status_code == 201
    rate = made.json()
    assert admin.get(f"/exchange-rates/{rate['uid']}").json()["rate"] == "32.15000000"
    assert admin.post("/exchange-rates", sent).json()["code"] == "RATE_TAKEN"
    listed = admin.get("/exchange-rates?currency=USD&valid_from.lte=2026-11-30").json()["items"]
    assert [item["uid"] for item in listed] == [rate["uid"]]
    assert admin.delete(f"/exchange-rates/{rate['uid']}").status_code == 204
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize("scopes", [(Scope.READ, Scope.WRITE), (Scope.ADMIN,)])
def test_rates_need_an_administrator_and_the_scope_for_it(api, scopes):
    client = api(roles=(Role.ADMINISTRATOR,), scopes=scopes)
    expected = 200 if Scope.ADMIN in scopes else 403
    assert client.get("/exchange-rates").status_code == expected
    assert api().get("/exchange-rates").status_code == 403
