"""What other tools got wrong, as published, and others of its kind: right on the page and over the API, as the library says."""

import json
import os
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from tests.crm.bids.test_simulation import DAY, US, Desk
from tests.factories import AT
from tests.web.markup import unbroken

from kamkit.bids.evaluation import evaluate
from tongxin.analytics.bids.simulation import rate_day
from tongxin.analytics.bids.tender import played_of
from tongxin.crm.bids.actions import bid_for_tender
from tongxin.crm.bids.declared.papers import DEMAND, QUALIFICATION
from tongxin.crm.bids.declared.sheets import PRICE_LINE
from tongxin.crm.bids.models import Bid, BidCriterion
from tongxin.crm.bids.parameters import absent_of
from tongxin.crm.bids.selectors import sheet_of
from tongxin.crm.market.models import ExchangeRate
from tongxin.crm.market.rates import add_rate
from tongxin.crm.tenders.actions import register_tender
from tongxin.crm.tenders.models import Tender
from tongxin.crm.tenders.selectors import facts_of
from tongxin.records.writing import create_record
from tongxin.team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
CENT = Decimal("0.01")


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


def scenario(name: str) -> tuple[Any, Any]:
    """Return the inputs of a case, and its right outcome."""
    folder = Path(os.environ["TONGXIN_DATA"]) / "scenario_cases" / name
    right = re.search(r"```json\n(.*?)```", (folder / "RIGHT.md").read_text(encoding="utf-8"), re.S)
    assert right is not None
    return json.loads((folder / "case.json").read_text(encoding="utf-8"))["inputs"], json.loads(right[1])


def both(client: Any, desk: Desk) -> tuple[str, dict[str, Any]]:
    """Return the simulator's page, and what the API says of the same; their awards are the library's."""
    User.objects.update(language="en")
    client.force_login(desk.actor.user)
    page = client.get(f"/bids/{desk.bid.uid}/simulator/")
    assert page.status_code == 200
    told: dict[str, Any] = client.get(f"/api/v1/bids/{desk.bid.uid}/simulation").json()
    if told["outcome"] is not None:
        day = rate_day(Bid.objects.get(pk=desk.bid.pk), DAY)
        kit = evaluate(played_of(sheet_of(Bid.objects.get(pk=desk.bid.pk)), own_name=US, on=day).tender)
        assert (told["outcome"]["award"], told["outcome"]["outcome"]) == (kit.award, kit.outcome.value)
        assert [(each["name"], each["rank"]) for each in told["outcome"]["ranking"]] == [
            (each.id, each.rank) for each in kit.ranking
        ]
    return unbroken(page.content.decode()), told


def refusal(client: Any, desk: Desk) -> str:
    """Return the sentence why nothing is played, which page and API say alike, and no ranking beside it."""
    page, told = both(client, desk)
    assert told["outcome"] is None
    assert told["refused"]["text"].replace("’", "&#x27;") in page or told["refused"]["text"] in page
    assert "The order of this method" not in page
    return str(told["refused"]["code"])


@pytest.mark.data
@pytest.mark.one_engine
def test_quotes_in_several_currencies(client: Any, settings: Any) -> None:
    given, right = scenario("a09_quotes_in_currencies")
    for each, winner, converted in zip(given["sets"], right["winners"], right["converted"], strict=True):
        settings.REPORTING_CURRENCY = each["base"]
        ExchangeRate.objects.all().delete()
        for pair, rate in each["rates"].items():
            unit, base = pair.split("_per_")
            worth = 1 / Decimal(str(rate)) if base == each["base"] else Decimal(str(rate))
            currency = unit if base == each["base"] else base
            add_rate(
                actor=None, at=AT, currency=currency, valid_from=AT.date(),
                rate=worth.quantize(Decimal("0.00000001")),
            )  # fmt: skip
        (_, ours, own), (_, theirs, currency) = each["quotes"]
        desk = Desk(currency=own, own_price=Decimal(ours))
        desk.rival("B", str(theirs), currency)
        if winner is None:
            assert refusal(client, desk) == "NO_RATE"
            continue
        page, told = both(client, desk)
        line = next(bidder for bidder in told["outcome"]["ranking"] if bidder["name"] == "B")
        assert told["outcome"]["award"] == {"A": US, "B": "B"}[winner]
        assert Decimal(line["price"]) == Decimal(str(converted))
        assert (Decimal(line["offered"]), line["currency"]) == (theirs, currency)
        assert (line["rate_date"], line["vat_basis"]) == ("2026-11-02", "NET")
        for part in (f"{theirs:,}", "(without VAT)", f"{Decimal(line['rate']).normalize():f}", "2026-11-02"):
            assert part in page, part


