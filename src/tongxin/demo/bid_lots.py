"""A tender in lots told from its notice to its result: one lot won, one lost, one called off by the buyer."""

import json
import tempfile
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongxin.analytics.bids.replay import forecast_of
from tongxin.crm.bids.actions import (
    Answer,
    GivenScore,
    Opened,
    Ruling,
    answer_questions,
    bid_for_tender,
    close_bid,
    decide_bid,
    open_bid,
    set_scores,
    submit_bid,
)
from tongxin.crm.bids.declared.bids import BID, CRITERION, RIVAL
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.crm.bids.selectors import bids_of_tender, get_bid_for, sheet_of
from tongxin.crm.tenders.selectors import get_tender, uids_of
from tongxin.importers.notices.importing import import_notices
from tongxin.records.writing import change_record, create_record

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid
    from tongxin.demo.made import World

OCID = "ocds-0demo0-LA-OR-02"
TITLE = "手術室設備分項採購"
BUYER = "lingan"
MILLION = Decimal(1_000_000)
HEADING = "技術規格"
# Name, weight in per cent, whether it stands under the heading for which the notice prints the sum.
CRITERIA = (
    ("規格符合程度", 25, True),
    ("操作與整合", 15, True),
    ("維護與訓練", 20, False),
    ("價格", 40, None),
)
# Number: title, estimate, our price and cost, our scores, the rival with its price and scores.
LOTS: dict[str, dict[str, Any]] = {
    "1": {
        "title": "手術床與手術燈", "receipt": "收字第0617號", "estimate": 18, "price": "16.8", "cost": "13.2", "scores": (23, 13, 18),
        "rival": ("聖岳儀器", "17.4", (21, 13, 16)), "outcome": "WON",
        "debrief": "規格與維護分均領先。", "lessons": "安裝計畫隨標附上，委員不必追問。",
    },
    "2": {
        "title": "內視鏡影像系統", "receipt": "收字第0627號", "estimate": 26, "price": "25.1", "cost": "20.9", "scores": (21, 12, 17),
        "rival": ("拓銳影像", "22.6", (22, 13, 16)), "outcome": "LOST",
        "debrief": "價差一成，規格分不足以補回。", "lessons": "分項標各自比價，不要用整案折扣分攤。",
    },
}  # fmt: skip
CALLED_OFF = ("3", "麻醉資訊介接", 6)
US = "衡澤"


def tell_lots(world: "World") -> None:
    """Put the tender into the chronicle, each step on its own day."""
    chronicle = world.chronicle
    for day, hour, event in (
        (-120, 8, _publish),
        (-118, 9, _prepare),
        (-96, 15, _hand_in),
        (-95, 10, _open),
        (-88, 9, _award),
    ):
        chronicle.tell(chronicle.moment(day, hour), partial(event, world))


def _release(world: "World", day: int, **more: Any) -> dict[str, Any]:
    day_of = world.chronicle.moment(day, 8)
    buyer = {"id": "LA", "name": world.accounts[BUYER].name}
    return {
        "ocid": OCID, "id": f"{OCID}-{-day}", "date": day_of.isoformat(), "initiationType": "tender",
        "language": world.words.language.partition("-")[0], "buyer": buyer, "parties": [{**buyer, "roles": ["buyer"]}], **more,
    }  # fmt: skip


