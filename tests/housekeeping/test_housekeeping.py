"""What is no longer needed goes by itself; what still counts stays; the log says how much went."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.deals import make_opportunity, make_process
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.background.models import JobRun, JobState
from tongxin.background.schedule import ensure_scheduled
from tongxin.background.tasks import repeated_tasks
from tongxin.background.worker import run_next
from tongxin.common.rights import Channel
from tongxin.crm.market.models import ExchangeRate
from tongxin.crm.relationships.actions import add_attachment, delete_attachment
from tongxin.crm.relationships.models import Attachment
from tongxin.housekeeping.actions import keep_house
from tongxin.idempotency.models import IdempotentAnswer
from tongxin.team.models import FailedSignIn

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def keep(at):
    return {name: count for name, count in keep_house(at=at).items() if count}


def test_sessions_go_when_they_are_over():
    for number in range(3):
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=AT + number * DAY)
    assert keep(AT + DAY) == {"sessions": 2}
    assert Session.objects.get().session_key == "s2"


def test_failed_sign_ins_go_when_they_slow_nobody_down_any_more(settings):
    for minutes in (20, 15, 14):
        FailedSignIn.objects.create(at=AT - minutes * MINUTE, name_key="k", address_block="b")
    assert keep(AT) == {"failed_sign_ins": 2}
    assert FailedSignIn.objects.get().at == AT - 14 * MINUTE


def test_answers_kept_for_repeated_requests_go_after_a_day():
    user = make_user()
    for hours in (25, 24, 23):
        IdempotentAnswer.objects.create(
            user=user, key=f"k{hours}", request_hash="h", status=201, created_at=AT - timedelta(hours=hours)
        )
    assert keep(AT) == {"kept_answers": 2}
    assert IdempotentAnswer.objects.get().key == "k23"


@pytest.fixture
def files(django_capture_on_commit_callbacks):
    actor = make_actor()
    account = make_account(actor.user)

    def add(name):
        return add_attachment(
            actor=actor, at=AT, file=ContentFile(b"hello", name), name=name, account=account
        )

    kept, old, recent = add("kept.txt"), add("old.txt"), add("recent.txt")
    delete_attachment(actor=actor, at=AT, attachment=old)
    delete_attachment(actor=actor, at=AT + 5 * DAY, attachment=recent)
    return kept, old, recent


def test_deleted_files_go_with_their_content_when_they_cannot_be_restored_any_more(
    files, settings, django_capture_on_commit_callbacks
):
    settings.DELETED_FILES_DAYS = 7
    kept, old, recent = files
    assert keep(AT + 7 * DAY - MINUTE) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert keep(AT + 7 * DAY) == {"deleted_files": 1}
        assert default_storage.exists(old.stored_name)
    assert set(Attachment.objects.all()) == {kept, recent}
    assert [default_storage.exists(file.stored_name) for file in (kept, old, recent)] == [True, False, True]
    assert AuditEvent.objects.filter(object_kind=Kind.ATTACHMENT, object_uid=old.uid).count() == 2


def test_running_deals_follow_a_rate_that_begins_to_hold():
    make_process()
    make_opportunity(make_actor(), amount=Decimal(10), currency="USD")
    ExchangeRate.objects.create(currency="USD", valid_from=TODAY + DAY, rate=Decimal(30), created_at=AT)
    assert keep(AT) == {}
    assert keep(AT + DAY) == {"revalued_opportunities": 1}


def test_one_row_in_the_log_says_how_much_of_what_and_none_when_nothing_went():
    before = AuditEvent.objects.count()
    keep(AT)
    assert AuditEvent.objects.count() == before
    Session.objects.create(session_key="s", session_data="", expire_date=AT)
    FailedSignIn.objects.create(at=AT - DAY, name_key="k", address_block="b")
    keep(AT)
    event = AuditEvent.objects.latest("pk")
    assert AuditEvent.objects.count() == before + 1
    assert (event.verb, event.object_kind, event.channel) == (Verb.CLEANED, Kind.SYSTEM, Channel.JOB)
    assert event.params == {"sessions": 1, "failed_sign_ins": 1}


def test_the_worker_keeps_house_every_day_and_forgets_earlier_rounds(monkeypatch):
    assert repeated_tasks()["housekeeping"] == DAY
    # What else comes again by itself is no matter here.
    monkeypatch.setattr("tongxin.background.tasks._intervals", {"housekeeping": DAY})
    for day in range(3):
        Session.objects.create(session_key=f"s{day}", session_data="", expire_date=AT + day * DAY)
        ensure_scheduled(at=AT + day * DAY)
        job = run_next(clock=lambda day=day: AT + day * DAY)
        job.refresh_from_db()
        assert (job.state, job.result["sessions"]) == (JobState.DONE, 1)
    assert JobRun.objects.count() == 1


def test_the_end_of_the_log_goes_into_the_servers_log_when_there_is_one(
    caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("INFO", logger="tongxin.housekeeping.actions")
    for told in (0, 1):
        with django_capture_on_commit_callbacks(execute=True):
            keep(AT)
        assert len(caplog.records) == told
        record(actor=None, at=AT, verb=Verb.CLEANED, kind=Kind.SYSTEM)
