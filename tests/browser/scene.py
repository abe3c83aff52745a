"""The data that browser tests look at, made through the product's own actions, in Chinese as users type it."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from tests.factories import PASSWORD, make_account, make_user, with_every_right
from tests.meta.records import MAKERS, World

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.clock import now, today
from tongxin.crm.accounts.choices import AccountKind
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.actions import create_opportunity, move_stage
from tongxin.crm.opportunities.models import Opportunity, Stage
from tongxin.crm.opportunities.selectors import first_stage
from tongxin.crm.projects import links, pulses
from tongxin.crm.projects.models import Pulse, SharedLink
from tongxin.crm.projects.pulse_choices import Consent
from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction
from tongxin.crm.relationships.choices import InteractionKind, Side
from tongxin.crm.stakeholders.actions import create_person
from tongxin.crm.stakeholders.models import Person
from tongxin.team.choices import Role

ACCOUNTS = (
    ("曜禾醫療財團法人曜禾紀念醫院", "曜禾醫院", "醫學中心影像設備汰換進入選商，採購委員會仍有兩席未接觸。"),
    ("澄岳精密工業股份有限公司", "澄岳精密", "三座廠區共用採購處，備品合約年底到期。"),
    ("海潤國際物流股份有限公司", "海潤物流", "新倉自動化案已立項，對方希望分兩期付款。"),
    ("东岚轨道交通装备有限公司", "东岚轨道", "信号系统改造项目正在做技术交流。"),
    ("Northlight Semiconductor Pte. Ltd.", "Northlight", ""),
)
DEALS = (
    ("影像中心汰換案", 0, 186_000_000, 3, "送出比較表給放射科", 3),
    ("放射科儲存擴充", 0, 24_500_000, 1, "約資訊室確認介接", -2),
    ("二廠檢測線", 1, 62_000_000, 2, "帶技術主管拜訪", 9),
    ("備品三年合約", 1, 8_800_000, 4, "", None),
    ("新倉自動化第一期", 2, 45_000_000, 2, "回覆付款條件", 1),
    ("信号系统改造", 3, 98_000_000, 0, "安排技术交流", 14),
)
PEOPLE = (
    ("尤振邦", 0, "副院長"), ("賴孟潔", 0, "放射科主任"), ("游承翰", 0, "資訊室組長"), ("簡美惠", 0, "採購組長"),
    ("卓文彥", 1, "廠長"), ("温淑芬", 1, "採購經理"), ("鄧浩然", 2, "營運長"), ("郑晓峰", 3, "总工程师"),
    ("Priya Raman", 4, "Head of Sourcing"),
)  # fmt: skip
VISITS = (
    (0, (0, 1), "院長同意十二月進委員會，要我們補三家醫院的實績。", 2),
    (0, (2,), "資訊室擔心介接工時，希望先看樣本資料。", 9),
    (1, (4,), "廠長確認二廠檢測線明年第一季動工。", 5),
    (2, (6,), "對方要分兩期付款，第一期四成。", 1),
    (3, (7,), "对方希望先做一次技术交流。", 20),
)


@dataclass
class Scene:
    """What was made, for tests to name."""

    world: World
    accounts: list[Account] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    deals: list[Opportunity] = field(default_factory=list)


def make_scene() -> dict[str, object]:
    """Make users, accounts, people, deals, visits and promises; return what tests need to know of them."""
    world = World(
        owner=make_user((Role.KAM,), username="owner", display_name="沈予安", password=PASSWORD),
        mate=make_user((Role.TEAM_MEMBER,), username="mate", display_name="羅宇翔"),
        reader=make_user((Role.READ_ONLY,), username="reader", display_name="江若寧"),
        outsider=make_user((Role.KAM,), username="outsider", display_name="高子晴"),
    )
    make_user((Role.ADMINISTRATOR,), username="admin", display_name="許柏叡")
    scene = Scene(world)
    actor = with_every_right(world.owner)
    _accounts(scene)
    _people(scene, actor)
    _deals(scene, actor)
    _visits(scene, actor)
    world.made[Kind.ACCOUNT] = scene.accounts[0]
    world.made[Kind.PERSON] = scene.people[0]
    world.made[Kind.OPPORTUNITY] = scene.deals[0]
    return {
        "tokens": _tokens(world, actor),
        "records": {kind: world.record(kind).uid for kind in MAKERS},
        "accounts": {account.short_name: account.uid for account in scene.accounts},
        "people": {person.full_name: person.uid for person in scene.people},
        "deals": {deal.name: deal.uid for deal in scene.deals},
    }


def _tokens(world: World, actor: Actor) -> dict[str, str]:
    """Return what stands in the address of each page behind a signed link."""
    asked = Pulse.objects.get(pk=world.record("PULSE").pk)
    asked.score, asked.consent = None, Consent.UNKNOWN.value
    asked.save()
    pulses.ask_by_link(actor=actor, at=now(), pulse=asked)
    return {
        "web:shared_plan": links.token_of(SharedLink.objects.get(pk=world.record("SHARED_LINK").pk)),
        "web:shared_pulse": pulses.token_of(asked),
    }


def _accounts(scene: Scene) -> None:
    world = scene.world
    for name, short_name, situation in ACCOUNTS:
        scene.accounts.append(
            make_account(
                world.owner, name=name, short_name=short_name, situation=situation,
                members=[world.mate, world.reader],
            )
        )  # fmt: skip
    make_account(world.owner, name="澄岳精密二廠", kind=AccountKind.SITE, parent=scene.accounts[1])


def _people(scene: Scene, actor: Actor) -> None:
    for name, place, title in PEOPLE:
        scene.people.append(
            create_person(actor=actor, at=now(), full_name=name, account=scene.accounts[place], title=title)
        )


def _deals(scene: Scene, actor: Actor) -> None:
    stages = list(Stage.objects.filter(process=first_stage().process).order_by("position"))
    for number, (name, place, amount, steps, next_step, days) in enumerate(DEALS):
        began = now() - timedelta(days=90 - number * 7)
        deal = create_opportunity(
            actor=actor, at=began, name=name, account=scene.accounts[place], amount=Decimal(amount),
            close_from=today() + timedelta(days=40 + 11 * number),
            close_to=today() + timedelta(days=80 + 11 * number),
            next_step=next_step, next_step_on=None if days is None else today() + timedelta(days=days),
        )  # fmt: skip
        for step in range(steps):
            entered = began + timedelta(days=10 * (step + 1))
            move_stage(actor=actor, at=entered, opportunity=deal, stage=stages[step + 1])
        scene.deals.append(deal)


def _visits(scene: Scene, actor: Actor) -> None:
    for place, who, text, days in VISITS:
        log_interaction(
            actor=actor, at=now(), text=text, kind=InteractionKind.VISIT,
            occurred_at=now() - timedelta(days=days), account=scene.accounts[place],
            people=[scene.people[index] for index in who],
        )  # fmt: skip
    for side, text, days in (
        (Side.OURS, "補三家醫院的實績", 2),
        (Side.OURS, "送備品價目表", -4),
        (Side.THEIRS, "給樣本資料", 6),
    ):
        add_promise(
            actor=actor, at=now(), account=scene.accounts[0],
            promise=NewPromise(side=side, text=text, due_on=today() + timedelta(days=days)),
        )  # fmt: skip