def test_a_rate_that_comes_later_does_not_change_what_was_compared(client: Any) -> None:
    add_rate(actor=None, at=AT, currency="EUR", valid_from=date(2026, 10, 1), rate=Decimal(35))
    desk = Desk(own_price=Decimal(3500), deadline_at=AT - timedelta(5))
    desk.rival("B", "99", "EUR")
    before = both(client, desk)[1]["outcome"]["ranking"]
    add_rate(actor=None, at=AT, currency="EUR", valid_from=AT.date(), rate=Decimal(40))
    assert both(client, desk)[1]["outcome"]["ranking"] == before
    assert before[0]["rate_date"] == "2026-10-28"


@pytest.mark.data
@pytest.mark.one_engine
def test_vat_in_or_out_and_where_it_is_rounded(client: Any) -> None:
    given, right = scenario("a10_vat_and_rounding")
    nets = [*right["net_totals"], None, None]
    for case, net in zip(given["cases"], nets, strict=True):
        desk = Desk(currency="TND" if case["decimals"] == 3 else "GBP")
        lines = case.get("lines")
        if isinstance(lines, int):
            lines = [{"gross_unit": case["gross_unit"]}] * lines
        lines = lines or [{"gross_unit": one} for one in case.get("gross_lines", ())] or [case]
        for place, line in enumerate(lines):
            create_record(
                PRICE_LINE, actor=desk.actor, at=AT, values={
                    "bid": desk.bid, "name": f"Line {place}", "quantity": Decimal(line.get("qty", 1)),
                    "offered_unit_price": Decimal(line.get("gross_unit") or line["net"]),
                    "line_vat_rate": Decimal(line.get("vat") or case["vat"]),
                    "sheet_basis": "GROSS" if "gross_unit" in line else "NET",
                },
            )  # fmt: skip
        client.force_login(desk.actor.user)
        sums = client.get(f"/api/v1/bids/{desk.bid.uid}/price-sums").json()
        page = client.get(f"/bids/{desk.bid.uid}/price/").content.decode()
        if net is not None:
            assert Decimal(sums["net"]) == Decimal(net)
            assert f"{Decimal(net):,}" in page
        elif isinstance(case.get("lines"), list):
            assert (sums["gross"], "4.00" in page) == (right["gross_4"], True)
        else:
            assert (sums["vat"], "163.73" in page) == (right["vat_5"], True)
    ours, theirs = given["bid_comparison"]
    desk = Desk(own_price=Decimal(ours["price"]), vat_basis="GROSS", vat_rate=Decimal(ours["rate"]))
    rival = desk.rival("B", theirs["price"])
    page, told = both(client, desk)
    assert (told["outcome"]["award"], right["cheaper"]) == (US, "A")
    assert [each["price"] for each in told["outcome"]["ranking"]] == ["1050000.00", "1060500.00"]
    for part in ("NT$1,060,500", "NT$1,010,000 (without VAT)"):
        assert part in page, part
    rival.vat_basis = "UNSAID"
    rival.save()
    assert refusal(client, desk) == "OFFER_VAT_UNSAID"


