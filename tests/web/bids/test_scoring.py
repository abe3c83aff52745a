"""Scores member by member, exclusions after the ranking and papers that expire: right on the page and over the API."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from tests.crm.bids.test_simulation import US, Desk
from tests.factories import AT
from tests.web.bids.playing import both, refusal, sign_in
from tests.web.markup import unbroken

from tongxin.crm.bids.declared.papers import DEMAND, QUALIFICATION
from tongxin.crm.bids.models import Bid, BidCriterion
from tongxin.crm.bids.parameters import absent_of
from tongxin.records.writing import create_record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
CENT = Decimal("0.01")


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


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
    sign_in(client, desk)
    found = client.get(f"/api/v1/bids/{desk.bid.uid}/readiness").json()
    assert {each["name"]: (each["state"], each["needed_until"]) for each in found} == {
        "On the day": ("MET", "2026-12-11"),
        "The day before": ("ENDS", "2026-12-11"),
        "Through the contract": ("ENDS", "2027-06-30"),
        "For ever": ("MET", "2026-12-11"),
    }
    early = create_record(
        QUALIFICATION, actor=desk.actor, at=AT,
        values={"name": "New", "kind": "LICENCE", "valid_from": date(2027, 1, 1)},
    )  # fmt: skip
    create_record(
        DEMAND, actor=desk.actor, at=AT, values={"bid": desk.bid, "name": "Licence", "qualification": early}
    )
    for more in ({"name": "Stamp"}, {"name": "Award", "is_optional": True}):
        create_record(DEMAND, actor=desk.actor, at=AT, values={"bid": desk.bid, **more})
    page = unbroken(client.get(f"/bids/{desk.bid.uid}/submission/").content.decode())
    for part in (
        "“The day before” ends on 10 Dec 2026 and is needed until 11 Dec 2026",
        "“Through the contract” ends on 31 Dec 2026 and is needed until 30 Jun 2027",
        "“New” holds only from 1 Jan 2027 on and is needed on 11 Dec 2026",
        "no paper of ours is chosen",
        "not needed to stay in",
    ):
        assert part in page, part
