"""Tasks that come again are queued once, in time, and made up for once."""

from datetime import timedelta

import pytest
from tests.factories import AT

from tongxin.background import actions, selectors, tasks
from tongxin.background.models import JobRun, JobState
from tongxin.background.schedule import ensure_scheduled
from tongxin.background.tasks import register, repeat, repeated_tasks
from tongxin.background.worker import run_next

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = 24 * HOUR


@pytest.fixture(autouse=True)
def _daily(monkeypatch):
    monkeypatch.setattr(tasks, "_intervals", {})
    register("test.daily", lambda **_more: {})
    repeat("test.daily", every=DAY)


def run(at):
    assert run_next(clock=lambda: at) is not None


def test_the_first_run_is_due_at_once_and_queued_once():
    (job,) = ensure_scheduled(at=AT)
    assert (job.task, job.run_after, job.requested_by) == ("test.daily", AT, None)
    assert repeated_tasks() == {"test.daily": DAY}
    assert ensure_scheduled(at=AT) == []
    actions.claim(at=AT)
    assert ensure_scheduled(at=AT + HOUR) == []


def test_the_next_run_is_due_an_interval_later_whatever_became_of_the_last():
    for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        JobRun.objects.all().delete()
        (job,) = ensure_scheduled(at=AT)
        JobRun.objects.filter(pk=job.pk).update(state=state)
        (following,) = ensure_scheduled(at=AT + HOUR)
        assert following.run_after == AT + DAY
    assert actions.claim(at=AT + 23 * HOUR) is None


def test_missed_runs_are_made_up_for_once():
    ensure_scheduled(at=AT)
    run(AT)
    (late,) = ensure_scheduled(at=AT + 10 * DAY)
    assert late.run_after == AT + 10 * DAY
    run(AT + 10 * DAY)
    (following,) = ensure_scheduled(at=AT + 10 * DAY)
    assert following.run_after == AT + 11 * DAY


def test_nobody_waits_for_what_comes_again_by_itself():
    ensure_scheduled(at=AT)
    assert selectors.oldest_waiting_since() is None
    actions.enqueue(actor=None, at=AT, task="test.asked", params={})
    assert selectors.oldest_waiting_since() == AT