@pytest.mark.data
@pytest.mark.one_engine
def test_equal_totals_at_the_top(client: Any) -> None:
    given, right = scenario("a12_tie_at_the_top")
    rules = ("NOTHING", "LOWEST_PRICE", "HEAVIEST_ITEM")
    ours, *others = given["bids"]
    for rule, winner in zip(rules, right["winner_by_clause"], strict=True):
        desk = Desk(
            "TW_TOTAL_SCORE", tie_rule=rule, own_price=Decimal(ours["price"]), printed_total=Decimal(11)
        )
        item = desk.criterion("quality", highest="11")
        desk.score(item, str(ours["score"]))
        for each in others:
            desk.score(item, str(each["score"]), desk.rival(each["name"], str(each["price"])))
        page, told = both(client, desk)
        outcome = told["outcome"]
        assert {each["name"]: each["rank"] for each in outcome["ranking"]} == {
            US if name == ours["name"] else name: rank for name, rank in right["ranks"].items()
        }
        said = {None: "the tender names no further rule", "DRAW": "lots must be drawn"}
        if winner in said:
            assert (outcome["award"], outcome["ties"]) == (None, [US, "Distribuidora"])
            assert said[winner] in page
            assert f"Bids are equal at the top: {US}, Distribuidora." in page
        else:
            assert outcome["award"] == winner
    near = {each["name"]: each["score"] for each in given["near_tie"]}
    for decimals, first in ((given["shown_decimals"], "TIE"), (None, right["near_tie_exact"])):
        desk = Desk("TW_TOTAL_SCORE", tie_rule="NOTHING", decimals=decimals, own_price=Decimal(10))
        item = desk.criterion("quality", highest="100")
        desk.score(item, near["X"])
        desk.score(item, near["Y"], desk.rival("Y", "10"))
        page, told = both(client, desk)
        assert first in {told["outcome"]["award"], told["outcome"]["outcome"]}
        # What differs does not look equal, and what is equal does not look different.
        order = page.split('id="order"')[1].split("</table>")[0]
        assert re.findall(r"<b>([\d.]+)</b>", order) == (["86", "86"] if decimals else ["86.005", "86.004"])
        assert "at a distance of 0.001." in page or decimals


@pytest.mark.data
@pytest.mark.one_engine
def test_each_lot_for_itself_and_a_contract_once(client: Any) -> None:
    given, right = scenario("a14_lots")
    desk = Desk()
    contract, tender = given["contract"], given["tender"]
    amount = {"amount": float(contract["maximum_per_lot_row"]), "currency": "RON"}
    awards = [
        {"id": str(lot), "status": "active", "value": amount, "relatedLots": [str(lot)]}
        for lot in contract["lots"]
    ]
    known = register_tender(actor=desk.actor, at=AT, buyer="Port", title="Frame")
    compiled = {
        "ocid": "x", "awards": awards,
        "contracts": [{"id": contract["id"], "awardIDs": [each["id"] for each in awards], "value": amount}],
    }  # fmt: skip
    Tender.objects.update(compiled=json.dumps(compiled))
    known.refresh_from_db()
    assert facts_of(known).price == {"RON": Decimal(right["contract_maximum"])}
    lots = [
        {"id": "1", "status": "active"}, {"id": "2", "status": "active"}, {"id": "3", "status": "cancelled"}
    ]  # fmt: skip
    won = {"id": "a", "status": "active", "relatedLots": ["1"]}
    Tender.objects.update(compiled=json.dumps({"tender": {"lots": lots}, "awards": [won]}))
    known.refresh_from_db()
    ranked = []
    for lot in ("1", "2"):
        bid = bid_for_tender(actor=desk.actor, at=AT, tender=known, account=desk.bid.account, lot=lot)
        mine = Desk.__new__(Desk)
        mine.actor, mine.bid = desk.actor, bid
        asked = [each for each in tender["bids"] if str(each["lot"]) == lot]
        Bid.objects.filter(pk=bid.pk).update(
            own_price=next(each["price"] for each in asked if each["b"] == "Y"), method="LOWEST_EVALUATED",
            parameters=json.dumps({"ceiling": tender["ceiling_each"]}), currency="RON",
        )  # fmt: skip
        mine.bid.refresh_from_db()
        for each in asked:
            if each["b"] != "Y":
                mine.rival(each["b"], str(each["price"]))
        page, told = both(client, mine)
        ranked.append([each["name"] if each["name"] != US else "Y" for each in told["outcome"]["ranking"]])
        assert ("first without competition" in page) == (lot == "2")
    assert ranked == [right["lot1"], right["lot2"]]
    state = client.get(f"/api/v1/bids/{bid.uid}/lots").json()
    assert state["state"] == right["tender_state"]
    assert [each["state"] for each in state["lots"]] == ["AWARDED", "OPEN", "CANCELLED"]
    assert "partly awarded" in client.get(f"/bids/{bid.uid}/").content.decode()