def _bring_in(world: "World", at: datetime, release: dict[str, Any]) -> None:
    package = {
        "uri": "https://example.com/notices", "version": "1.1", "publishedDate": release["date"],
        "publisher": {"name": world.accounts[BUYER].name}, "releases": [release],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "notice.json"
        path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
        import_notices(actor=world.importer(), at=at, paths=[path])


def _publish(world: "World", at: datetime) -> None:
    criteria = [
        {
            "type": "price" if under is None else "quality", "name": name,
            "numbers": [{"number": weight, "weight": "percentageExact"}],
        }
        for name, weight, under in world.told(CRITERIA)
    ]  # fmt: skip
    lots = [
        {
            "id": number, "title": lot["title"], "status": "active",
            "value": {"amount": int(lot["estimate"] * MILLION), "currency": "TWD"},
            "awardCriteria": {"criteria": criteria},
        }
        for number, lot in world.told(LOTS).items()
    ]  # fmt: skip
    number, title, million = world.told(CALLED_OFF)
    value = {"amount": int(million * MILLION), "currency": "TWD"}
    lots.append({"id": number, "title": title, "status": "cancelled", "value": value})
    tender = {
        "id": OCID, "title": world.told(TITLE), "status": "active", "procurementMethod": "open", "lots": lots,
        "tenderPeriod": {"endDate": world.chronicle.moment(-95, 9).isoformat()},
    }  # fmt: skip
    _bring_in(world, at, _release(world, -120, tag=["tender"], tender=tender))


def _prepare(world: "World", at: datetime) -> None:
    """Make a bid of each lot we want, with the headings of the notice, prices, rivals, scores and the decision."""
    tender, kam = get_tender(uids_of([OCID])[OCID]), world.actor("kam")
    for number, lot in world.told(LOTS).items():
        bid = bid_for_tender(actor=kam, at=at, tender=tender, account=world.accounts[BUYER], lot=number)
        for criterion, (_name, _weight, under) in zip(sheet_of(bid).criteria, CRITERIA, strict=True):
            if under:
                values = {
                    "heading": world.told(HEADING),
                    "heading_total": sum(each[1] for each in CRITERIA if each[2]),
                }
                change_record(CRITERION, actor=kam, at=at, record=criterion, values=values)
        prices = {"own_price": Decimal(lot["price"]) * MILLION, "own_cost": Decimal(lot["cost"]) * MILLION}
        change_record(BID, actor=kam, at=at, record=get_bid_for(kam, bid.uid), values=prices)
        _judge(world, at, get_bid_for(kam, bid.uid), lot)


def _judge(world: "World", at: datetime, bid: "Bid", lot: dict[str, Any]) -> None:
    kam, (name, price, theirs) = world.actor("kam"), lot["rival"]
    likely = Decimal(price) * MILLION
    values = {
        "bid": bid, "name": name, "competitor": world.competitors.get(name), "currency": "TWD",
        "price_likely": likely, "price_low": likely * Decimal("0.97"), "price_high": likely * Decimal("1.04"),
    }  # fmt: skip
    rival = create_record(RIVAL, actor=kam, at=at, values=values)
    scored = [each for each in sheet_of(bid).criteria if not each.is_price]
    scores = [
        GivenScore(criterion=criterion, rival=who, score=Decimal(score))
        for who, given in ((None, lot["scores"]), (rival, theirs))
        for criterion, score in zip(scored, given, strict=True)
    ]
    set_scores(actor=kam, at=at, bid=get_bid_for(kam, bid.uid), scores=scores)
    answers = {code: Answer(met=True) for code in KnockOutCode.values}
    answers |= {code: Answer(score=4) for code in QuestionCode.values}
    answer_questions(actor=kam, at=at, bid=get_bid_for(kam, bid.uid), answers=answers)
    ruling = Ruling(
        verdict="GO", reason=world.told("分項各自評選，兩項皆有實績。"), approver=world.user("director")
    )
    decide_bid(actor=kam, at=at, bid=get_bid_for(kam, bid.uid), ruling=ruling)


def _ours(world: "World", number: str) -> "Bid":
    found = bids_of_tender(world.actor("kam"), get_tender(uids_of([OCID])[OCID]))
    return next(each for each in found if each.lot == number)


def _hand_in(world: "World", at: datetime) -> None:
    for number, lot in world.told(LOTS).items():
        bid = _ours(world, number)
        submit_bid(
            actor=world.actor("kam"), at=at, bid=bid, key=f"demo-lot-{number}", receipt=lot["receipt"],
            forecast=forecast_of(bid, own_name=world.told("我方"), today=world.chronicle.on(-96)),
        )  # fmt: skip


def _open(world: "World", at: datetime) -> None:
    for number, lot in world.told(LOTS).items():
        name, price, _scores = lot["rival"]
        won = lot["outcome"] == "WON"
        opened = [
            Opened(
                name=world.told(US),
                price=Decimal(lot["price"]) * MILLION,
                rank=1 if won else 2,
                is_ours=True,
                has_won=won,
            ),
            Opened(name=name, price=Decimal(price) * MILLION, rank=2 if won else 1, has_won=not won),
        ]
        open_bid(actor=world.actor("kam"), at=at, bid=_ours(world, number), opened=opened)


def _award(world: "World", at: datetime) -> None:
    """Publish the awards, and keep how each lot came out with what was learnt."""
    awards = []
    for number, lot in world.told(LOTS).items():
        won = lot["outcome"] == "WON"
        name, price = (world.told(US), lot["price"]) if won else lot["rival"][:2]
        amount = int(Decimal(price) * MILLION)
        awards.append(
            {
                "id": f"award-{number}", "status": "active", "relatedLots": [number],
                "date": world.chronicle.moment(-88, 8).isoformat(),
                "value": {"amount": amount, "currency": "TWD"}, "suppliers": [{"id": name, "name": name}],
            }
        )  # fmt: skip
    _bring_in(world, at, _release(world, -88, tag=["award"], awards=awards))
    for number, lot in world.told(LOTS).items():
        close_bid(
            actor=world.actor("kam"), at=at, bid=_ours(world, number), outcome=lot["outcome"],
            debrief=lot["debrief"], lessons=lot["lessons"],
        )  # fmt: skip
