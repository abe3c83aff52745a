from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.deals import make_entry, make_opportunity, make_person, make_process, make_product, stage_of
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.opportunities.actions import (
    ContactRow,
    NewOpportunity,
    import_contacts,
    import_opportunities,
    move_stage,
)
from tongxin.crm.opportunities.actions.importing import BATCH
from tongxin.crm.opportunities.choices import BuyingRole, EntryKind, Outcome
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact, OpportunityLine, StageEntry
from tongxin.crm.opportunities.rules import OpportunityRefused, StageRefused
from tongxin.crm.opportunities.selectors import entries_of
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return make_process()


@pytest.fixture
def actor():
    return make_actor()


@pytest.fixture
def account(actor):
    return make_account(actor.user)


@pytest.fixture
def row(process, account):
    def make(**more):
        return NewOpportunity(
            **{"name": "Deal", "account": account, "stage": stage_of(process, "TENDER"), **more}
        )

    return make


def test_imported_deals_have_entries_team_lines_audit_and_index(actor, row):
    seller, product = make_user(), make_product()
    reason = make_entry(DictionaryKind.LOSS_REASON, "PRICE")
    lost, running = import_opportunities(
        actor=actor,
        at=AT,
        rows=[
            row(
                outcome=Outcome.LOST, started_on=date(2017, 1, 2), closed_on=date(2017, 3, 4),
                loss_reason=reason, owner=seller, values={"amount": Decimal(10), "currency": "TWD"},
            ),
            row(closed_on=date(2017, 1, 1), lines=((product, Decimal(2), None),)),
        ],
    )  # fmt: skip

    first, last = entries_of(lost)
    assert (first.kind, last.kind, last.outcome, last.cause) == (
        EntryKind.STARTED,
        EntryKind.CLOSED,
        Outcome.LOST,
        reason,
    )
    assert (last.entered_at - first.entered_at).days == 61
    assert (lost.owner, lost.amount_reporting, lost.closed_on) == (seller, 10, date(2017, 3, 4))
    assert (running.owner, running.closed_on, running.currency) == (actor.user, None, "TWD")
    assert OpportunityLine.objects.get().opportunity == running
    assert lost.members.get().user == seller
    assert AuditEvent.objects.get(object_uid=lost.uid).changes["outcome"] == [None, "LOST"]
    assert SearchDocument.objects.filter(object_uid__in=[lost.uid, running.uid]).count() == 2


def test_a_deal_without_a_first_day_begins_with_its_last_or_the_import(actor, row):
    closed, running = import_opportunities(
        actor=actor, at=AT, rows=[row(outcome=Outcome.WON, closed_on=date(2020, 5, 5)), row()]
    )
    begun, ended = entries_of(closed)
    assert begun.entered_at == ended.entered_at
    assert (running.started_on, entries_of(running)[0].entered_at) == (None, AT)
    (undated,) = import_opportunities(actor=actor, at=AT, rows=[row(outcome=Outcome.WON)])
    assert entries_of(undated)[1].entered_at == AT


def test_an_imported_deal_goes_on_like_any_other(actor, row, process):
    (deal,) = import_opportunities(actor=actor, at=AT, rows=[row(started_on=date(2026, 9, 1))])
    stage = stage_of(process, "ANALYSIS")
    entry = move_stage(actor=actor, at=AT, opportunity=deal, stage=stage, cause=make_entry())
    assert entry.days_lost == 62


def test_thousands_of_rows_take_few_queries(actor, row, django_assert_max_num_queries):
    rows = [row(name=f"Deal {number}") for number in range(BATCH + 1)]
    with django_assert_max_num_queries(60):
        import_opportunities(actor=actor, at=AT, rows=rows)
    assert Opportunity.objects.count() == StageEntry.objects.count() == BATCH + 1


def test_a_wrong_row_is_refused_with_its_reason_and_nothing_is_kept(actor, row):
    product = make_product()
    cases = {
        "FIELD_UNKNOWN": {"values": {"outcome": "WON"}},
        "NAME_MISSING": {"name": " "},
        "CLOSE_WINDOW_REVERSED": {"values": {"close_from": TODAY, "close_to": TODAY - timedelta(days=1)}},
        "OUTCOME_UNKNOWN": {"outcome": Outcome.DELETED},
        "QUANTITY_RANGE": {"lines": ((product, Decimal(0), None),)},
    }
    for code, wrong in cases.items():
        with pytest.raises(OpportunityRefused, match=code):
            import_opportunities(actor=actor, at=AT, rows=[row(), row(**wrong)])
    for code, wrong in {
        "STEP_FUTURE": {"started_on": TODAY + timedelta(days=2)},
        "STEP_EARLY": {"started_on": TODAY, "closed_on": TODAY - timedelta(days=1)},
    }.items():
        with pytest.raises(StageRefused, match=code):
            import_opportunities(actor=actor, at=AT, rows=[row(), row(**wrong)])
    assert not Opportunity.objects.exists()


def test_only_who_may_import_imports_and_restricted_fields_need_their_right(row):
    with pytest.raises(Denied):
        import_opportunities(actor=make_actor(roles=[Role.TEAM_MEMBER]), at=AT, rows=[row()])
    with pytest.raises(Denied):
        import_contacts(actor=make_actor(roles=[Role.TEAM_MEMBER]), at=AT, rows=[])
    administrator = make_actor(roles=[Role.ADMINISTRATOR])
    with pytest.raises(Denied):
        import_opportunities(actor=administrator, at=AT, rows=[row(values={"margin_percent": Decimal(5)})])


def test_parts_in_decisions_are_taken_over_once_with_one_primary(actor):
    deal = make_opportunity(actor)
    people = [make_person(deal.account) for _ in range(2)]
    rows = [
        ContactRow(opportunity=deal, person=person, role=BuyingRole.DECISION_MAKER, is_primary=True)
        for person in (*people, people[0])
    ]
    assert import_contacts(actor=actor, at=AT, rows=rows) == 2
    assert import_contacts(actor=actor, at=AT, rows=rows) == 0
    assert OpportunityContact.objects.get(is_primary=True).person == people[0]
    with pytest.raises(OpportunityRefused, match="BUYING_ROLE_UNKNOWN"):
        import_contacts(actor=actor, at=AT, rows=[ContactRow(opportunity=deal, person=people[0], role="X")])


def test_a_told_history_is_of_its_own_process_and_past(actor, row, process):
    foreign = stage_of(make_process("OTHER", is_default=False), "TENDER")
    tender = stage_of(process, "TENDER")
    for step, code in (((foreign, AT), "STAGE_FOREIGN"), ((tender, AT + timedelta(days=1)), "STEP_FUTURE")):
        with pytest.raises(StageRefused, match=code):
            import_opportunities(actor=actor, at=AT, rows=[row(history=(step,))])


def test_a_deal_stands_in_its_stage_no_earlier_than_its_last_told_step(actor, row, process):
    begun = AT - timedelta(days=9)
    (deal,) = import_opportunities(
        actor=actor,
        at=AT,
        rows=[row(history=((stage_of(process, "ANALYSIS"), begun),), stage_since=TODAY - timedelta(days=30))],
    )
    assert deal.stage_since == begun