@pytest.mark.data
@pytest.mark.one_engine
def test_a_weighted_price_is_not_the_bid(client: Any) -> None:
    given, right = scenario("a15_normalised_price_shown_as_bid")
    ceiling, offered = Decimal(given["ceiling"]), Decimal(given["bid"])
    desk = Desk(
        "WEIGHTED", own_price=offered, price_rule="COEFFICIENT",
        parameters=f'{{"higher_price_wins": true, "ceiling": {ceiling}}}',
    )  # fmt: skip
    desk.score(desk.criterion("q", highest="0.28"), "0.13")
    page, told = both(client, desk)
    own = told["outcome"]["ranking"][0]
    assert Decimal(own["price"]) == Decimal(right["bid_shown"]) <= ceiling
    assert f"{Decimal(own['weighted_price']):.2f}" == right["weighted"]
    over, under = map(Decimal, given["coefficient_ratio"].split("/"))
    assert abs(Decimal(own["coefficient"]) - over / under) < Decimal("1e-20")
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", page.split('id="order"')[1].split("</table>")[0], re.S)
    heads = [each.strip() for each in cells[:7]]
    assert [heads[2:5], "NT$100,000" in cells[9], "1.1805556" in cells[10]] == [
        ["Bid price", "Coefficient", "Weighted price"], True, True,
    ]  # fmt: skip
    assert "118,055.56" in cells[11]
    assert "118,055.56" not in page.replace(cells[11], "")


@pytest.mark.data
@pytest.mark.one_engine
def test_weights_that_make_no_whole_and_ranges(client: Any) -> None:
    given, right = scenario("a17_weights_and_ranges")
    for each in given["sets"]:
        verdict = right[each["id"]]
        levels = each.get("levels")
        items = [
            *({"weight": str(one)} for one in each.get("weights", each.get("points", ()))),
            *({"weight_from": str(low), "weight_to": str(high)} for low, high in each.get("ranges", ())),
            *({"weight": str(one), "heading_total": "70"} for one in (levels[0]["sub"] if levels else ())),
        ]
        printed = each.get("printed_total")
        desk = Desk(
            "WEIGHTED", own_price=Decimal(10), printed_total=printed and Decimal(printed),
            price_weight=Decimal(levels[1]["price"] if levels else 0),
        )  # fmt: skip
        for place, values in enumerate(items):
            desk.score(desk.criterion(f"c{place}", **values), "1")
        if levels:
            BidCriterion.objects.filter(bid=desk.bid).update(heading="Technical")
        if verdict.startswith(("REFUSED", "MISMATCH")):
            code = refusal(client, desk)
            assert code == ("RANGES_SUM" if "MINIMA" in verdict else "BID_WEIGHTS_SUM")
            said = client.get(f"/api/v1/bids/{desk.bid.uid}/simulation").json()["refused"]["text"]
            assert all(number in said for number in re.findall(r"\d+", verdict)), said
            continue
        page, told = both(client, desk)
        outcome = told["outcome"]
        codes = [reason["code"] for reason in outcome["reasons"]]
        assert ("WEIGHTS_ROUNDED" in codes) == (verdict == "OK_ROUNDING")
        if verdict == "RANGE_OK":
            own = outcome["ranking"][0]
            assert (outcome["award"], own["rank"], outcome["outcome"]) == (None, None, "WEIGHTS_OPEN")
            assert f"add up to {right['b_middle_sum']}, not 100" in page
            assert Decimal(own["total_low"]) < Decimal(own["total_high"])
            # Nobody is out where there is no order yet.
            assert ">out<" not in page
        else:
            assert f"A bid can reach {Decimal(outcome['highest_possible']).normalize():f} at most." in page


