"""The demo world: made once, fresh on its day, whole for everybody who looks around in it."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from tests.meta.matrix import path_of
from tests.meta.records import INVENTED
from tests.meta.standard import is_in_turn

from tongxin.analytics.bids.replay import replay_of
from tongxin.analytics.bids.simulation import rate_day, simulate
from tongxin.analytics.ladder.standing import standings_of
from tongxin.analytics.scorecards.standing import standings_of as standings_by_card
from tongxin.audit.choices import Kind
from tongxin.audit.models import AuditEvent
from tongxin.audit.selectors import first_broken_link
from tongxin.common.access import Door
from tongxin.common.models import Fact
from tongxin.common.rights import Channel
from tongxin.config.access import addresses
from tongxin.crm.accounts.models import Account, PurchasingGroup
from tongxin.crm.bids.desk_selectors import submission_of
from tongxin.crm.bids.lots import lots_for
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.selectors import sheet_of
from tongxin.crm.ladder.selectors import accounts_with_ladder
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import Opportunity, StageEntry
from tongxin.crm.records import BY_KIND
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.models import Attachment, Interaction, Promise
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.crm.tenders.hits import found_for
from tongxin.crm.tenders.lists import TENDER_LIST, list_tenders
from tongxin.crm.tenders.models import TenderPart
from tongxin.demo.people import PEOPLE
from tongxin.demo.words import CHINESE
from tongxin.demo.world import DemoRefused, create_world
from tongxin.team.choices import Language, Role
from tongxin.team.models import Absence, User
from tongxin.team.selectors import get_actor

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = AT.date()
# Where Chinese stands on purpose in an English company: real notices and what is made of them, names in their own
# script, words to look for in notices, and labels that are kept in every language.
NATIVE = {
    "audit.AuditEvent.changes", "crm.AccountAlias.match_key", "crm.AccountAlias.name", "crm.DictionaryEntry.labels",
    "crm.Organisation.identity", "crm.Organisation.match_key", "crm.Organisation.name", "crm.Process.labels",
    "crm.Stage.labels", "crm.Stage.our_labels", "crm.Tender.compiled", "crm.Tender.ocid", "crm.Tender.region",
    "crm.Tender.title", "crm.Tender.words", "crm.TenderRelease.body", "crm.WatchList.words",
    "search.SearchDocument.body_tokens", "search.SearchDocument.subtitle", "search.SearchDocument.title",
    "search.SearchDocument.title_tokens",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world in English, whose texts are the longest, made once; every test works in a transaction over it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield create_world(at=AT, language="en")
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_has_somebody_for_every_role_in_reporting_lines():
    roles = {role for user in User.objects.all() for role in user.roles}
    assert roles == set(Role.values)
    assert User.objects.get(username="demo.kam").manager.username == "demo.director"
    assert not User.objects.get(username="demo.east").reporting_path.startswith(
        User.objects.get(username="demo.director").reporting_path
    )


def test_has_customers_in_trees_and_people_in_posts():
    assert Account.objects.filter(children__isnull=False, parent=None).distinct().count() == 3
    assert Account.objects.count() >= 20
    assert Person.objects.count() >= 60
    assert Person.objects.filter(status=PersonStatus.LEFT).count() == 2
    assert Tenure.objects.filter(is_current=False, end_reason="MOVED").count() == 1
    assert PurchasingGroup.objects.get().members.filter(is_lead=True).count() == 1
    assert Absence.objects.filter(from_date__lte=TODAY, to_date__gte=TODAY).count() == 1


def test_has_deals_of_every_stage_and_end_with_honest_histories():
    standing = Counter(Opportunity.objects.filter(outcome=Outcome.OPEN).values_list("stage__code", flat=True))
    assert set(standing) >= {"RESEARCH", "ANALYSIS", "CHARTER", "SELECTION", "TENDER", "TEST"}
    ends = Counter(Opportunity.objects.values_list("outcome", flat=True))
    assert ends[Outcome.WON] == 4
    assert ends[Outcome.LOST] == 3
    assert ends[Outcome.DROPPED] == 1
    reversals = StageEntry.objects.filter(kind=EntryKind.REVERSAL)
    assert reversals.count() == 6
    assert not reversals.filter(cause=None).exists()
    assert not Opportunity.objects.filter(outcome=Outcome.LOST, loss_reason=None).exists()
    assert set(Opportunity.objects.values_list("currency", flat=True)) == {"TWD", "USD", "CNY"}
    assert not Opportunity.objects.filter(amount_reporting=None).exists()
    assert Opportunity.objects.filter(outcome=Outcome.OPEN, next_step="").count() == 2
    assert Opportunity.objects.filter(outcome=Outcome.OPEN, next_step_on__lt=TODAY).count() >= 4


def test_has_visits_and_promises_of_both_sides_due_overdue_and_kept():
    assert Interaction.objects.count() >= 60
    for side in Side.values:
        promises = Promise.objects.filter(side=side)
        assert promises.filter(state=PromiseState.OPEN, due_on__lt=TODAY).exists()
        assert promises.filter(state=PromiseState.OPEN, due_on__gt=TODAY).exists()
        assert promises.filter(state=PromiseState.KEPT).exists()
    assert Promise.objects.filter(state=PromiseState.OPEN, due_on=TODAY).exists()


def test_keeps_two_real_files():
    names = Attachment.objects.values_list("name", flat=True)
    assert {Path(name).suffix for name in names} == {".xlsx", ".txt"}
    for attachment in Attachment.objects.all():
        assert default_storage.size(attachment.stored_name) == attachment.size


def test_nothing_lies_in_the_future_of_its_making_and_the_log_is_whole():
    for model in apps.get_models():
        if issubclass(model, Fact):
            assert not model._default_manager.filter(created_at__gt=AT).exists(), model
    assert first_broken_link() is None


def test_histories_read_as_if_people_had_worked_on_the_pages():
    elsewhere = AuditEvent.objects.exclude(user_id=None).exclude(channel=Channel.WEB)
    assert set(elsewhere.values_list("channel", "user_name")) == {(Channel.IMPORT, "Hsu Po-jui")}


def test_no_chinese_stands_in_an_english_world_but_what_is_so_on_purpose():
    found = {
        f"{model._meta.label}.{column.name}": text
        for model in apps.get_models()
        if model.__module__.startswith("tongxin.")
        for column in model._meta.concrete_fields
        if isinstance(column, CharField | TextField | JSONField)
        for text in model._default_manager.values_list(column.name, flat=True)
        if text and CHINESE.search(json.dumps(text, ensure_ascii=False))
    }
    assert {name: text for name, text in found.items() if name not in NATIVE} == {}


def test_a_second_world_is_refused():
    before = Account.objects.count()
    with pytest.raises(DemoRefused) as refused:
        create_world(at=AT)
    assert refused.value.code == "DATABASE_NOT_EMPTY"
    assert Account.objects.count() == before


@pytest.mark.sweep
@pytest.mark.one_engine
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.username)
def test_every_page_answers_for_everybody(person, world):
    client = Client()
    with time_machine.travel(AT, tick=False):
        user = User.objects.get(username=person.username)
        user.language = Language.values[PEOPLE.index(person) % 3]
        user.save(update_fields=["language"])
        client.force_login(user)
        actor = get_actor(user, as_of=TODAY)
        turn = PEOPLE.index(person)
        examples = _examples(world, person.username, actor)
        for address in addresses():
            # The sample page is there for developers only.
            if (
                not address.name.startswith("web:")
                or address.name.startswith("web:design")
                or not address.access
                or not is_in_turn(address.name, turn)
            ):
                continue
            uids = {
                name: examples[kind].uid if kind in examples else INVENTED
                for name, kind in address.access.records.items()
            }
            response = client.get(path_of(address, uids))
            response.getvalue()
            # A wrong link is unknown, and after so many of them from one address tried too often.
            expected = {200, 302, 303, 405} | ({404, 429} if "<str:token>" in address.route else set())
            if address.access.door is Door.RIGHT and not actor.has(address.access.right):
                expected = {403, 405}
            elif not set(address.access.records.values()) <= set(examples):
                expected = {404, 405}
            # Who may read but not write is refused at the forms.
            assert response.status_code in expected | {403}, address.name


def _examples(world, username, actor):
    """Return one record of each kind that the person may see."""
    east = username.startswith("demo.east")
    north = username == "demo.kam3"
    account, deal, person = (
        ("lanjiang_medical", "framework", "shao")
        if east
        else ("westhaven", "renewal", "okafor")
        if north
        else ("dingfeng_motor", "stator", "mao")
        if username == "demo.kam2"
        else ("yaohe_main", "imaging", "you")
    )
    found = {
        Kind.ACCOUNT: world.accounts[account],
        Kind.OPPORTUNITY: world.deals[deal],
        Kind.PERSON: world.people[person],
        Kind.USER: User.objects.get(username=username),
        Kind.COMPETITOR: world.competitors["Hongpo Medical"],
        Kind.PRODUCT: world.products["MR3"],
    }
    declared = {
        kind: record
        for kind, definition in BY_KIND.items()
        if (record := definition.visible(actor).order_by("pk").first()) is not None
    }
    return {**declared, **{str(kind.value): record for kind, record in found.items()}}


def test_has_public_notices_found_by_two_characters_and_a_notice_for_the_bid_manager():
    actor = get_actor(User.objects.get(username="demo.bids"), as_of=TODAY)
    query = TENDER_LIST.parse({"q": ["醫院"], "source": ["LIST"]}, actor=actor)
    assert len(list_tenders(actor, query).items) >= 10
    winners = {part.organisation.name for part in TenderPart.objects.filter(role="WINNER")}
    assert len(winners) >= 20
    assert [found.watches for found in found_for(actor)] == [("Medical imaging",)]


@pytest.mark.requirement("R5.3")
def test_has_a_relationship_on_each_level_one_slipping_and_one_ready_to_climb(world):
    director = get_actor(User.objects.get(username="demo.director"), as_of=TODAY)
    names = {account.pk: key for key, account in world.accounts.items()}
    found = {
        names[each.account.pk]: each
        for user in (director, get_actor(User.objects.get(username="demo.east"), as_of=TODAY))
        for each in standings_of(user, accounts_with_ladder(user), as_of=TODAY)
    }
    at = {key: (each.proven, each.declared) for key, each in found.items()}
    assert at["hongen"] == ("VENDOR", "VENDOR")
    assert at["beiyuan"] == ("PREFERRED", "PREFERRED")
    assert at["lanjiang_medical"] == ("PARTNER", "PARTNER")
    assert at["dingfeng_precision"] == ("ALLIANCE", "ALLIANCE")
    assert (at["shengyao"], found["shengyao"].is_ready) == (("PREFERRED", "VENDOR"), True)
    assert at["westhaven"] == ("VENDOR", "PARTNER")
    assert {each.state for each in found["westhaven"].decaying} >= {"EXPIRED"}


@pytest.mark.requirement("R2.4")
def test_has_a_customer_whose_grade_fell_and_one_whose_total_differs_from_ours(world):
    director = get_actor(User.objects.get(username="demo.director"), as_of=TODAY)
    told = {key: world.accounts[key] for key in ("dingfeng_precision", "yaohe_main")}
    fell, rose = standings_by_card(director, told.values(), as_of=TODAY)
    if fell.account != told["dingfeng_precision"]:
        fell, rose = rose, fell
    assert [each.grade.name for each in fell.ours] == ["A", "A", "A", "B"]
    assert (fell.has_fallen, rose.has_fallen) == (True, False)
    assert len(fell.rivals) == 3
    assert fell.latest.differs
    assert [criterion.subject for criterion, _way in fell.improvements] == [
        "SERVICE",
        "DELIVERY",
    ] or fell.improvements
    assert sum(len(gap.actions) for gap in fell.gaps) == 2
    assert (fell.overdue, rose.overdue) == (None, None)


@pytest.mark.requirement("R4.3")
def test_has_a_tender_in_lots_from_its_notice_to_its_result(client: Client):
    won, lost = Bid.objects.filter(tender__ocid="ocds-0demo0-LA-OR-02").order_by("lot")
    assert (won.outcome, lost.outcome, won.deadline_at, won.budget) == (
        "WON",
        "LOST",
        lost.deadline_at,
        18_000_000,
    )
    kam = get_actor(User.objects.get(username="demo.kam"), as_of=TODAY)
    lots = lots_for(kam, won.tender)
    assert (lots.state, [each.state for each in lots.lots]) == (
        "AWARDED",
        ["AWARDED", "AWARDED", "CANCELLED"],
    )
    for bid in (won, lost):
        found = simulate(sheet_of(bid), own_name="We", on=rate_day(bid, TODAY))
        assert (found.own.rank == 1) == (bid.outcome == "WON")
        assert replay_of(bid, submission_of(bid)).is_right
        assert bid.criteria.exclude(heading="").count() == 2
