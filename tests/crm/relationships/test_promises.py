"""Promises of both sides are kept with owner and date, settled, put off and taken back."""

from datetime import date, timedelta

import pytest
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, Missing, StaleVersion
from tongxin.crm.accounts.models import Account
from tongxin.crm.relationships import actions, rules, selectors
from tongxin.crm.relationships.models import Promise
from tongxin.crm.relationships.records import PROMISE
from tongxin.crm.stakeholders.actions import create_person
from tongxin.records.reading import list_for
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


def promise_of(actor, account=None, text="寄出報告", **more):
    return actions.add_promise(
        actor=actor, at=AT, account=account, promise=actions.NewPromise(text=text, **more)
    )


def test_the_account_comes_from_the_deal_or_the_person(kam, account, person, make_deal):
    assert promise_of(kam, person=person).account == account
    assert promise_of(kam, opportunity=make_deal(account)).account == account
    nobody = create_person(actor=kam, at=AT, full_name="無名")
    for more in ({}, {"person": nobody}):
        with pytest.raises(rules.PromiseRefused) as refused:
            promise_of(kam, **more)
        assert refused.value.code == "PROMISE_ACCOUNT_MISSING"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": " "}, "PROMISE_TEXT_MISSING"),
        ({"text": "x" * 301}, "PROMISE_TEXT_LONG"),
        ({"side": "MINE"}, "SIDE_UNKNOWN"),
        ({"state": "KEPT"}, "FIELD_UNKNOWN"),
    ],
)
def test_a_wrong_value_is_refused(kam, account, values, code):
    promise = promise_of(kam, account)
    with pytest.raises(rules.PromiseRefused) as refused:
        actions.change_promise(actor=kam, at=AT, promise=promise, values=values)
    assert refused.value.code == code


def test_nobody_who_left_owns_a_promise(kam, account):
    gone = make_user()
    gone.is_active = False
    with pytest.raises(rules.PromiseRefused):
        promise_of(kam, account, owner=gone)


def test_a_promise_is_handed_on_and_audited(kam, account):
    promise, mate = promise_of(kam, account, due_on=TODAY), make_user()
    assert actions.change_promise(actor=kam, at=AT, promise=promise, values={"owner": mate})
    event = AuditEvent.objects.get(object_kind=Kind.PROMISE, verb=Verb.CHANGED)
    assert (event.account_uid, set(event.changes)) == (account.uid, {"owner"})
    assert actions.change_promise(actor=kam, at=AT, promise=promise, values={"owner": mate}) == {}
    actions.change_promise(actor=kam, at=AT, promise=promise, values={"owner": None})
    assert promise.owner == kam.user


def test_a_promise_is_kept_or_dropped_once_and_reopened(kam, account):
    promise = promise_of(kam, account)
    with pytest.raises(rules.PromiseRefused):
        actions.settle_promise(actor=kam, at=AT, promise=promise, state="OPEN")
    actions.settle_promise(actor=kam, at=AT, promise=promise)
    assert (promise.state, promise.settled_at) == ("KEPT", AT)
    for again in (
        lambda: actions.settle_promise(actor=kam, at=AT, promise=promise, state="DROPPED"),
        lambda: actions.postpone_promise(actor=kam, at=AT, promise=promise, as_of=TODAY),
        lambda: actions.change_promise(actor=kam, at=AT, promise=promise, values={"text": "x"}),
    ):
        with pytest.raises(Conflict):
            again()
    actions.reopen_promise(actor=kam, at=AT, promise=promise)
    assert (promise.state, promise.settled_at) == ("OPEN", None)
    version = promise.version
    assert actions.reopen_promise(actor=kam, at=AT, promise=promise).version == version


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (None, TODAY + timedelta(days=7)),
        (TODAY - timedelta(days=30), TODAY + timedelta(days=7)),
        (TODAY + timedelta(days=2), TODAY + timedelta(days=9)),
    ],
)
def test_a_week_more_counts_from_the_date_or_from_today(kam, account, due_on, expected):
    promise = promise_of(kam, account, due_on=due_on)
    actions.postpone_promise(actor=kam, at=AT, promise=promise, as_of=TODAY)
    assert Promise.objects.get().due_on == expected


@pytest.mark.parametrize("days", [0, 366])
def test_a_promise_is_put_off_by_a_year_at_the_most(kam, account, days):
    with pytest.raises(rules.PromiseRefused):
        actions.postpone_promise(actor=kam, at=AT, promise=promise_of(kam, account), as_of=TODAY, days=days)


def test_readers_and_outsiders_change_nothing(kam, account):
    promise = promise_of(kam, account)
    with pytest.raises(Denied):
        actions.settle_promise(actor=make_actor(roles=[Role.READ_ONLY]), at=AT, promise=promise)
    with pytest.raises(Missing):
        selectors.get_promise_for(make_actor(), promise.uid)
    assert selectors.get_promise_for(kam, promise.uid) == promise


def test_promises_of_a_closed_account_wait_as_they_are(kam, account):
    promise = promise_of(kam, account)
    Account.objects.filter(pk=account.pk).update(status="DELETED")
    with pytest.raises(Conflict, match="ACCOUNT_CLOSED"):
        actions.settle_promise(actor=kam, at=AT, promise=Promise.objects.get(pk=promise.pk))


def test_a_stale_settlement_is_refused(kam, account):
    promise = promise_of(kam, account)
    actions.postpone_promise(actor=kam, at=AT, promise=promise, as_of=TODAY)
    with pytest.raises(StaleVersion):
        actions.settle_promise(actor=kam, at=AT, promise=promise, expected_version=1)


@pytest.mark.requirement("R8.3")
def test_the_worklist_holds_what_is_due_oldest_first(kam, account):
    later = promise_of(kam, account, text="明天", due_on=TODAY + timedelta(days=1))
    promise_of(kam, account, text="下月", due_on=TODAY + timedelta(days=30))
    late = promise_of(kam, account, text="逾期", due_on=date(2026, 10, 1))
    promise_of(kam, account, text="未定")
    promise_of(kam, account, text="別人的", due_on=TODAY, owner=make_user())
    kept = promise_of(kam, account, text="已寄", due_on=TODAY)
    actions.settle_promise(actor=kam, at=AT, promise=kept)
    listed = selectors.promises_to_do(kam, until=TODAY + timedelta(days=7))
    assert list(listed) == [late, later]


def test_the_list_filters_by_state_and_words(kam, account):
    kept = promise_of(kam, account, text="寄出報告")
    promise_of(kam, account, text="回覆保固")
    actions.settle_promise(actor=kam, at=AT, promise=kept)
    query = PROMISE.listing.parse({"state": ["KEPT"], "q": ["報告"]}, actor=kam)
    assert list_for(PROMISE, kam, query).items == [kept]
    query = PROMISE.listing.parse({"account": [account.uid]}, actor=kam)
    assert len(list_for(PROMISE, kam, query).items) == 2


def test_closed_accounts_take_no_promises(kam):
    with pytest.raises(Conflict):
        promise_of(kam, make_account(kam.user, status="DELETED"))