def test_weights_are_as_exact_as_they_are_printed(client: Any) -> None:
    for weights, printed, code in (
        (("33.3", "33.3", "33.3"), None, ""),
        (("14.3",) * 7, None, ""),
        (("33", "33", "33"), None, "BID_WEIGHTS_SUM"),
        (("33.30", "33.3", "33.2"), "100", ""),
        (("33.33", "33.33", "33.29"), "100", "BID_WEIGHTS_SUM"),
    ):
        desk = Desk(
            "TW_TOTAL_SCORE", own_price=Decimal(10), printed_total=printed and Decimal(printed),
            price_weight=Decimal(0),
        )  # fmt: skip
        for place, weight in enumerate(weights):
            desk.score(desk.criterion(f"c{place}", weight=weight), "1")
        found = refusal(client, desk) if code else both(client, desk)[1]["outcome"]["reasons"][0]["code"]
        assert found == (code or "WEIGHTS_ROUNDED"), weights


def committee(desk: Desk) -> dict[str, Any]:
    """Score us and a rival by three members, as the rank sum of two of them says and three do not."""
    item = desk.criterion("2.1 quality", highest="100")
    rival = desk.rival("Other", "95")
    for member, ours, theirs in (("Dr. A", "90", "80"), ("B", "85", "88"), ("C", "50", "99")):
        desk.score(item, ours, member=member)
        desk.score(item, theirs, rival, member=member)
    return {"item": item, "rival": rival}


def test_members_are_scored_one_by_one_and_the_absent_do_not_count(client: Any) -> None:
    desk = Desk("TW_RANK_SUM", own_price=Decimal(90), tie_rule="LOWEST_PRICE", parameters='{"floor": 0.10}')
    made = committee(desk)
    assert both(client, desk)[1]["outcome"]["award"] == "Other"
    url = f"/bids/{desk.bid.uid}/scores/"
    page = client.get(url).content.decode()
    for part in ("?member=Dr.+A", "?member=B", "Was absent", 'value="90"'):
        assert part in page, part
    item, rival = made["item"].uid, made["rival"].uid
    version = Bid.objects.get(pk=desk.bid.pk).version
    kept = client.post(
        f"{url}?member=C",
        {f"{item}-score": "50", f"{item}-{rival}": "99", "absent": "1", "version": version},
    )
    assert kept.status_code == 302
    page, told = both(client, desk)
    outcome = told["outcome"]
    assert outcome["ranking"][0]["ranks_by_member"] == {"Dr. A": 1, "B": 2}
    table = page.split('id="members"')[1].split("</table>")[0]
    assert re.findall(r'<th scope="row">(.*?)</th>', table) == ["Dr. A", "B", "Sum of ranks"]
    # One first place each of the two who attended: the lower price decides.
    assert outcome["award"] == US
    assert "2 members" in " ".join(each["text"] for each in outcome["ranking"][0]["reasons"])
    assert json.loads(Bid.objects.get(pk=desk.bid.pk).parameters) == {"floor": "0.10", "absent": ["C"]}


