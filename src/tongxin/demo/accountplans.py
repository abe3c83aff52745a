"""What the demo company wants with two customers this year, and how far it is."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.crm.accountplans.records import (
    ACCOUNT_PLAN,
    ACTION,
    OBJECTIVE,
    READING,
    RESOURCE,
    REVIEW,
    RISK,
)
from tongxin.demo.facts import Day
from tongxin.records.definition import Definition
from tongxin.records.writing import create_record

if TYPE_CHECKING:
    from tongxin.demo.made import World

BEGAN: Day = -240
ENDS: Day = 124


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One objective.

    Attributes:
        readings: value and day of what was stated by hand.
        actions: what somebody does for it, and until when.
        is_shared: whether the customer may read it.
    """

    text: str
    measure: str
    target: int
    baseline: int | None = None
    unit: str = ""
    due: Day = ENDS
    strategies: str = ""
    readings: tuple[tuple[int, Day], ...] = ()
    actions: tuple[tuple[str, Day], ...] = ()
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStory:
    """The plan of one customer.

    Attributes:
        risks: text, likelihood, impact, answer.
        resources: text, who grants it, state, day.
        reviews: what was decided, and the day.
    """

    account: str
    owner: str
    title: str
    situation: str
    note: str
    goals: tuple[Goal, ...]
    risks: tuple[tuple[str, str, str, str], ...]
    resources: tuple[tuple[str, str, str, Day], ...]
    reviews: tuple[tuple[str, Day], ...] = ()


READ_FROM = "設備稼動月報"
STORIES: tuple[PlanStory, ...] = (
    PlanStory(
        account="yaohe_main", owner="kam", title="曜禾總院年度經營計畫",
        situation="影像中心汰換與急診擴充同年進行，院方希望一家供應商統籌；維修等待時間是院長最常提起的事。",
        note="院內對手與放射科往來已久，先顧好工務與資訊兩室。",
        goals=(
            Goal(
                text="全年贏得一億八千萬元訂單", measure="WON", target=180_000_000, baseline=52_000_000,
                strategies="影像中心與急診案一併提出整體維護方案\n決標前完成兩次院內實機驗證",
            ),
            Goal(
                text="升為合作伙伴", measure="LEVEL", target=3, baseline=2,
                strategies="每季與副院長檢討一次承諾與服務",
                actions=(("約副院長第四季檢討會議", 14),),
            ),
            Goal(text="與四位高層保持往來", measure="SENIORS", target=4, due=60),
            Goal(
                text="縮短設備停機時間", measure="BY_HAND", target=12, baseline=36, unit="小時／月", is_shared=True,
                strategies="備品移到院內\n夜間待命工程師一名", readings=((30, -150), (22, -60), (17, -12)),
                actions=(("院內備品庫上架，並與工務室對點", 30),),
            ),
        ),
        risks=(
            ("年度預算延到下一季核定", "MEDIUM", "HIGH", "備妥分期付款與租賃兩案"),
            ("對手以低價搶下急診案", "HIGH", "MEDIUM", "以停機損失試算總成本"),
        ),
        resources=(
            ("駐院工程師一名", "director", "GRANTED", -60),
            ("展示用主機一部，借用兩個月", "executive", "ASKED", 20),
        ),
        reviews=(("備品先移到院內；第四季再談升級", -88),),
    ),
    PlanStory(
        account="hongen", owner="kam", title="泓恩醫院集團年度經營計畫",
        situation="影像平台第一期已上線，第二期與心導管室更新接連而來；採購集中到集團總部。",
        note="總部採購主管新上任，態度未明。",
        goals=(
            Goal(
                text="集團全年贏得六千萬元訂單", measure="WON", target=60_000_000,
                strategies="以第一期成果爭取第二期\n心導管室先做場測再報價",
            ),
            Goal(text="認識集團總部十位同仁", measure="PEOPLE", target=10, due=60),
            Goal(text="取得兩家院區推薦", measure="REFERENCES", target=2, is_shared=True),
        ),
        risks=(("集團改採聯合採購", "MEDIUM", "MEDIUM", "提早與總部談框架合約"),),
        resources=(("場測用超音波兩部", "director", "REFUSED", -30),),
    ),
)  # fmt: skip


def tell_account_plans(world: "World") -> None:
    """Tell of each plan on its days: the plan with its objectives, risks and resources, then what was stated by hand."""
    for story in world.told(STORIES):
        _tell(world, story)


def _tell(world: "World", story: PlanStory) -> None:
    def keep(moment: datetime) -> None:
        _keep(world, story, moment)

    world.chronicle.tell(world.chronicle.moment(-200), keep)


def _keep(world: "World", story: PlanStory, moment: datetime) -> None:
    actor, on, owner = world.actor(story.owner), world.chronicle.on, world.user(story.owner)

    def make(definition: Any, **values: Any) -> Any:
        return create_record(definition, actor=actor, at=moment, values=values)

    plan = make(
        ACCOUNT_PLAN, account=world.accounts[story.account], title=story.title, first_on=on(BEGAN),
        last_on=on(ENDS), state="AGREED", owner=owner, situation=story.situation, note=story.note,
    )  # fmt: skip
    for goal in story.goals:
        objective = make(
            OBJECTIVE, plan=plan, text=goal.text, measure=goal.measure, target=Decimal(goal.target),
            baseline=None if goal.baseline is None else Decimal(goal.baseline), unit=goal.unit,
            due_on=on(goal.due), owner=owner, strategies=goal.strategies, is_shared=goal.is_shared,
        )  # fmt: skip
        for value, day in goal.readings:
            _later(world, story, READING, day, _reading(world, objective, value, day))
        for text, due in goal.actions:
            values = {"objective": objective, "text": text, "owner": owner, "due_on": on(due)}
            _later(world, story, ACTION, -20, values | {"is_shared": goal.is_shared})
    for text, likelihood, impact, answer in story.risks:
        make(
            RISK, plan=plan, text=text, likelihood=likelihood, impact=impact, answer=answer, owner=owner,
            is_shared=False,
        )  # fmt: skip
    for decided, day in story.reviews:
        _later(
            world, story, REVIEW, day, {"plan": plan, "decided": decided, "held_on": world.chronicle.on(day)}
        )
    for text, name, state, day in story.resources:
        make(RESOURCE, plan=plan, text=text, granted_by=world.user(name), state=state, needed_on=on(day))


def _reading(world: "World", objective: Any, value: int, day: Day) -> dict[str, Any]:
    return {
        "objective": objective,
        "value": Decimal(value),
        "observed_on": world.chronicle.on(day),
        "source": world.told(READ_FROM),
    }


def _later(
    world: "World", story: PlanStory, definition: Definition, day: Day, values: dict[str, Any]
) -> None:
    def keep(moment: datetime) -> None:
        create_record(definition, actor=world.actor(story.owner), at=moment, values=values)

    world.chronicle.tell(world.chronicle.moment(day), keep)
