from datetime import timedelta
from itertools import count

import pytest
from tests.factories import AT, make_actor

from tongxin.background import actions, selectors
from tongxin.background.actions import LEASE, MOST_ATTEMPTS, LeaseLost
from tongxin.background.models import JobRun, JobState
from tongxin.background.tasks import get_task, register
from tongxin.background.worker import RETRY, run_next
from tongxin.common.errors import Conflict, Missing, Refusal

pytestmark = pytest.mark.django_db
LATER = AT + LEASE + timedelta(seconds=1)


def queue(task: str = "test.work", at=AT, actor=None, **params) -> JobRun:
    return actions.enqueue(actor=actor, at=at, task=task, params=params, total_steps=4)


def again(job: JobRun) -> JobRun:
    return JobRun.objects.get(pk=job.pk)


class TestClaiming:
    def test_the_oldest_ready_job_comes_first(self):
        queue(at=AT + timedelta(hours=1))
        second, first = queue(), queue(at=AT - timedelta(minutes=1))
        assert actions.claim(at=AT) == first
        assert actions.claim(at=AT) == second
        assert actions.claim(at=AT) is None

    def test_a_claim_holds_the_job_with_a_lease_and_a_higher_fence(self):
        queue()
        job = actions.claim(at=AT)
        assert (job.state, job.fence, job.attempts, job.lease_until) == (JobState.RUNNING, 1, 1, AT + LEASE)

    @pytest.mark.fault("F3")
    def test_a_job_whose_holder_died_is_taken_over_after_its_lease(self):
        queue()
        actions.claim(at=AT)
        assert actions.claim(at=AT + LEASE) is None
        assert actions.claim(at=LATER).fence == 2

    def test_two_workers_never_hold_the_same_job(self, monkeypatch):
        job = queue()
        real = JobRun.objects.filter
        raced = []

        def filter_with_a_rival(*conditions, **more):
            if "fence" in more and not raced:
                raced.append(True)
                real(pk=job.pk).update(fence=7, state=JobState.RUNNING, lease_until=AT + LEASE)
            return real(*conditions, **more)

        monkeypatch.setattr(JobRun.objects, "filter", filter_with_a_rival)
        assert actions.claim(at=AT) is None
        assert again(job).fence == 7

    def test_a_poisonous_job_ends_failed_and_the_queue_goes_on(self):
        poison = queue(at=AT - timedelta(minutes=1))
        moment = AT
        for _ in range(MOST_ATTEMPTS):
            assert actions.claim(at=moment) == poison
            moment += LEASE + timedelta(seconds=1)
        healthy = queue()
        assert actions.claim(at=moment) == healthy
        assert (again(poison).state, again(poison).error) == (JobState.FAILED, "ATTEMPTS_EXHAUSTED")