def test_who_scored_some_bids_only_is_named_and_marked_as_absent_over_the_api(client: Any) -> None:
    desk = Desk("TW_RANK_SUM", own_price=Decimal(90), tie_rule="LOWEST_PRICE", parameters='{"floor": 0.10}')
    item = committee(desk)["item"].uid
    client.force_login(desk.actor.user)
    url = f"/bids/{desk.bid.uid}/scores/"
    api = f"/api/v1{url.removesuffix('/')}"
    sent: dict[str, Any] = {"scores": [{"criterion": item, "member": "D", "score": "70"}]}
    assert client.post(api, sent, content_type="application/json").status_code == 201
    page, told = both(client, desk)
    assert told["refused"]["code"] == "MEMBER_WITHOUT_SCORES"
    assert "D has scored other bids, but not that of Other." in page
    sent["absent"] = ["C", "D"]
    assert client.post(api, sent, content_type="application/json").status_code == 201
    assert both(client, desk)[1]["outcome"]["award"] == US
    # The committee as one would be one more member.
    mixed = {"scores": [{"criterion": item, "score": "70"}]}
    refused = client.post(api, mixed, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "SCORES_MIXED")
    long = {**sent, "absent": [f"{number:060}" for number in range(200)]}
    refused = client.post(api, long, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "ABSENT_LONG")
    client.post(f"{url}?member=D", {f"{item}-score": "70"})
    assert absent_of(Bid.objects.get(pk=desk.bid.pk)) == ("C",)
    sent["absent"] = ["Dr. A", "B", "C", "D"]
    client.post(api, sent, content_type="application/json")
    assert refusal(client, desk) == "MEMBERS_ALL_ABSENT"
    sent["absent"] = []
    client.post(api, sent, content_type="application/json")
    assert json.loads(Bid.objects.get(pk=desk.bid.pk).parameters) == {"floor": "0.10"}
    for unreadable in ("[", '{"absent": 3}'):
        Bid.objects.update(parameters=unreadable)
        assert absent_of(Bid.objects.get(pk=desk.bid.pk)) == ()
        assert "Was absent" in client.get(url).content.decode()
    Bid.objects.update(parameters='{"absent": ["Dr. A"]}')
    sent["absent"] = []
    client.post(api, sent, content_type="application/json")
    assert Bid.objects.get(pk=desk.bid.pk).parameters == ""


def test_a_missing_score_is_named_whatever_signs_are_in_the_names(client: Any) -> None:
    desk = Desk("TW_RANK_SUM", own_price=Decimal(90))
    made = committee(desk)
    desk.criterion("quality", highest="10")
    page, told = both(client, desk)
    assert told["refused"]["code"] == "SCORE_MISSING"
    assert "on “quality” yet" in page
    BidCriterion.objects.exclude(pk=made["item"].pk).delete()
    desk.scenario("Better", criterion=made["item"], scenario_score=Decimal(300))
    page, told = both(client, desk)
    refused = told["outcome"]["scenarios"][0]["refused"]
    assert (refused["code"], "on “2.1 quality” does not fit" in refused["text"]) == ("SCORE_OUTSIDE", True)
    assert "does not fit the criterion" in page
    assert "SCORE_OUTSIDE" not in page


def test_each_member_has_a_range_of_its_own() -> None:
    desk = Desk("TW_RANK_SUM", own_price=Decimal(90), tie_rule="LOWEST_PRICE")
    item = desk.criterion("quality", highest="100")
    rival = desk.rival("Other", "95")
    for member, low in (("A", "60"), ("B", "85")):
        desk.score(item, "90", member=member, score_low=Decimal(low), score_high=Decimal(95))
        desk.score(item, "80", rival, member=member)
    # At the worst we lose A and keep B: equal by ranks, and ours is the lower price.
    assert desk.play().ranks == (1, 1)
    worst = {each.member: each.score_low for each in desk.bid.scores.filter(rival=None)}
    assert worst == {"A": 60, "B": 85}


