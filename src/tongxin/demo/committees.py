"""The committees of the demo deals: who sits in them, how they stand to us and to one another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tongxin.crm.committees.briefs import BRIEF, RIVAL_FIT
from tongxin.crm.committees.records import COMMITTEE, CRITERION, SEAT, SPONSORSHIP
from tongxin.crm.committees.seating import draw_tie, judge
from tongxin.records.writing import create_record, create_records

if TYPE_CHECKING:
    from tongxin.crm.committees.models import Committee
    from tongxin.demo.made import World

HOUR = 18.5


@dataclass(frozen=True, slots=True)
class SeatFact:
    """A person in a seat: role, attitude, power, who of us answers for them, and what they look at."""

    person: str
    role: str
    attitude: str = "UNKNOWN"
    power: int | None = None
    ours: str = ""
    orientation: str = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class TieFact:
    """A tie from one person to another, with what shows it."""

    below: str
    kind: str
    above: str
    strength: int
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeFact:
    """The committee of a deal, as it was put down on a day by one of us."""

    deal: str
    by: str
    day: int
    name: str
    kind: str
    rule: str
    seats: tuple[SeatFact, ...]
    ties: tuple[TieFact, ...]
    criteria: tuple[tuple[str, str, bool, int, int], ...] = ()
    # How rivals meet the criteria in their order: name of the rival, fits, what shows it.
    rivals: tuple[tuple[str, tuple[int, ...], str], ...] = ()
    # What somebody wrote into the decision brief; the rest of it is written from the data.
    consequences: str = ""
    our_ask: str = ""


COMMITTEES: tuple[CommitteeFact, ...] = (
    CommitteeFact(
        deal="imaging", by="kam", day=-24, name="總院影像中心汰換評選", kind="BOTH", rule="VETO",
        seats=(
            SeatFact("wen", "APPROVER", "NEUTRAL", 5, "executive", "BUSINESS"),
            SeatFact("pei", "APPROVER", "RESERVED", 5, "director", "FINANCIAL"),
            SeatFact("jian", "DECISION_MAKER", "SUPPORTER", 5, "kam", "BUSINESS"),
            SeatFact("you", "USER", "CHAMPION", 4, "member", "TECHNICAL"),
            SeatFact("youzb", "USER", "OPPONENT", 3, "member", "TECHNICAL"),
            SeatFact("kang", "USER", "SUPPORTER", 2, "service", "TECHNICAL"),
            SeatFact("deng", "TECHNICAL_EXPERT", "RESERVED", 3, "member", "TECHNICAL"),
            SeatFact("luo", "TECHNICAL_EXPERT", "NEUTRAL", 2, "service", "TECHNICAL"),
            SeatFact("fu", "PURCHASER", "NEUTRAL", 2, "bids", "FINANCIAL"),
        ),
        ties=(
            TieFact("jian", "REPORTS_TO", "wen", 2, "院本部組織圖"),
            TieFact("pei", "REPORTS_TO", "wen", 2, "院本部組織圖"),
            TieFact("you", "REPORTS_TO", "jian", 2, "總院組織圖"),
            TieFact("youzb", "REPORTS_TO", "jian", 2, "總院組織圖"),
            TieFact("deng", "REPORTS_TO", "jian", 2, "總院組織圖"),
            TieFact("luo", "REPORTS_TO", "jian", 2, "總院組織圖"),
            TieFact("kang", "REPORTS_TO", "you", 2, "影像醫學部組織圖"),
            TieFact("fu", "REPORTS_TO", "pei", 2, "總務室組織圖"),
            TieFact("you", "INFLUENCE", "jian", 3, "副院長在會議上採納其臨床評估"),
            TieFact("deng", "INFLUENCE", "pei", 2, "預算會議上由他說明資安風險"),
            TieFact("jian", "ADVICE", "deng", 2, "系統案都先問資訊室"),
            TieFact("you", "CONFLICT", "youzb", 2, "3T開機時段分配，各有立場"),
        ),
        criteria=(
            ("影像品質與掃描時間", "FORMAL", True, 4, 3), ("總持有成本", "FORMAL", False, 2, 3),
            ("資安與系統介接", "FORMAL", True, 2, 2), ("停機時間與到場承諾", "INFORMAL", False, 4, 2),
        ),
        rivals=(
            ("宏珀醫電", (3, 3, 1, 2), "影像部使用現有機種的回饋"), ("拓銳影像", (2, 3, 1, 1), "前次投標文件"),
        ),
        consequences="選我方：等候天數可再縮短，停機有到場承諾\n選低價主機：維護費第三年起調高，資安證明另計時程",
        our_ask="請院本部在決標前同意資安檢測的共同時程\n請副院長安排一次與財務長的總持有成本說明",
    ),
    CommitteeFact(
        deal="inline", by="kam2", day=-18, name="台中廠檢測設備採購", kind="PURCHASING", rule="DECISION_MAKER",
        seats=(
            SeatFact("che", "DECISION_MAKER", "SUPPORTER", 4, "kam2", "BUSINESS"),
            SeatFact("ban", "TECHNICAL_EXPERT", "NEUTRAL", 3, "member", "TECHNICAL"),
            SeatFact("shi", "APPROVER", "UNKNOWN", 5, "", "UNKNOWN"),
            SeatFact("hua", "PURCHASER", "RESERVED", 4, "director", "FINANCIAL"),
            SeatFact("ding", "APPROVER", "UNKNOWN", 5),
        ),
        ties=(
            TieFact("che", "REPORTS_TO", "shi", 2, "公司網站"),
            TieFact("shi", "REPORTS_TO", "ding", 2, "公司網站"),
            TieFact("hua", "REPORTS_TO", "ding", 2, "公司網站"),
            TieFact("ban", "REPORTS_TO", "che", 2, "拜訪所知"),
            TieFact("ban", "INFLUENCE", "che", 3, "誤判率由她把關"),
            TieFact("che", "ADVICE", "ban", 3, "試機報告先給她看"),
        ),
        criteria=(("誤判率", "FORMAL", True, 3, 3), ("節拍", "FORMAL", True, 4, 3), ("在地備品", "INFORMAL", False, 3, 1)),
        rivals=(("Halden Systems", (3, 3, 1), "試機報告與備品清單"),),
        our_ask="請廠長把試機樣本增為三批\n請採購中心先確認備品的在地庫存條款",
    ),
    CommitteeFact(
        deal="renewal", by="kam3", day=-14, name="Platform renewal board", kind="EVALUATION", rule="CONSENSUS",
        seats=(
            SeatFact("harlow", "APPROVER", "NEUTRAL", 5, "executive", "FINANCIAL"),
            SeatFact("okafor", "DECISION_MAKER", "RESERVED", 4, "kam3", "TECHNICAL"),
            SeatFact("lindqvist", "USER", "CHAMPION", 3, "kam3", "TECHNICAL"),
            SeatFact("brennan", "DECISION_MAKER", "SUPPORTER", 4, "kam3", "TECHNICAL"),
        ),
        ties=(
            TieFact("okafor", "REPORTS_TO", "harlow", 2, "Organisation chart"),
            TieFact("lindqvist", "REPORTS_TO", "harlow", 2, "Organisation chart"),
            TieFact("lindqvist", "INFLUENCE", "harlow", 2, "Leads the clinical steering group"),
        ),
        criteria=(("Migration without downtime", "FORMAL", True, 3, 2), ("Open interfaces", "FORMAL", False, 4, 3)),
        rivals=(("Halden Systems", (2, 3), "Reference call with two of their clinics"),),
        consequences="Renewing keeps the archive in place; changing moves six clinics in one quarter",
        our_ask="Agree on the weekend of the first migration by the end of the month",
    ),
)  # fmt: skip


# Whom, who of us, days between touches, what it is for, agenda of the next touch.
SPONSORSHIPS: tuple[tuple[str, str, int, str, str], ...] = (
    ("wen", "executive", 90, "總院汰換案的院方支持", "帶三年服務成效與等候天數的數據"),
    ("pei", "director", 60, "總持有成本的共識", "逐年成本試算，先聽財務處的假設"),
    ("hua", "director", 60, "集團框架採購", "框架價格的條件"),
    ("ding", "executive", 120, "集團策略合作", "海外廠的服務據點"),
)


def tell_committees(world: "World") -> None:
    """Tell the chronicle when each committee was put down, and which executives were paired."""
    world.chronicle.tell(world.chronicle.moment(-150, HOUR), lambda at: _pair(world, at))
    for fact in world.told(COMMITTEES):
        world.chronicle.tell(world.chronicle.moment(fact.day, HOUR), _putting_down(world, fact))


def _putting_down(world: "World", fact: CommitteeFact) -> Callable[[datetime], None]:
    return lambda at: _put_down(world, fact, at)


def _put_down(world: "World", fact: CommitteeFact, at: datetime) -> None:
    actor, deal = world.actor(fact.by), world.deals[fact.deal]
    committee = create_record(
        COMMITTEE, actor=actor, at=at,
        values={"account": deal.account, "opportunity": deal, "name": fact.name, "kind": fact.kind, "rule": fact.rule},
    )  # fmt: skip
    world.committees[fact.deal] = committee
    seats = {}
    for told in fact.seats:
        person = world.people[told.person]
        person.refresh_from_db()
        values = {
            "committee": committee,
            "name": person.title or person.full_name,
            "role": told.role,
            "person": person,
        }
        if told.ours:
            values["counterpart"] = world.user(told.ours)
        seat = create_record(SEAT, actor=actor, at=at, values=values)
        if told.attitude != "UNKNOWN" or told.power is not None:
            judged = {"attitude": told.attitude, "power": told.power, "orientation": told.orientation}
            judge(actor=actor, at=at, seat=seat, values=judged)
        seats[told.person] = seat
    for tie in fact.ties:
        draw_tie(
            actor=actor, at=at, ends=(seats[tie.below], seats[tie.above]), kind=tie.kind,
            evidence=tie.evidence, strength=tie.strength,
        )  # fmt: skip
    _tell_criteria(world, fact, committee, at)


def _tell_criteria(world: "World", fact: CommitteeFact, committee: "Committee", at: datetime) -> None:
    """Tell what the committee decides by, how rivals meet it, and the brief as far as somebody wrote it."""
    actor, criteria = world.actor(fact.by), []
    for name, kind, is_mandatory, ours, rival in fact.criteria:
        values = {"committee": committee, "name": name, "kind": kind, "is_mandatory": is_mandatory}
        values |= {"our_fit": ours, "best_rival_fit": rival}
        criteria.append(create_record(CRITERION, actor=actor, at=at, values=values))
    fits = [
        {"criterion": criterion, "competitor": world.competitors[name], "fit": fit, "evidence": evidence}
        for name, found, evidence in fact.rivals
        for criterion, fit in zip(criteria, found, strict=True)
    ]
    create_records(RIVAL_FIT, actor=actor, at=at, rows=fits)
    values = {"committee": committee, "name": fact.name}
    values |= {"consequences": fact.consequences, "our_ask": fact.our_ask}
    create_record(BRIEF, actor=actor, at=at, values=values)


def _pair(world: "World", at: datetime) -> None:
    for key, ours, days, purpose, agenda in world.told(SPONSORSHIPS):
        person = world.people[key]
        person.refresh_from_db()
        values = {
            "account": person.account,
            "person": person,
            "sponsor": world.user(ours),
            "purpose": purpose,
        }
        create_record(
            SPONSORSHIP, actor=world.actor("director"), at=at,
            values={**values, "every_days": days, "agenda": agenda},
        )  # fmt: skip
