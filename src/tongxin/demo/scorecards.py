"""How two of the demo company's customers rate their suppliers: one whose grade we lost, one that prints totals of its own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.crm.relationships.actions import NewPromise
from tongxin.crm.scorecards.periods import first_day, last_day
from tongxin.crm.scorecards.records import ACTION, CARD, CRITERION, GRADE
from tongxin.crm.scorecards.scoring import enter_sheet, plan_improvement
from tongxin.crm.scorecards.selectors import criteria_of
from tongxin.demo.competition import FOUNDED
from tongxin.demo.facts import Day
from tongxin.records.writing import change_record, create_record

if TYPE_CHECKING:
    from tongxin.demo.made import World

# Subject, name, weight, minimum, effort of a point; the heaviest first.
Criterion = tuple[str, str, int, int | None, int | None]
# How many periods ago, competitor or "" for us, scores in the order of the criteria, total as printed.
Sheet = tuple[int, str, tuple[int | None, ...], str]


LATER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStory:
    """The card of one customer, what it gave, and what we do about it: criterion, promise, day due, points."""

    account: str
    owner: str
    name: str
    period: str
    source: str
    criteria: tuple[Criterion, ...]
    grades: tuple[tuple[str, int, str, str], ...]
    letter: str
    said_by: str
    sheets: tuple[Sheet, ...]
    actions: tuple[tuple[str, str, Day, int], ...]


STORIES: tuple[CardStory, ...] = (
    CardStory(
        account="dingfeng_precision", owner="kam2", name="供應商季評鑑表", period="QUARTER", source="供應商管理辦法第三版",
        criteria=(
            ("QUALITY", "品質", 25, 70, 5), ("DELIVERY", "準時交貨", 20, 60, 2), ("PRICE", "價格", 20, None, None),
            ("INNOVATION", "技術創新", 15, None, 4), ("SERVICE", "整合服務", 10, None, 1),
            ("COOPERATION", "長期合作", 6, None, 3), ("CREDIT", "信用", 4, None, None),
        ),
        grades=(
            ("A", 85, "PREFERRED", "優先邀標，新案共同開發"), ("B", 75, "APPROVED", "可參與一般案"),
            ("C", 60, "CONDITIONAL", "九十日內提出改善計畫"), ("D", 0, "PHASED_OUT", "不再下單"),
        ),
        letter="供應商評鑑通知書", said_by="採購主管",
        sheets=(
            (4, "", (86, 90, 78, 88, 84, 90, 95), "85.8"), (3, "", (88, 91, 80, 88, 85, 90, 95), "87.2"),
            (2, "", (87, 84, 80, 89, 80, 90, 95), ""), (1, "", (85, 68, 80, 90, 76, 90, None), "81"),
            (3, "Halden Systems", (80, 82, 92, 70, 78, 70, None), ""), (2, "Halden Systems", (82, 86, 92, 74, 80, 72, None), ""),
            (1, "Halden Systems", (84, 90, 92, 78, 82, 75, None), ""),
        ),
        actions=(("準時交貨", "在客戶廠內設備品庫，縮短交期", 40, 15), ("整合服務", "指派駐廠服務工程師", 25, 8)),
    ),
    CardStory(
        account="yaohe_main", owner="kam", name="供應商年度評鑑表", period="YEAR", source="醫材採購作業規範",
        criteria=(
            ("SERVICE", "整合服務", 35, 60, 2), ("QUALITY", "品質", 30, None, 4), ("PRICE", "價格", 20, None, None),
            ("COOPERATION", "長期合作", 15, None, 3),
        ),
        grades=(
            ("優等", 90, "PREFERRED", "優先議價"), ("甲等", 80, "APPROVED", "列入合格名單"),
            ("乙等", 0, "CONDITIONAL", "須提改善計畫"),
        ),
        letter="年度評鑑結果公函", said_by="採購主管",
        sheets=((2, "", (72, 84, 80, 70), ""), (1, "", (82, 88, 78, 80), "82.7")),
        actions=(("整合服務", "每季向臨床工程科簡報維修時效", 60, 10),),
    ),
)  # fmt: skip


def tell_scorecards(world: "World") -> None:
    """Tell of each card on its days: criteria and grades, what it gave us and rivals, and what we do about it."""
    for story in world.told(STORIES):
        _tell_card(world, story)


def _tell_card(world: "World", story: CardStory) -> None:
    kept: dict[str, Any] = {}

    def begin(moment: datetime) -> None:
        actor = world.actor(story.owner)
        values = {
            "account": world.accounts[story.account], "name": story.name, "period": story.period,
            "source": story.source, "stated_on": moment.date(), "total_places": 1,
        }  # fmt: skip
        card = kept["card"] = create_record(CARD, actor=actor, at=moment, values=values)
        for subject, name, weight, minimum, effort in story.criteria:
            told = {
                "card": card,
                "subject": subject,
                "name": name,
                "weight": Decimal(weight),
                "effort": effort,
            }
            told["minimum"] = None if minimum is None else Decimal(minimum)
            create_record(CRITERION, actor=actor, at=moment, values=told)
        for name, total, meaning, consequence in story.grades:
            told = {"card": card, "name": name, "from_total": Decimal(total), "meaning": meaning}
            told["consequence"] = consequence
            create_record(GRADE, actor=actor, at=moment, values=told)

    world.chronicle.tell(world.chronicle.moment(FOUNDED), begin)
    for sheet in story.sheets:
        _tell_sheet(world, story, sheet, kept)
    for action in story.actions:
        _tell_action(world, story, action, kept)


def _tell_sheet(world: "World", story: CardStory, sheet: Sheet, kept: dict[str, Any]) -> None:
    ago, rival, scores, printed = sheet

    def enter(moment: datetime) -> None:
        card = kept["card"]
        start = _ago(story.period, world.chronicle.today, ago)
        values = {
            "period_day": start, "source": story.letter, "said_by": story.said_by,
            "stated_on": min(_stated_on(world, story.period, ago), world.chronicle.today),
            "competitor": world.competitors[rival] if rival else None,
            "printed_total": Decimal(printed) if printed else None,
        }  # fmt: skip
        given = {
            criterion.uid: None if score is None else Decimal(score)
            for criterion, score in zip(criteria_of(card), scores, strict=True)
        }
        enter_sheet(actor=world.actor(story.owner), at=moment, card=card, values=values, scores=given)

    day = (_stated_on(world, story.period, ago) - world.chronicle.today).days
    world.chronicle.tell(world.chronicle.moment(min(max(day, FOUNDED + 1), -1)), enter)


def _tell_action(
    world: "World", story: CardStory, action: tuple[str, str, Day, int], kept: dict[str, Any]
) -> None:
    name, text, due, gain = action

    def plan(moment: datetime) -> None:
        criterion = next(each for each in criteria_of(kept["card"]) if each.name == name)
        promise = NewPromise(text=text, owner=world.user(story.owner), due_on=world.chronicle.on(due))
        actor = world.actor(story.owner)
        made = plan_improvement(actor=actor, at=moment, criterion=criterion, promise=promise)
        change_record(ACTION, actor=actor, at=moment, record=made, values={"gain": Decimal(gain)})

    world.chronicle.tell(world.chronicle.moment(-8), plan)


def _stated_on(world: "World", period: str, ago: int) -> date:
    """Return the day on which the customer told of a period: some days after it ended."""
    return last_day(period, _ago(period, world.chronicle.today, ago)) + timedelta(days=LATER)


def _ago(period: str, day: date, count: int) -> date:
    """Return the first day of the period that lies so many periods before that of a day."""
    start = first_day(period, day)
    for _each in range(count):
        start = first_day(period, date.fromordinal(start.toordinal() - 1))
    return start