def test_exclusions_after_the_ranking_set_the_others_anew(client: Any) -> None:
    desk = Desk("WEIGHTED", own_price=Decimal(100), price_weight=Decimal(40))
    item = desk.criterion("quality", weight="60", highest="100")
    desk.score(item, "80")
    desk.score(item, "78", desk.rival("Middle", "98"))
    cheap = desk.rival("Cheap", "60")
    desk.score(item, "70", cheap)
    page, told = both(client, desk)
    assert told["outcome"]["ranking"][0]["name"] == "Cheap"
    Bid.objects.update(parameters='{"disqualified": ["Cheap"]}')
    page, told = both(client, desk)
    outcome = told["outcome"]
    assert [(each["name"], each["rank"]) for each in outcome["ranking"]] == [
        (US, 1), ("Middle", 2), ("Cheap", None),
    ]  # fmt: skip
    assert outcome["order_without_exclusions"][0] == "Cheap"
    # The lowest price is now that of a bid that stayed in.
    assert Decimal(outcome["reference_price"]) == 98
    for part in (
        "disqualified; the others were evaluated anew",
        "without the exclusions Cheap would be first",
    ):
        assert part in page, part
    # We are called otherwise in each language; what was written in one is read in all.
    for ours in ("We", "我方"):
        Bid.objects.update(parameters=json.dumps({"disqualified": [ours]}))
        page, told = both(client, desk)
        assert told["outcome"]["award"] == "Cheap"
        assert "We are out: disqualified" in page
    Bid.objects.update(parameters="")
    cheap.is_out = True
    cheap.save()
    assert both(client, desk)[1]["outcome"]["award"] == US


def test_a_formula_without_a_value_gives_no_order_and_puts_nobody_out(client: Any) -> None:
    desk = Desk("WEIGHTED", own_price=Decimal(10), price_weight=Decimal(40))
    item = desk.criterion("quality", weight="60", highest="100")
    desk.score(item, "80")
    desk.score(item, "78", desk.rival("Free", "0"))
    page, told = both(client, desk)
    assert (told["outcome"]["award"], told["outcome"]["outcome"]) == (None, "RULE_NEEDED")
    assert "a formula has no value for a price" in page


@pytest.mark.requirement("R4.2")
def test_papers_that_expire_are_named_with_the_day_that_counts(client: Any) -> None:
    # Late in the evening of the 10th in Greenwich is the 11th where the buyer is.
    desk = Desk(deadline_at=AT.replace(month=12, day=10, hour=17), own_price=Decimal(10))

    def paper(name: str, until: date | None, **asked: Any) -> None:
        values = {"name": name, "kind": "CERTIFICATE", "valid_until": until}
        own = create_record(QUALIFICATION, actor=desk.actor, at=AT, values=values)
        values = {"bid": desk.bid, "name": name, "qualification": own, **asked}
        create_record(DEMAND, actor=desk.actor, at=AT, values=values)

    paper("On the day", date(2026, 12, 11))
    paper("The day before", date(2026, 12, 10))
    paper("Through the contract", date(2026, 12, 31), holds_until=date(2027, 6, 30))
    paper("For ever", None)
    User.objects.update(language="en")
    client.force_login(desk.actor.user)
    found = client.get(f"/api/v1/bids/{desk.bid.uid}/readiness").json()
    assert {each["name"]: (each["state"], each["needed_until"]) for each in found} == {
        "On the day": ("MET", "2026-12-11"),
        "The day before": ("ENDS", "2026-12-11"),
        "Through the contract": ("ENDS", "2027-06-30"),
        "For ever": ("MET", "2026-12-11"),
    }
    page = unbroken(client.get(f"/bids/{desk.bid.uid}/submission/").content.decode())
    create_record(DEMAND, actor=desk.actor, at=AT, values={"bid": desk.bid, "name": "Stamp"})
    early = create_record(
        QUALIFICATION, actor=desk.actor, at=AT,
        values={"name": "New", "kind": "LICENCE", "valid_from": date(2027, 1, 1)},
    )  # fmt: skip
    later = {"bid": desk.bid, "name": "Licence", "qualification": early}
    create_record(DEMAND, actor=desk.actor, at=AT, values=later)
    spared = {"bid": desk.bid, "name": "Award", "is_optional": True}
    create_record(DEMAND, actor=desk.actor, at=AT, values=spared)
    page = unbroken(client.get(f"/bids/{desk.bid.uid}/submission/").content.decode())
    for part in (
        "“The day before” ends on 2026-12-10 and is needed until 2026-12-11",
        "“Through the contract” ends on 2026-12-31 and is needed until 2027-06-30",
        "“New” holds only from 2027-01-01 on and is needed on 2026-12-11",
        "no paper of ours is chosen",
        "not needed to stay in",
    ):
        assert part in page, part
