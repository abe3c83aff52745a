"""The time line merges everything, newest first, in pages that neither repeat nor miss."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.crm.opportunities.models import StageEntry
from tongxin.crm.relationships import actions
from tongxin.crm.relationships.choices import LineKind
from tongxin.crm.relationships.timeline import TimelineRefused, timeline_of
from tongxin.crm.search import account_names, search
from tongxin.crm.stakeholders.actions import create_person, create_post, end_tenure, start_tenure

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(kam, account, person, make_deal, settings, tmp_path):
    """An account where something of every kind happened, several things at one moment."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    deal = make_deal(account)
    for days in (0, 0, 3, 40):
        actions.log_interaction(
            actor=kam, at=AT, text=f"{days}", occurred_at=AT - timedelta(days=days), people=[person],
            opportunities=[deal], promises=[actions.NewPromise(text="p")], private_note="canary",
        )  # fmt: skip
    kept = actions.add_promise(
        actor=kam, at=AT, promise=actions.NewPromise(text="q", person=person, opportunity=deal)
    )
    actions.settle_promise(actor=kam, at=AT + timedelta(hours=1), promise=kept)
    StageEntry.objects.create(
        opportunity=deal, kind="STARTED", stage=deal.stage, entered_at=AT, entered_by=kam.user, created_at=AT
    )
    for place in ({"account": account}, {"person": person}, {"opportunity": deal}):
        actions.add_attachment(actor=kam, at=AT, file=ContentFile(b"%PDF-1"), name="x", **place)
    midnight = AT.replace(hour=0, minute=0)
    actions.log_interaction(actor=kam, at=AT, text="midnight", occurred_at=midnight, account=account)
    tenure = start_tenure(
        actor=kam, at=AT, person=person, since=date(2026, 10, 1),
        post=create_post(actor=kam, at=AT, account=account, title="委員"),
    )  # fmt: skip
    end_tenure(actor=kam, at=AT, tenure=tenure, reason="MOVED", until=midnight.date())
    return account, person, deal


def walk(actor, limit, **place):
    items, before = [], ""
    while True:
        page = timeline_of(actor, before=before, limit=limit, **place)
        items += page.items
        if not page.next:
            return items
        before = page.next


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
@pytest.mark.parametrize("place", ["account", "person", "opportunity"])
def test_pages_neither_repeat_nor_miss(kam, busy, place, limit):
    where = {place: dict(zip(("account", "person", "opportunity"), busy, strict=True))[place]}
    whole = timeline_of(kam, limit=100, **where)
    assert whole.next == ""
    moments = [item.at for item in whole.items]
    assert moments == sorted(moments, reverse=True)
    pieces = walk(kam, limit, **where)
    assert [(i.event, i.number) for i in pieces] == [(i.event, i.number) for i in whole.items]


def test_everything_of_an_account_is_there_once(kam, busy):
    account, person, deal = busy
    kinds = [item.kind for item in timeline_of(kam, account=account, limit=100).items]
    counted = {kind: kinds.count(kind) for kind in LineKind}
    assert counted == {
        LineKind.INTERACTION: 5, LineKind.PROMISE: 2, LineKind.STAGE: 1, LineKind.FILE: 3, LineKind.PEOPLE: 2,
    }  # fmt: skip
    kinds = {item.kind for item in timeline_of(kam, opportunity=deal, limit=100).items}
    assert kinds == {LineKind.INTERACTION, LineKind.PROMISE, LineKind.STAGE, LineKind.FILE}
    kinds = {item.kind for item in timeline_of(kam, person=person, limit=100).items}
    assert kinds == {LineKind.INTERACTION, LineKind.PROMISE, LineKind.FILE, LineKind.PEOPLE}


def test_a_line_can_be_narrowed(kam, busy):
    page = timeline_of(kam, account=busy[0], kinds=["STAGE"])
    assert [item.entry.stage.code for item in page.items] == ["FIRST"]
    with pytest.raises(TimelineRefused):
        timeline_of(kam, account=busy[0], kinds=["NONSENSE"])


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMiwzXQ", "WyIyMDI2LTExLTAyVDAxOjMwOjAwIiwwLDFd"])
def test_a_damaged_cursor_is_refused(kam, account, cursor):
    with pytest.raises(TimelineRefused):
        timeline_of(kam, account=account, before=cursor)


def test_private_notes_of_others_are_withheld(kam, busy):
    mate = make_user()
    make_member(busy[0], mate)
    items = timeline_of(make_actor(mate), account=busy[0], kinds=["INTERACTION"]).items
    assert items
    assert {item.interaction.private_note for item in items} == {""}


def test_a_persons_line_shows_only_what_happened_at_visible_accounts(kam, busy):
    _, person, _ = busy
    other = make_actor()
    elsewhere = make_account(other.user)
    start_tenure(
        actor=other, at=AT, person=person,
        post=create_post(actor=other, at=AT, account=elsewhere, title="處長"),
    )  # fmt: skip
    assert timeline_of(other, person=person).items == ()


def test_a_longer_line_costs_no_more_queries(kam, busy, django_assert_num_queries):
    with django_assert_num_queries(12):
        timeline_of(kam, account=busy[0], limit=10)
    with django_assert_num_queries(12):
        timeline_of(kam, account=busy[0], limit=100)
    empty = make_account(kam.user)
    with django_assert_num_queries(7):
        timeline_of(kam, account=empty)


def test_search_finds_across_scripts_within_what_one_may_see(kam, account, person):
    visit = actions.log_interaction(actor=kam, at=AT, text="談資訊安全", people=[person])
    assert [item.object_uid for item in search(kam, "资讯安全")] == [visit.uid]
    assert [item.object_uid for item in search(kam, "youzhenbang", kinds=["PERSON"])] == [person.uid]
    assert search(kam, "youzhenbang", kinds=["USER"]) == []
    assert search(make_actor(), "资讯安全") == []
    assert [item.object_uid for item in search(make_actor(roles=["EXECUTIVE"]), "资讯安全")] == [visit.uid]
    lonely = create_person(actor=kam, at=AT, full_name="獨行")
    assert [item.object_uid for item in search(kam, "獨行")] == [lonely.uid]
    assert account_names(search(kam, "资讯安全")) == {account.pk: account.name}
