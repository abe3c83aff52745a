"""Running deals are worth what today's rate says; closed ones what the rate of their day said."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.deals import make_opportunity, make_process
from tests.factories import AT, TODAY, make_actor, make_user

from tongxin.audit.choices import Kind
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied
from tongxin.crm.opportunities.actions import (
    close_won,
    delete_opportunity,
    enter_rate,
    reopen,
    restore_opportunity,
    revalue_running,
    take_back_entry,
    withdraw_rate,
)
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors import entries_of
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin():
    return make_actor(make_user([Role.ADMINISTRATOR, Role.KAM]))


@pytest.fixture
def enter(admin):
    def at_rate(rate, *, valid_from=TODAY, currency="USD", at=AT):
        return enter_rate(actor=admin, at=at, currency=currency, valid_from=valid_from, rate=Decimal(rate))

    return at_rate


@pytest.fixture
def deal(admin):
    make_process()
    return make_opportunity(admin, amount=Decimal(100), currency="USD")


def worth(deal):
    fresh = Opportunity.objects.get(pk=deal.pk)
    return fresh.amount_reporting, fresh.rate_date


def test_a_new_rate_values_running_deals_anew_and_the_log_says_how_many(enter, deal, admin):
    assert worth(deal) == (None, None)
    enter(30, valid_from=TODAY - 9 * DAY)
    assert worth(deal) == (Decimal(3000), TODAY - 9 * DAY)
    rate = enter("31.5")
    assert worth(deal) == (Decimal(3150), TODAY)
    assert Opportunity.objects.get(pk=deal.pk).version == deal.version
    event = AuditEvent.objects.filter(object_kind=Kind.RATE).latest("pk")
    assert (event.object_uid, event.params) == (rate.uid, {"revalued_opportunities": 1})


def test_a_closed_deal_keeps_the_rate_of_its_day_and_a_reopened_one_takes_todays(enter, deal, admin):
    enter(30, valid_from=TODAY - 9 * DAY)
    close_won(actor=admin, at=AT, opportunity=deal)
    enter(33, valid_from=TODAY + DAY, at=AT + DAY)
    assert worth(deal) == (Decimal(3000), TODAY - 9 * DAY)
    reopen(actor=admin, at=AT + DAY, opportunity=deal)
    assert worth(deal) == (Decimal(3300), TODAY + DAY)
    take_back_entry(actor=admin, at=AT + DAY, opportunity=deal, entry=entries_of(deal)[-1])
    assert worth(deal) == (Decimal(3000), TODAY - 9 * DAY)


def test_a_deleted_deal_comes_back_at_todays_rate_a_closed_one_at_its_own(enter, deal, admin):
    boss = make_actor(make_user([Role.ADMINISTRATOR]))
    closed = make_opportunity(admin, amount=Decimal(100), currency="USD", account=deal.account)
    enter(30, valid_from=TODAY - 9 * DAY)
    closed.refresh_from_db()
    close_won(actor=admin, at=AT, opportunity=closed)
    for gone in (deal, closed):
        gone.refresh_from_db()
        delete_opportunity(actor=boss, at=AT, opportunity=gone)
    enter(33)
    for back in (deal, closed):
        restore_opportunity(actor=boss, at=AT, opportunity=back)
    assert (worth(deal)[0], worth(closed)[0]) == (Decimal(3300), Decimal(3000))


def test_a_rate_of_a_later_day_holds_from_that_day_on(enter, deal):
    enter(30, valid_from=TODAY - 9 * DAY)
    enter(40, valid_from=TODAY + 7 * DAY)
    assert worth(deal)[0] == Decimal(3000)
    assert revalue_running(at=AT + 6 * DAY) == 0
    assert revalue_running(at=AT + 7 * DAY) == 1
    assert worth(deal) == (Decimal(4000), TODAY + 7 * DAY)


def test_other_currencies_are_left_alone_and_a_withdrawn_rate_counts_no_more(enter, deal, admin):
    usd = enter(30)
    before = AuditEvent.objects.count()
    enter(35, currency="EUR")
    assert AuditEvent.objects.count() == before + 1
    assert worth(deal)[0] == Decimal(3000)
    withdraw_rate(actor=admin, at=AT, rate=usd)
    assert worth(deal) == (None, None)
    assert AuditEvent.objects.latest("pk").params == {"revalued_opportunities": 1}


def test_only_administrators_enter_and_withdraw_rates(enter, deal):
    rate = enter(30)
    kam = make_actor()
    with pytest.raises(Denied):
        enter_rate(actor=kam, at=AT, currency="USD", valid_from=TODAY + DAY, rate=Decimal(31))
    with pytest.raises(Denied):
        withdraw_rate(actor=kam, at=AT, rate=rate)
    assert worth(deal)[0] == Decimal(3000)
