"""Two tenders told: one lost and learnt from, one that is being priced."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.crm.bids.actions import (
    Answer,
    GivenScore,
    Ruling,
    answer_questions,
    bid_for_tender,
    close_bid,
    decide_bid,
    set_scores,
    submit_bid,
)
from tongxin.crm.bids.declared.bids import BID, CRITERION, RIVAL, SCENARIO
from tongxin.crm.bids.declared.papers import DEMAND, DOCUMENT, LIMIT, OPENING, QUALIFICATION, REGISTRATION
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.crm.tenders.actions import register_tender
from tongxin.records.definition import Definition
from tongxin.records.writing import change_record, create_record

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid
    from tongxin.demo.made import World

MILLION = Decimal(1_000_000)
# What the committee weighs, and how many of the 80 points beside the price.
CRITERIA = (("影像品質與功能", 30), ("維護與到場時間", 25), ("資安與介接", 15), ("教育訓練與實績", 10))
# Member: scores of us, 宏珀醫電 and 拓銳影像 on the four criteria.
COMMITTEE = {
    "影像醫學": ((28, 22, 12, 9), (25, 22, 12, 8), (24, 20, 12, 8)),
    "放射技術": ((27, 21, 12, 8), (25, 22, 12, 8), (24, 21, 12, 8)),
    "神經外科": ((25, 20, 12, 8), (27, 22, 12, 8), (23, 20, 12, 8)),
    "醫工": ((25, 20, 12, 8), (25, 22, 12, 8), (24, 21, 12, 8)),
    "資訊": ((25, 20, 10, 8), (25, 21, 11, 8), (23, 20, 12, 8)),
    "外聘甲": ((26, 21, 12, 8), (25, 21, 12, 8), (25, 21, 12, 8)),
    "外聘乙": ((25, 20, 12, 8), (25, 21, 12, 8), (25, 20, 12, 8)),
}
RIVALS = (("宏珀醫電", "183", "178", "190"), ("拓銳影像", "175", "169", "182"))
PAPERS: tuple[tuple[str, str, str, int | None], ...] = (
    ("醫療器材販賣業許可執照", "LICENCE", "臺北市政府衛生局", None),
    ("ISO 13485品質管理系統", "CERTIFICATE", "SGS", 40),
    ("ISO 27001資訊安全管理", "CERTIFICATE", "BSI", 300),
    ("醫學中心3T磁振造影實績證明", "REFERENCE", "嶺岸大學附設醫院", None),
)
# What the buyer demands, with the paper that meets it.
DEMANDS = (
    ("醫療器材販賣業許可", "醫療器材販賣業許可執照"),
    ("資訊安全管理系統驗證", "ISO 27001資訊安全管理"),
    ("原廠資安檢測報告", ""),
)
DOCUMENTS = (("服務建議書", "DRAFT", 8), ("價格文件", "OPEN", 11), ("切結書", "DONE", 5))
REGISTRATIONS: tuple[tuple[str, str, str, int | None], ...] = (
    ("yaohe_main", "合格供應商名冊", "REGISTERED", 60),
    ("lingan", "醫療設備供應商註冊", "APPLIED", None),
)
# What was read out at the opening of the tender we lost, the cheapest first.
OPENED = (("宏珀醫電", "36.5"), ("衡澤", "38"), ("聖岳儀器", "39.2"))
OUR_RANK = 2
LIMITS = (("事業部總經理", 20, 1), ("總經理", 12, 3))


def tell_bids(world: "World") -> None:
    """Put both tenders into the chronicle."""
    chronicle = world.chronicle
    chronicle.tell(chronicle.moment(-300), lambda at: _keep_papers(world, at))
    chronicle.tell(chronicle.moment(-210), lambda at: _tell_lost(world, at))
    chronicle.tell(chronicle.moment(-7, 10), lambda at: _tell_open(world, at))


def _make(world: "World", definition: Definition, at: datetime, **values: Any) -> Any:
    return create_record(definition, actor=world.actor("kam"), at=at, values=values)


def _keep_papers(world: "World", at: datetime) -> None:
    for name, kind, issuer, days in world.told(PAPERS):
        _make(
            world, QUALIFICATION, at, name=name, kind=kind, issuer=issuer, owner=world.user("bids"),
            valid_until=None if days is None else world.chronicle.on(days),
        )  # fmt: skip
    for account, name, state, days in world.told(REGISTRATIONS):
        _make(
            world, REGISTRATION, at, account=world.accounts[account], name=name, state=state,
            owner=world.user("bids"), valid_until=None if days is None else world.chronicle.on(days),
        )  # fmt: skip
    for name, below, days in world.told(LIMITS):
        values = {"name": name, "margin_below": Decimal(below), "working_days": days}
        create_record(LIMIT, actor=world.actor("admin"), at=at, values=values)


def _offer(world: "World", at: datetime, title: str, account: str, *, due: int, million: int) -> "Bid":
    buyer = world.accounts[account]
    tender = register_tender(
        actor=world.actor("bids"), at=at, buyer=buyer.name, title=world.told(title),
        deadline_at=world.chronicle.moment(due, 17), estimate=million * MILLION, currency="TWD",
    )  # fmt: skip
    return bid_for_tender(actor=world.actor("bids"), at=at, tender=tender, account=buyer)


def _tell_lost(world: "World", at: datetime) -> None:
    """Tell of a bid from its notice to its result, each step on its own day."""
    bid, kam = _offer(world, at, "第二院區CT採購", "lingan", due=-170, million=40), world.actor("kam")
    uid, chronicle = bid.uid, world.chronicle

    def decide(moment: datetime) -> None:
        found = get_bid_for(kam, uid)
        _answer(world, moment, found, 3)
        ruling = Ruling(
            verdict="GO", reason=world.told("既有客戶，規格相符。"), approver=world.user("director")
        )
        decide_bid(actor=kam, at=moment, bid=found, ruling=ruling)
        prices = {"own_price": Decimal(38) * MILLION, "own_cost": Decimal(31) * MILLION}
        change_record(BID, actor=kam, at=moment, record=get_bid_for(kam, uid), values=prices)

    def hand_in(moment: datetime) -> None:
        found = get_bid_for(kam, uid)
        receipt = world.told("收字第0412號")
        submit_bid(actor=world.actor("bids"), at=moment, bid=found, key="demo-ct", receipt=receipt)

    def open_them(moment: datetime) -> None:
        for rank, (name, price) in enumerate(world.told(OPENED), start=1):
            _make(
                world, OPENING, moment, bid=get_bid_for(kam, uid), name=name, rank=rank, has_won=rank == 1,
                opened_price=Decimal(price) * MILLION, currency="TWD", is_ours=rank == OUR_RANK,
            )  # fmt: skip
        close_bid(
            actor=kam, at=moment, bid=get_bid_for(kam, uid), outcome="LOST",
            debrief=world.told("規格分相同，敗在價格。"),
            lessons=world.told("維護費另計會被視為總價偏高，下次提前拆開說明。"),
        )  # fmt: skip

    chronicle.tell(chronicle.moment(-200), decide)
    chronicle.tell(chronicle.moment(-171, 11), hand_in)
    chronicle.tell(chronicle.moment(-165), open_them)


def _tell_rivals(world: "World", at: datetime, bid: "Bid") -> list[Any]:
    return [
        _make(
            world, RIVAL, at, bid=bid, name=name, competitor=world.competitors[name], currency="TWD",
            price_likely=Decimal(likely) * MILLION, price_low=Decimal(low) * MILLION,
            price_high=Decimal(high) * MILLION,
        )
        for name, likely, low, high in world.told(RIVALS)
    ]  # fmt: skip


def _tell_open(world: "World", at: datetime) -> None:
    """Tell of a bid whose price is being found: scored by member, with rivals and scenarios."""
    bid = _offer(world, at, "影像中心設備採購評選", "yaohe_main", due=18, million=195)
    uid, kam = bid.uid, world.actor("kam")
    values = {
        "method": "TW_RANK_SUM", "price_weight": Decimal(20), "opportunity": world.deals["imaging"],
        "own_price": Decimal(186) * MILLION, "own_floor": Decimal(174) * MILLION,
        "own_cost": Decimal(152) * MILLION, "internal_at": world.chronicle.moment(12, 17),
    }  # fmt: skip
    change_record(BID, actor=kam, at=at, record=get_bid_for(kam, uid), values=values)
    criteria = [
        _make(world, CRITERION, at, bid=bid, name=name, place=place, highest=Decimal(most))
        for place, (name, most) in enumerate(world.told(CRITERIA), start=1)
    ]
    criteria.append(
        _make(world, CRITERION, at, bid=bid, name=world.told("價格"), place=9, highest=Decimal(20))
    )
    rivals = _tell_rivals(world, at, bid)
    price_points = (Decimal(17), Decimal(17), Decimal(18))
    sheets_of: dict[str, Any] = world.told(COMMITTEE)
    scores = [
        GivenScore(criterion=criterion, rival=rival, member=member, score=Decimal(score))
        for member, sheets in sheets_of.items()
        for rival, sheet, price in zip((None, *rivals), sheets, price_points, strict=True)
        for criterion, score in zip(criteria, (*sheet, price), strict=True)
    ]
    set_scores(actor=kam, at=at, bid=get_bid_for(kam, uid), scores=scores)
    security = criteria[2]
    _make(
        world, SCENARIO, at, bid=bid, name=world.told("補資安證據"), criterion=security, scenario_score=Decimal(14),
        scenario_cost=Decimal(180_000), currency="TWD",
    )  # fmt: skip
    _make(
        world, SCENARIO, at, bid=bid, name=world.told("只降價"), scenario_price=Decimal(182) * MILLION,
        currency="TWD",
    )  # fmt: skip
    _tell_papers(world, at, bid)
    _answer(world, at, get_bid_for(kam, uid), 4)


def _tell_papers(world: "World", at: datetime, bid: "Bid") -> None:
    papers = {each.name: each for each in QUALIFICATION.visible(world.actor("kam"))}
    for name, paper in world.told(DEMANDS):
        _make(world, DEMAND, at, bid=bid, name=name, qualification=papers.get(paper))
    for name, state, days in world.told(DOCUMENTS):
        _make(
            world, DOCUMENT, at, bid=bid, name=name, state=state, owner=world.user("bids"),
            due_on=world.chronicle.on(days),
        )  # fmt: skip


def _answer(world: "World", at: datetime, bid: "Bid", points: int) -> None:
    answers = {code: Answer(met=True) for code in KnockOutCode.values}
    answers |= {code: Answer(score=points) for code in QuestionCode.values}
    answer_questions(actor=world.actor("bids"), at=at, bid=bid, answers=answers)