class TestHolding:
    @pytest.fixture
    def job(self) -> JobRun:
        queue()
        return actions.claim(at=AT)

    def test_progress_renews_the_lease(self, job):
        actions.report_progress(job=job, at=AT + LEASE, done=1)
        assert (again(job).done_steps, again(job).lease_until, again(job).percent) == (1, AT + 2 * LEASE, 25)
        actions.report_progress(job=job, at=AT + LEASE, done=2, total=5)
        assert (again(job).percent, job.total_steps) == (40, 5)

    def test_a_try_that_gets_further_counts_as_the_first_and_one_that_does_not_shows_no_less(self, job):
        actions.report_progress(job=job, at=AT, done=2)
        taken = actions.claim(at=LATER)
        actions.report_progress(job=taken, at=LATER, done=1)
        assert (again(job).done_steps, again(job).attempts) == (2, 2)
        actions.report_progress(job=taken, at=LATER, done=3)
        assert (again(job).done_steps, again(job).attempts) == (3, 1)

    def test_done_and_failed_are_the_end(self, job):
        actions.finish(job=job, at=AT, result={"rows": 3})
        done = again(job)
        assert (done.state, done.result, done.percent, done.is_over) == (
            JobState.DONE,
            {"rows": 3},
            100,
            True,
        )

    def test_a_failure_for_good_says_why(self, job):
        actions.fail(job=job, at=AT, error="BAD")
        assert (again(job).state, again(job).error) == (JobState.FAILED, "BAD")

    def test_a_failure_for_now_is_tried_again_later(self, job):
        actions.fail(job=job, at=AT, error="BUSY", retry_in=RETRY)
        waiting = again(job)
        assert (waiting.state, waiting.run_after, waiting.is_over) == (JobState.WAITING, AT + RETRY, False)
        assert waiting.percent == 0

    def test_after_the_last_attempt_there_is_no_later(self, job):
        job.attempts = MOST_ATTEMPTS
        actions.fail(job=job, at=AT, error="BUSY", retry_in=RETRY)
        assert again(job).state == JobState.FAILED

    @pytest.mark.fault("F3", "F11")
    def test_a_stalled_holder_that_wakes_up_can_do_nothing(self, job):
        other = actions.claim(at=LATER)
        for attempt in (
            lambda: actions.report_progress(job=job, at=LATER, done=4),
            lambda: actions.finish(job=job, at=LATER, result={}),
            lambda: actions.fail(job=job, at=LATER, error="x", retry_in=RETRY),
        ):
            job.fence = 1
            with pytest.raises(LeaseLost):
                attempt()
        job.fence = 1
        with pytest.raises(LeaseLost):
            actions.fail(job=job, at=LATER, error="x")
        actions.finish(job=other, at=LATER, result={"by": "the other"})
        assert again(job).result == {"by": "the other"}

    def test_a_cancelled_job_stops_at_its_next_report(self, job):
        actions.cancel(job=again(job), at=AT)
        with pytest.raises(LeaseLost):
            actions.report_progress(job=job, at=AT, done=1)
        with pytest.raises(LeaseLost):
            actions.finish(job=job, at=AT, result={})
        with pytest.raises(Conflict, match="JOB_OVER"):
            actions.cancel(job=job, at=AT)

    def test_percent_is_zero_without_steps_and_below_hundred_until_done(self, job):
        job.total_steps = 0
        assert job.percent == 0
        job.total_steps, job.done_steps = 4, 9
        assert job.percent == 99
        assert job.uid in str(job)


class TestWorker:
    @pytest.fixture
    def clock(self):
        ticks = count()
        return lambda: AT + timedelta(seconds=next(ticks))

    def run(self, task, clock) -> JobRun:
        register("test.work", task)
        job = queue()
        assert run_next(clock=clock) == job
        return again(job)

    def test_runs_a_job_and_keeps_its_result(self, clock):
        def work(*, job, clock):
            actions.report_progress(job=job, at=clock(), done=1)
            return {"seen": job.params}

        assert self.run(work, clock).result == {"seen": {}}
        assert run_next(clock=clock) is None

    def test_a_refusal_fails_the_job_for_good_with_its_code(self, clock):
        def work(*, job, clock):
            raise Refusal("FILE_EMPTY")

        job = self.run(work, clock)
        assert (job.state, job.error) == (JobState.FAILED, "FILE_EMPTY")

    def test_the_unforeseen_is_logged_and_tried_again(self, clock, caplog):
        def work(*, job, clock):
            raise ValueError("what?")

        job = self.run(work, clock)
        assert (job.state, job.error) == (JobState.WAITING, "ValueError: what?")
        assert "what?" in caplog.text

    def test_an_unknown_task_is_tried_again_by_a_newer_worker(self, clock):
        job = queue("test.nobody")
        run_next(clock=clock)
        assert again(job).state == JobState.WAITING
        with pytest.raises(KeyError):
            get_task("test.nobody")

    def test_a_job_lost_to_another_worker_is_left_alone(self, clock, caplog):
        def work(*, job, clock):
            JobRun.objects.filter(pk=job.pk).update(fence=9)
            actions.report_progress(job=job, at=clock(), done=1)

        job = self.run(work, clock)
        assert (job.state, job.fence) == (JobState.RUNNING, 9)
        assert "held by another worker" in caplog.text


class TestSelectors:
    def test_a_job_is_its_owners_and_the_administrators(self):
        owner = make_actor()
        job = queue(actor=owner)
        assert selectors.get_job_for(owner, job.uid) == job
        assert selectors.get_job_for(make_actor(roles=["ADMINISTRATOR"]), job.uid) == job
        with pytest.raises(Missing):
            selectors.get_job_for(make_actor(), job.uid)

    def test_what_waits_is_counted_and_dated(self):
        assert (selectors.waiting_count(), selectors.oldest_waiting_since()) == (0, None)
        queue()
        queue(at=AT - timedelta(hours=1))
        assert (selectors.waiting_count(), selectors.oldest_waiting_since()) == (2, AT - timedelta(hours=1))
