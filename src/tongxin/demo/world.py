"""A company to look around in: its people, customers, deals and visits, made by the product's own actions."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from tongxin.common.errors import Conflict
from tongxin.crm.accounts import actions as accounts
from tongxin.crm.accounts.choices import DictionaryKind, NameKind
from tongxin.crm.accounts.selectors import has_accounts
from tongxin.crm.market.rates import add_rate
from tongxin.crm.market.records import COMPETITOR, PRODUCT
from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import add_attachment
from tongxin.crm.stakeholders import actions as stakeholders
from tongxin.crm.stakeholders.choices import TenureEnd
from tongxin.demo import customers, deals_industry, deals_medical, files, visits_industry, visits_medical
from tongxin.demo import market as our_market
from tongxin.demo.accountplans import tell_account_plans
from tongxin.demo.bid_lots import tell_lots
from tongxin.demo.bids import tell_bids
from tongxin.demo.chronicle import Chronicle
from tongxin.demo.committees import tell_committees
from tongxin.demo.competition import RIVALRIES, tell_rivalry
from tongxin.demo.deals import tell_opportunity
from tongxin.demo.facts import AccountFact, PersonFact
from tongxin.demo.ladder import tell_ladders
from tongxin.demo.made import World, owner_name
from tongxin.demo.people import create_people
from tongxin.demo.plans import tell_plans
from tongxin.demo.projects import tell_projects
from tongxin.demo.scorecards import tell_scorecards
from tongxin.demo.stakeholders import PEOPLE, VACANT_POSTS
from tongxin.demo.tenders import tell_tenders
from tongxin.demo.views import VIEWS
from tongxin.demo.visits import tell_visit
from tongxin.demo.words import SOURCE, Words
from tongxin.records.writing import create_record
from tongxin.saved_views.actions import add_view
from tongxin.saved_views.areas import params_of
from tongxin.team.actions import add_absence
from tongxin.team.selectors import has_users

if TYPE_CHECKING:
    pass

FOUNDED = -400
DICTIONARIES = {
    "tier": DictionaryKind.TIER,
    "segment": DictionaryKind.SEGMENT,
    "region": DictionaryKind.REGION,
    "industry": DictionaryKind.INDUSTRY,
}


class DemoRefused(Conflict):
    """Say that the demo world is made in an empty database only."""


@transaction.atomic
def create_world(*, at: datetime, language: str = SOURCE) -> World:
    """Make the demo world, as it stands on the day of `at`, in an empty database.

    The same day gives the same world, in zh-hant, zh-hans or en. Everything goes through actions, oldest first.

    Raises:
        DemoRefused: `DATABASE_NOT_EMPTY`, somebody or some account is there already.
    """
    if has_users() or has_accounts():
        raise DemoRefused("DATABASE_NOT_EMPTY")
    world = World(chronicle=Chronicle(at=at), words=Words.of(language))
    founded = world.chronicle.moment(FOUNDED)
    ensure_reference_data(at=founded)
    world.stages = {stage.code: stage for stage in stages_of(default_process())}
    world.users = create_people(at=founded, words=world.words)
    _make_market(world, founded)
    for account in customers.ACCOUNTS:
        _make_account(world, account, founded)
    _make_purchasing_groups(world, founded)
    for person in world.told(PEOPLE):
        _make_person(world, person, founded)
    _make_vacant_posts(world, founded)
    for deal in world.told((*deals_medical.DEALS, *deals_industry.DEALS)):
        tell_opportunity(world, deal)
    for visit in world.told((*visits_medical.VISITS, *visits_industry.VISITS)):
        tell_visit(world, visit)
    for rivalry in world.told(RIVALRIES):
        tell_rivalry(world, rivalry)
    tell_ladders(world)
    tell_scorecards(world)
    tell_account_plans(world)
    tell_committees(world)
    tell_bids(world)
    tell_lots(world)
    tell_tenders(world)
    tell_projects(world)
    tell_plans(world)
    _tell_files(world)
    _tell_absences(world)
    _keep_views(world)
    world.chronicle.run()
    return world


def _make_market(world: World, at: datetime) -> None:
    actor = world.actor("admin")
    for currency, day, rate in our_market.RATES:
        add_rate(
            actor=actor, at=at, currency=currency, valid_from=world.chronicle.on(day), rate=Decimal(rate),
            source=world.told("示範匯率"),
        )  # fmt: skip
    for code, name, series, price in world.told(our_market.PRODUCTS):
        values = {
            "code": code,
            "name": name,
            "series": series,
            "list_price": Decimal(price),
            "currency": "TWD",
        }
        world.products[code] = create_record(PRODUCT, actor=actor, at=at, values=values)
    for name, strengths, weaknesses, price_behaviour in world.told(our_market.COMPETITORS):
        values = {
            "name": name, "strengths": strengths, "weaknesses": weaknesses, "price_behaviour": price_behaviour,
        }  # fmt: skip
        world.competitors[name] = create_record(COMPETITOR, actor=actor, at=at, values=values)


def _make_account(world: World, source: AccountFact, at: datetime) -> None:
    fact = world.told(source)
    values: dict[str, Any] = {
        name: world.entry(DICTIONARIES[name], value) if name in DICTIONARIES else value
        for name, value in fact.values.items()
    }
    actor = world.actor(fact.owner)
    account = accounts.create_account(
        actor=actor, at=at, name=fact.name, parent=world.accounts.get(fact.parent),
        aliases=_aliases(source, fact),
        **values,
    )  # fmt: skip
    world.accounts[fact.key] = account
    for name, function in fact.team:
        accounts.add_member(actor=actor, at=at, account=account, user=world.user(name), function=function)


def _aliases(source: AccountFact, fact: AccountFact) -> tuple[tuple[str, str], ...]:
    """Return an account's other names, its Chinese one among them where it goes by another."""
    own = NameKind.SIMPLIFIED if fact.values["country"] == "CN" else NameKind.TRADITIONAL
    found = {name: kind for name, kind in fact.aliases if name != fact.name}
    if fact.name != source.name:
        found.setdefault(source.name, own.value)
    return tuple(found.items())


