"""Who stands how close to four customers of the demo company, what rivals do there, and a value case for each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from tongxin.crm.competition.records import (
    CASE_LINE,
    CASE_QUOTE,
    PLACEMENT,
    PRESSURE,
    RATING,
    RING_TARGET,
    RIVAL_FACT,
    SHARE,
    TIE,
    VALUE_CASE,
    WARNING,
)
from tongxin.demo.facts import Day
from tongxin.records.definition import Definition
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from tongxin.demo.made import World

# The world begins then; what is older was recorded on that day.
FOUNDED = -399
CRITERIA = ("技術", "價格", "交期", "服務", "長期合作")


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalryFact:
    """Competition around one customer; a supplier without a name is us.

    Attributes:
        rings: supplier, ring, since when, what it rests on, from whom.
        scores: supplier → scores by `CRITERIA`.
        shares: supplier → share of wallet of the year before, in percent.
        line: cost of today a year, price, saving a year, upkeep a year, who agreed.
    """

    account: str
    owner: str
    segment: str
    rings: tuple[tuple[str, str, Day, str, str], ...]
    target: tuple[str, str, Day]
    tie: tuple[str, str, str, str]
    card: tuple[str, str, str, str]
    warning: tuple[str, str]
    scores: tuple[tuple[str, tuple[int, ...]], ...]
    shares: tuple[tuple[str, int], ...]
    pressure: tuple[str, str]
    case: str
    line: tuple[int, int, int, int, str]
    currency: str = "TWD"


RIVALRIES: tuple[RivalryFact, ...] = (
    RivalryFact(
        account="yaohe_main", owner="kam", segment="醫療影像",
        rings=(
            ("", "APPROVED", -690, "合格供應商名冊", "採購組"),
            ("", "PREFERRED", -200, "列入影像設備優先邀標名單", "傅婉柔"),
            ("宏珀醫電", "CORE", -690, "八成主機為該廠牌", "影像醫學部盤點"),
            ("宏珀醫電", "PREFERRED", -110, "維護費爭議後改為逐案比價", "游靖堯"),
            ("拓銳影像", "OUTSIDE", -500, "尚未通過評鑑", "採購組"),
            ("拓銳影像", "APPROVED", -160, "通過供應商評鑑", "採購組"),
            ("凱晟資訊", "CORE", -690, "", ""),
        ),
        target=("CORE", "以影像平台與維護合約綁定，取得年度策略供應商資格", 240),
        tie=("宏珀醫電", "凱晟資訊", "BOTH", "HIS介接合作，影像平台競爭"),
        card=("宏珀醫電", "3T磁振造影兩台", "UNDERCUTS", "開標前最後一輪降5%"),
        warning=("拓銳影像", "原廠主管上週拜訪總務室，談整批換購"),
        scores=(("", (5, 3, 4, 3, 4)), ("宏珀醫電", (4, 3, 4, 5, 4)), ("拓銳影像", (3, 5, 4, 2, 2))),
        shares=(("", 28), ("宏珀醫電", 46), ("凱晟資訊", 12)),
        pressure=("設備總持有成本三年內降一成", "jian"),
        case="磁振造影汰換", line=(18_500_000, 78_000_000, 26_500_000, 4_200_000, "jian"),
    ),
    RivalryFact(
        account="hongen", owner="kam", segment="超音波",
        rings=(
            ("", "OUTSIDE", -650, "未曾供貨", "採購處"),
            ("", "APPROVED", -330, "影像平台第一期驗收", "舒曼珊"),
            ("聖岳儀器", "CORE", -650, "集團框架合約", "屈麗雯"),
            ("宏珀醫電", "APPROVED", -400, "", ""),
        ),
        target=("PREFERRED", "超音波場測過關後爭取心導管室", 180),
        tie=("聖岳儀器", "", "COMPETES", "超音波探頭"),
        card=("聖岳儀器", "超音波二十四台", "HOLDS", "整案折讓高但不單獨降價"),
        warning=("聖岳儀器", "向影像部提供三個月免費試用"),
        scores=(("", (4, 3, 3, 4, 4)), ("聖岳儀器", (4, 4, 5, 3, 5))),
        shares=(("", 18), ("聖岳儀器", 61)),
        pressure=("門診檢查等候降到七天內", "shu"),
        case="超音波場測擴充", line=(3_100_000, 12_600_000, 5_400_000, 900_000, "shu"),
    ),
    RivalryFact(
        account="dingfeng_precision", owner="kam2", segment="工業檢測",
        rings=(
            ("", "PREFERRED", -600, "年度框架協議", "採購部"),
            ("", "CORE", -140, "聯合實驗室簽約", "石維新"),
            ("Halden Systems", "PREFERRED", -600, "集團海外廠標配", "石維新"),
            ("辰阔科技", "OUTSIDE", -300, "精度驗證未過", "品保部"),
        ),
        target=("CORE", "維持聯合實驗室並延伸到台南廠", 300),
        tie=("Halden Systems", "", "BOTH", "斷層掃描競爭，軟體介面合作"),
        card=("Halden Systems", "電腦斷層一台", "HOLDS", "極少低於牌價"),
        warning=("辰阔科技", "以試用機進廠做精度驗證"),
        scores=(("", (5, 3, 4, 5, 5)), ("Halden Systems", (5, 2, 3, 4, 4)), ("辰阔科技", (3, 5, 4, 2, 1))),
        shares=(("", 57), ("Halden Systems", 30)),
        pressure=("不良率降到百萬分之五十", "shi"),
        case="在線檢測導入", line=(3_600_000, 16_000_000, 6_200_000, 1_100_000, "shi"),
    ),
    RivalryFact(
        account="westhaven", owner="kam3", segment="Imaging software",
        rings=(
            ("", "PREFERRED", -620, "Framework agreement", "Tom Brennan"),
            ("", "APPROVED", -50, "New CIO reopened the supplier list", "Chidi Okafor"),
            ("Halden Systems", "APPROVED", -620, "Supplier list", "Tom Brennan"),
            ("Halden Systems", "PREFERRED", -45, "Pilot site agreed", "Chidi Okafor"),
        ),
        target=("PREFERRED", "Win back the renewal with a measured service record", 200),
        tie=("Halden Systems", "", "COMPETES", "Reading workstations"),
        card=("Halden Systems", "Remote service contract", "HOLDS", "Rarely below list"),
        warning=("Halden Systems", "Their regional head met the CIO twice this month"),
        scores=(("", (4, 4, 4, 3, 4)), ("Halden Systems", (4, 3, 2, 4, 4))),
        shares=(("", 52), ("Halden Systems", 33)),
        pressure=("Reading time per study down by a fifth", "lindqvist"),
        case="Platform renewal", line=(310_000, 540_000, 240_000, 60_000, "lindqvist"), currency="USD",
    ),
)  # fmt: skip


def tell_rivalry(world: "World", fact: RivalryFact) -> None:
    """Tell who stands how close, each move on its day, and in the end what is known of rivals and the value case."""
    for supplier, ring, day, evidence, source in fact.rings:
        values = {
            "competitor": _rival(world, supplier), "ring": ring, "segment": fact.segment,
            "placed_on": world.chronicle.on(day), "evidence": evidence, "evidence_source": source,
            "evidence_on": world.chronicle.on(day) if evidence else None,
        }  # fmt: skip
        _tell(world, fact, day, PLACEMENT, values)
    for day, definition, values in _known(world, fact):
        _tell(world, fact, day, definition, values)
    world.chronicle.tell(world.chronicle.moment(-25), _case_of(world, fact))


def _known(world: "World", fact: RivalryFact) -> list[tuple[Day, Definition, dict[str, Any]]]:
    on, rival = world.chronicle.on, partial(_rival, world)
    ring, plan, due = fact.target
    competitor, other, kind, subject = fact.tie
    holder, products, behaviour, price = fact.card
    mover, sign = fact.warning
    pressure, owner = fact.pressure
    found: list[tuple[Day, Definition, dict[str, Any]]] = [
        (-60, RING_TARGET, {"ring": ring, "plan": plan, "owner": world.user(fact.owner), "due_on": on(due)}),
        (-90, TIE, {"competitor": rival(competitor), "other": rival(other), "kind": kind, "subject": subject}),
        (-40, RIVAL_FACT, {
            "competitor": rival(holder), "products": products, "price_behaviour": behaviour,
            "price_evidence": price, "verified_on": on(-40),
        }),
        (-6, WARNING, {"competitor": rival(mover), "sign": sign}),
        (-80, PRESSURE, {
            "kind": "PRESSURE", "text": pressure, "owner": world.people[owner], "confidence": "LIKELY",
            "heard_on": on(-80),
        }),
    ]  # fmt: skip
    for name, scores in fact.scores:
        for criterion, score in zip(world.told(CRITERIA), scores, strict=True):
            values = {"competitor": rival(name), "criterion": criterion, "score": score, "rated_on": on(-35)}
            found.append((-35, RATING, values))
    for name, percent in fact.shares:
        values = {
            "competitor": rival(name), "year": on(-365).year, "percent": percent, "source": world.told("年度採購統計"),
            "confidence": "LIKELY",
        }  # fmt: skip
        found.append((-70, SHARE, values))
    return found


def _case_of(world: "World", fact: RivalryFact) -> Callable[[datetime], None]:
    today, price, saving, upkeep, agreed_by = fact.line

    def tell(moment: datetime) -> None:
        def make(definition: Definition, values: dict[str, Any]) -> Any:
            return create_record(definition, actor=world.actor(fact.owner), at=moment, values=values)

        case = make(
            VALUE_CASE,
            {
                "account": world.accounts[fact.account], "name": fact.case, "horizon": 8, "rate": Decimal(6),
                "price": Decimal(price), "currency": fact.currency,
            },
        )  # fmt: skip
        agreed = {"agreed_by": world.people[agreed_by], "agreed_on": world.chronicle.on(-28)}
        for kind, name, amount, first, last, more in (
            ("COST", "設備與安裝", price, 0, None, {}),
            ("COST", "維護", upkeep, 1, 8, {}),
            ("SAVING", "節省", saving, 1, 8, agreed),
            ("TODAY", "現況維護與停機", today, 0, 8, agreed),
        ):
            values = {
                "case": case,
                "kind": kind,
                "name": world.told(name),
                "amount": Decimal(amount),
                "first_year": first,
            }
            make(CASE_LINE, {**values, "last_year": last, **more})
        for title, until, share in (("零組件報價", -20, "0.15"), ("安裝工程報價", 40, "0.45")):
            quote = {
                "case": case, "title": world.told(title), "quoted_on": world.chronicle.on(-120),
                "valid_until": world.chronicle.on(until), "quoted_price": Decimal(price) * Decimal(share),
            }  # fmt: skip
            make(CASE_QUOTE, quote)

    return tell


def _tell(
    world: "World", fact: RivalryFact, day: Day, definition: Definition, values: dict[str, Any]
) -> None:
    def keep(moment: datetime) -> None:
        account = world.accounts[fact.account]
        create_record(
            definition, actor=world.actor(fact.owner), at=moment, values={"account": account, **values}
        )

    world.chronicle.tell(world.chronicle.moment(max(day, FOUNDED)), keep)


def _rival(world: "World", name: str) -> Any:
    return world.competitors[name] if name else None
