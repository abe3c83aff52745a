"""How close the demo company's relationships are: one customer on each level, one slipping, one ready to climb."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongxin.crm.ladder.records import CLAIM, PROOF, TARGET
from tongxin.demo.competition import FOUNDED
from tongxin.demo.facts import Day
from tongxin.records.definition import Definition
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from tongxin.demo.made import World


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStory:
    """The relationship with one customer.

    Attributes:
        claims: level and the day it was declared.
        target: level, approach, day; empty for none.
        proofs: fact, day observed, last day or `None`.
    """

    account: str
    owner: str
    claims: tuple[tuple[str, Day], ...]
    proofs: tuple[tuple[str, Day, Day | None], ...]
    target: tuple[str, str, Day] | None = None


AGREED_WITH = "採購主管"
REASONS: dict[str, str] = {
    "VENDOR": "首批訂單驗收，列為合格供應商",
    "PREFERRED": "列入優先邀標名單，並約定每季檢討",
    "PARTNER": "雙方簽認共同改善計畫",
    "ALLIANCE": "簽訂三年戰略合作協議",
}
# What shows a fact, and which document says so.
SHOWN: dict[str, tuple[str, str]] = {
    "CONTACTS": ("與工程及採購窗口的例會", "例會紀錄"),
    "ORDERS": ("先前的採購合約", "合約影本"),
    "PROMISES": ("每季承諾對帳，全數如期", "季度檢討紀錄"),
    "SERVICE": ("年度服務評鑑達標，客戶簽認", "服務評鑑報告"),
    "RING_PREFERRED": ("列入優先邀標供應商", "採購通知函"),
    "SENIORS": ("與副總經理面談", "例會紀錄"),
    "SPONSOR": ("雙方主管每季會談", "例會紀錄"),
    "REFERENCE": ("同意作為參考實績並接待來訪", "客戶同意函"),
    "JOINT_PLAN": ("共同改善計畫由雙方簽認", "共同計畫書"),
    "SHARE": ("年度採購占比逾三成", "採購年報"),
    "TOP_REVIEW": ("雙方最高主管年度檢討會", "高層會議紀錄"),
    "AGREEMENT": ("三年戰略合作協議生效", "協議正本"),
    "DEVELOPMENT": ("聯合實驗室共同開發檢測模組", "合作開發章程"),
    "SYSTEMS": ("維護工單與客戶系統介接上線", "介接驗收紀錄"),
}
_AS_VENDOR = (
    ("CONTACTS", -30, None),
    ("CONTACTS", -25, None),
    ("ORDERS", -700, None),
    ("ORDERS", -300, None),
)
_AS_PREFERRED = (
    ("PROMISES", -14, None), ("SERVICE", -90, None), ("RING_PREFERRED", -200, None), *_AS_VENDOR,
)  # fmt: skip
_AS_PARTNER = (
    ("SENIORS", -40, None), ("SENIORS", -18, None), ("SPONSOR", -35, None), ("REFERENCE", -150, None),
    ("JOINT_PLAN", -120, None), ("SHARE", -60, None), *_AS_PREFERRED,
)  # fmt: skip
STORIES: tuple[LadderStory, ...] = (
    LadderStory(
        account="hongen", owner="kam", claims=(("VENDOR", -330),), proofs=(("SERVICE", -60, None),),
        target=("PREFERRED", "超音波場測過關後申請優先邀標資格", 180),
    ),
    LadderStory(
        account="yaohe_main", owner="kam", claims=(("VENDOR", -390), ("PREFERRED", -150)),
        proofs=(("ORDERS", -380, None), ("SERVICE", -345, None)),
        target=("PARTNER", "先把逾期承諾補齊，再安排院長層級會談", 240),
    ),
    LadderStory(account="beiyuan", owner="kam", claims=(("PREFERRED", -180),), proofs=_AS_PREFERRED),
    LadderStory(
        account="shengyao", owner="kam2", claims=(("VENDOR", -300),), proofs=_AS_PREFERRED,
        target=("PREFERRED", "與採購確認升級，並約定每季檢討", 45),
    ),
    LadderStory(
        account="dingfeng_precision", owner="kam2", claims=(("PARTNER", -390), ("ALLIANCE", -140)),
        proofs=(
            ("TOP_REVIEW", -200, None), ("TOP_REVIEW", -50, None), ("SYSTEMS", -210, None),
            ("AGREEMENT", -140, 955), ("DEVELOPMENT", -130, None), *_AS_PARTNER,
        ),
    ),
    LadderStory(
        account="westhaven", owner="kam3", claims=(("PREFERRED", -390), ("PARTNER", -360)),
        proofs=(
            ("SERVICE", -380, -12), ("REFERENCE", -755, None), ("JOINT_PLAN", -390, None),
            ("SENIORS", -60, None), ("PROMISES", -170, None),
        ),
    ),
    LadderStory(
        account="lanjiang_medical", owner="east", claims=(("PREFERRED", -370), ("PARTNER", -110)),
        proofs=_AS_PARTNER, target=("ALLIANCE", "推動系統介接與聯合開發立項", 400),
    ),
)  # fmt: skip


def tell_ladders(world: "World") -> None:
    """Tell of each relationship on its days: what shows it, what was declared, and what is aimed at."""
    for story in world.told(STORIES):
        for fact, day, until in story.proofs:
            shown, source = world.told(SHOWN[fact])
            values = {
                "fact": fact, "shown": shown, "source": source, "observed_on": world.chronicle.on(day),
                "valid_until": None if until is None else world.chronicle.on(until),
            }  # fmt: skip
            _tell(world, story, day, PROOF, values)
        for level, day in story.claims:
            values = {
                "level": level, "declared_on": world.chronicle.on(day), "agreed_with": world.told(AGREED_WITH),
                "reason": world.told(REASONS[level]),
            }  # fmt: skip
            _tell(world, story, day, CLAIM, values)
        if story.target is not None:
            level, plan, due = story.target
            values = {
                "level": level, "plan": plan, "owner": world.user(story.owner), "due_on": world.chronicle.on(due),
            }  # fmt: skip
            _tell(world, story, -20, TARGET, values)


def _tell(
    world: "World", story: LadderStory, day: Day, definition: Definition, values: dict[str, Any]
) -> None:
    def keep(moment: datetime) -> None:
        account = world.accounts[story.account]
        create_record(
            definition, actor=world.actor(story.owner), at=moment, values={"account": account, **values}
        )

    world.chronicle.tell(world.chronicle.moment(max(day, FOUNDED)), keep)