def _make_purchasing_groups(world: World, at: datetime) -> None:
    for fact in world.told(customers.PURCHASING_GROUPS):
        actor = world.actor("kam")
        group = accounts.create_purchasing_group(actor=actor, at=at, name=fact.name, note=fact.note)
        for place, key in enumerate(fact.accounts):
            accounts.join_purchasing_group(
                actor=actor, at=at, group=group, account=world.accounts[key], is_lead=place == 0
            )


def _make_person(world: World, fact: PersonFact, at: datetime) -> None:
    account = world.accounts[fact.account]
    actor = world.actor(owner_name(world, fact.account))
    post = stakeholders.create_post(
        actor=actor, at=at, account=account, title=fact.title, department=fact.department, level=fact.level,
        reports_to=world.posts.get(fact.boss),
    )  # fmt: skip
    person = stakeholders.create_person(
        actor=actor, at=at, full_name=fact.name, account=account, **fact.values
    )
    tenure = stakeholders.start_tenure(
        actor=actor, at=at, person=person, post=post, since=world.chronicle.on(fact.since)
    )
    world.people[fact.key], world.posts[fact.key] = person, post
    chronicle = world.chronicle
    if fact.left is not None:
        until = chronicle.on(fact.left)

        def leave(moment: datetime) -> None:
            tenure.refresh_from_db()
            stakeholders.end_tenure(actor=actor, at=moment, tenure=tenure, reason=TenureEnd.LEFT, until=until)
            # Somebody else has the work, in a post of their own: this one is not to be filled.
            post.refresh_from_db()
            stakeholders.close_post(actor=actor, at=moment, post=post)

        chronicle.tell(chronicle.moment(fact.left), leave)
    if fact.moved is not None:
        _tell_move(world, fact.key, *fact.moved)


def _tell_move(world: World, key: str, day: int, place: str, title: str) -> None:
    def move(moment: datetime) -> None:
        actor = world.actor(owner_name(world, place))
        post = stakeholders.create_post(
            actor=actor, at=moment, account=world.accounts[place], title=title, level="EXECUTIVE"
        )
        person = world.people[key]
        person.refresh_from_db()
        stakeholders.move_person(actor=actor, at=moment, person=person, post=post, on=world.chronicle.on(day))

    world.chronicle.tell(world.chronicle.moment(day, 8), move)


def _make_vacant_posts(world: World, at: datetime) -> None:
    for account, title, department, boss in world.told(VACANT_POSTS):
        stakeholders.create_post(
            actor=world.actor(owner_name(world, account)), at=at, account=world.accounts[account],
            title=title, department=department, reports_to=world.posts[boss],
        )  # fmt: skip


def _tell_files(world: World) -> None:
    def keep(moment: datetime) -> None:
        for name, content in (
            (files.REQUIREMENTS_NAME, files.requirements_workbook(world.words)),
            (files.NOTES_NAME, files.meeting_notes(world.words)),
        ):
            add_attachment(
                actor=world.actor("kam"), at=moment, file=ContentFile(content), name=world.told(name),
                opportunity=world.deals["imaging"],
            )  # fmt: skip

    world.chronicle.tell(world.chronicle.moment(-30, 17), keep)


def _tell_absences(world: World) -> None:
    def announce(moment: datetime) -> None:
        on = world.chronicle.on
        add_absence(
            actor=world.actor("service"), at=moment, user=world.user("service"), deputy=world.user("member"),
            from_date=on(-2), to_date=on(4), reason=world.told("原廠服務訓練"),
        )  # fmt: skip
        add_absence(
            actor=world.actor("kam2"), at=moment, user=world.user("kam2"), deputy=world.user("kam"),
            from_date=on(8), to_date=on(12), reason=world.told("特休"),
        )  # fmt: skip

    world.chronicle.tell(world.chronicle.moment(-6), announce)


def _keep_views(world: World) -> None:
    def keep(moment: datetime) -> None:
        for fact in world.told(VIEWS):
            add_view(
                actor=world.actor(fact.owner), at=moment, area=fact.area, name=fact.name,
                params=params_of(fact.query), sharing=fact.sharing,
            )  # fmt: skip

    world.chronicle.tell(world.chronicle.moment(-5), keep)
