from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from tests.deals import make_competitor, make_entry, make_opportunity, make_process, stage_of
from tests.factories import AT, TODAY, make_actor

from kamkit.pipeline import history
from tongxin.audit.choices import Kind
from tongxin.audit.models import AuditEvent
from tongxin.audit.selectors import history_of
from tongxin.common.errors import Conflict, Denied
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.market.models import ExchangeRate
from tongxin.crm.opportunities.actions import (
    close_dropped,
    close_lost,
    close_won,
    delete_opportunity,
    move_stage,
    reopen,
    set_competitor,
    take_back_entry,
)
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import OpportunityCompetitor, Stage, StageEntry
from tongxin.crm.opportunities.rules import OpportunityRefused, StageRefused, can_reopen, standing_entries
from tongxin.crm.opportunities.selectors import entries_of, get_stage_entry
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def process():
    return make_process()


@pytest.fixture
def actor():
    return make_actor()


@pytest.fixture
def deal(process, actor):
    return make_opportunity(actor)


@pytest.fixture
def move(process, actor, deal):
    def to(code, days, **more):
        at = AT + days * DAY
        return move_stage(actor=actor, at=at, opportunity=deal, stage=stage_of(process, code), **more)

    return to


def test_a_step_forward_is_an_entry_and_stages_may_be_skipped(move, deal):
    entry = move("CHARTER", 3, reason=" Board agreed ")

    assert (entry.kind, entry.from_stage.code, entry.stage.code) == (EntryKind.FORWARD, "RESEARCH", "CHARTER")
    assert (entry.reason, entry.days_lost, entry.cause) == ("Board agreed", None, None)
    deal.refresh_from_db()
    assert (deal.stage.code, deal.stage_since, deal.reversals) == ("CHARTER", AT + 3 * DAY, 0)
    event = AuditEvent.objects.latest("pk")
    assert event.verb == "MOVED_STAGE"
    assert [stage["code"] for stage in event.changes["stage"]] == ["RESEARCH", "CHARTER"]
    assert event.params["reason"] == "Board agreed"


def test_the_history_is_read_in_the_readers_language_not_in_the_writers(move, deal, actor):
    with translation.override("en"):
        move("CHARTER", 3)
    Stage.objects.filter(code="CHARTER").update(labels={"en": "Renamed since"})
    read = {}
    for language in ("en", "zh-hant"):
        with translation.override(language):
            line = history_of(actor, Kind.OPPORTUNITY, deal.uid, restricted={}, limit=1)[0]
            read[language] = [(change.old, change.new) for change in line.changes]
    assert read == {"en": [("Research", "Charter")], "zh-hant": [("調研", "立項")]}


@pytest.mark.requirement("R4.1", "R3.2")
def test_going_back_is_an_entry_of_its_own_with_cause_and_the_time_it_cost(move, deal):
    cause = make_entry()
    move("ANALYSIS", 10)
    move("CHARTER", 20)
    move("SELECTION", 27)
    before = [(entry.uid, entry.kind, entry.entered_at) for entry in entries_of(deal)]

    entry = move("ANALYSIS", 50, cause=cause, reason="Budget cut")

    assert (entry.kind, entry.cause, entry.days_lost) == (EntryKind.REVERSAL, cause, 30)
    assert [(kept.uid, kept.kind, kept.entered_at) for kept in entries_of(deal)][:-1] == before
    deal.refresh_from_db()
    assert (deal.stage.code, deal.reversals) == ("ANALYSIS", 1)
    assert AuditEvent.objects.latest("pk").params == {
        "entry_kind": "REVERSAL",
        "reason": "Budget cut",
        "days_lost": 30,
    }


@pytest.mark.requirement("R4.1")
def test_days_lost_once_are_not_counted_again_nor_days_the_deal_stood_closed(move, deal, actor):
    cause = make_entry()
    move("CHARTER", 10)
    move("RESEARCH", 30, cause=cause)
    move("CHARTER", 40)
    close_won(actor=actor, at=AT + 45 * DAY, opportunity=deal)
    reopen(actor=actor, at=AT + 60 * DAY, opportunity=deal)
    assert move("ANALYSIS", 70, cause=cause).days_lost == 15


@pytest.mark.requirement("R4.1")
def test_what_the_entries_keep_is_what_the_library_reads_from_them(move, deal, actor):
    cause = make_entry()
    move("ANALYSIS", 10)
    move("CHARTER", 20)
    move("SELECTION", 30)
    mistake = move("RESEARCH", 31, cause=cause)
    take_back_entry(actor=actor, at=mistake.created_at, opportunity=deal, entry=mistake)
    move("CHARTER", 40, cause=cause)
    move("ANALYSIS", 50, cause=cause)

    entries = entries_of(deal)
    kept = [entry.days_lost for entry in standing_entries(entries) if entry.kind == EntryKind.REVERSAL]
    assert kept == [10, 10 + 10]
    read = history.read_history(
        [
            history.StageEntry(
                stage=entry.stage.code,
                order=entry.stage.position,
                entered_on=timezone.localdate(entry.entered_at),
                kind=history.EntryKind(entry.kind),
            )
            for entry in entries
        ],
        as_of=TODAY + 60 * DAY,
    )
    assert [reversal.days_lost for reversal in read.reversals] == kept


def test_going_back_needs_a_cause_of_the_right_dictionary(move, deal):
    move("CHARTER", 1)
    with pytest.raises(StageRefused, match="CAUSE_MISSING"):
        move("ANALYSIS", 2)
    with pytest.raises(StageRefused, match="DICTIONARY_WRONG"):
        move("ANALYSIS", 2, cause=make_entry(DictionaryKind.SOURCE))
    deal.refresh_from_db()
    assert deal.stage.code == "CHARTER"


@pytest.mark.requirement("R4.1")
def test_a_step_may_be_recorded_later_than_it_happened_but_not_out_of_order(move, deal):
    entry = move("ANALYSIS", 20, entered_on=TODAY + 5 * DAY)
    assert entry.created_at == AT + 20 * DAY
    assert entry.entered_at < AT + 6 * DAY
    assert deal.stage_since == entry.entered_at

    with pytest.raises(StageRefused, match="STEP_EARLY"):
        move("CHARTER", 20, entered_on=TODAY + 4 * DAY)
    with pytest.raises(StageRefused, match="STEP_FUTURE"):
        move("CHARTER", 20, entered_on=TODAY + 22 * DAY)
    same_day = move("CHARTER", 20, entered_on=TODAY + 5 * DAY)
    assert same_day.entered_at == entry.entered_at
    assert [kept.stage.code for kept in entries_of(deal)] == ["RESEARCH", "ANALYSIS", "CHARTER"]


def test_a_step_leads_to_another_stage_in_use_of_the_same_process(move, deal, actor):
    foreign = stage_of(make_process("OTHER", is_default=False), "TENDER")
    with pytest.raises(StageRefused, match="STAGE_FOREIGN"):
        move_stage(actor=actor, at=AT, opportunity=deal, stage=foreign)
    with pytest.raises(StageRefused, match="STAGE_SAME"):
        move("RESEARCH", 1)
    Stage.objects.filter(process=deal.process, code="TENDER").update(is_active=False)
    with pytest.raises(StageRefused, match="STAGE_UNUSED"):
        move("TENDER", 1)


def test_who_may_not_edit_takes_no_steps(deal, process):
    reader = make_actor(roles=[Role.READ_ONLY])
    with pytest.raises(Denied):
        move_stage(actor=reader, at=AT, opportunity=deal, stage=stage_of(process, "TENDER"))
    with pytest.raises(Denied):
        take_back_entry(actor=reader, at=AT, opportunity=deal, entry=entries_of(deal)[0])


def test_a_won_deal_keeps_its_day_and_the_rate_of_that_day(actor):
    for day, rate in ((TODAY - 90 * DAY, 30), (TODAY + 9 * DAY, 33)):
        ExchangeRate.objects.create(currency="USD", valid_from=day, rate=Decimal(rate), created_at=AT)
    deal = make_opportunity(actor, amount=Decimal(100), currency="USD")

    entry = close_won(
        actor=actor, at=AT + 20 * DAY, opportunity=deal, closed_on=TODAY + 10 * DAY, reason="Trusted"
    )

    assert (entry.kind, entry.outcome, entry.stage) == (EntryKind.CLOSED, Outcome.WON, deal.stage)
    assert (deal.outcome, deal.closed_on, deal.amount_reporting) == (
        Outcome.WON,
        TODAY + 10 * DAY,
        Decimal(3300),
    )
    with pytest.raises(Conflict, match="OPPORTUNITY_CLOSED"):
        close_won(actor=actor, at=AT + 21 * DAY, opportunity=deal)


def test_a_closing_day_lies_between_the_last_entry_and_today(deal, actor):
    for day, code in ((TODAY - DAY, "STEP_EARLY"), (TODAY + 2 * DAY, "STEP_FUTURE")):
        with pytest.raises(StageRefused, match=code):
            close_won(actor=actor, at=AT, opportunity=deal, closed_on=day)


@pytest.mark.requirement("R1.1")
def test_a_loss_has_a_reason_and_may_name_the_rival_who_won(deal, actor):
    reason = make_entry(DictionaryKind.LOSS_REASON, "PRICE")
    rival = set_competitor(actor=actor, at=AT, opportunity=deal, competitor=make_competitor())
    with pytest.raises(StageRefused, match="LOSS_REASON_MISSING"):
        close_lost(actor=actor, at=AT, opportunity=deal, loss_reason=None)
    with pytest.raises(StageRefused, match="DICTIONARY_WRONG"):
        close_lost(actor=actor, at=AT, opportunity=deal, loss_reason=make_entry())

    close_lost(actor=actor, at=AT + DAY, opportunity=deal, loss_reason=reason, winner=rival)

    assert (deal.outcome, deal.loss_reason, rival.won) == (Outcome.LOST, reason, True)
    reopen(actor=actor, at=AT + 2 * DAY, opportunity=deal, reason="Rival failed the test")
    assert (deal.outcome, deal.loss_reason, deal.closed_on) == (Outcome.OPEN, None, None)
    assert not OpportunityCompetitor.objects.get().won


def test_the_rival_who_won_is_one_of_the_deal(deal, actor):
    reason = make_entry(DictionaryKind.LOSS_REASON, "PRICE")
    elsewhere = set_competitor(
        actor=actor, at=AT, opportunity=make_opportunity(actor), competitor=make_competitor()
    )
    with pytest.raises(OpportunityRefused, match="WINNER_FOREIGN"):
        close_lost(actor=actor, at=AT, opportunity=deal, loss_reason=reason, winner=elsewhere)
    close_lost(actor=actor, at=AT, opportunity=deal, loss_reason=reason)
    assert deal.outcome == Outcome.LOST


def test_dropping_needs_a_word_why(deal, actor):
    with pytest.raises(OpportunityRefused, match="REASON_MISSING"):
        close_dropped(actor=actor, at=AT, opportunity=deal, reason=" ")
    close_dropped(actor=actor, at=AT, opportunity=deal, reason="Project cancelled")
    assert deal.outcome == Outcome.DROPPED
    assert can_reopen(actor, deal)


def test_only_a_closed_deal_is_reopened(deal, actor):
    with pytest.raises(Conflict, match="OPPORTUNITY_RUNS"):
        reopen(actor=actor, at=AT, opportunity=deal)


def test_a_step_made_by_mistake_is_taken_back_by_an_entry_and_both_stay(move, deal, actor):
    cause = make_entry()
    first = move("CHARTER", 5)
    wrong = move("RESEARCH", 9, cause=cause)
    assert deal.reversals == 1

    at = AT + 9 * DAY + timedelta(minutes=1)
    taken_back = take_back_entry(actor=actor, at=at, opportunity=deal, entry=wrong)

    assert taken_back.kind == EntryKind.CORRECTED
    assert (deal.stage.code, deal.stage_since, deal.reversals) == ("CHARTER", first.entered_at, 0)
    assert StageEntry.objects.filter(pk=wrong.pk).exists()
    assert [entry.stage.code for entry in standing_entries(entries_of(deal))] == ["RESEARCH", "CHARTER"]
    assert AuditEvent.objects.latest("pk").verb == "UNDONE"


def test_a_reopening_taken_back_closes_as_before(deal, actor):
    reason = make_entry(DictionaryKind.LOSS_REASON, "PRICE")
    close_lost(actor=actor, at=AT + DAY, opportunity=deal, loss_reason=reason)
    again = reopen(actor=actor, at=AT + 5 * DAY, opportunity=deal)
    take_back_entry(actor=actor, at=AT + 5 * DAY, opportunity=deal, entry=again)
    assert (deal.outcome, deal.loss_reason, deal.closed_on) == (Outcome.LOST, reason, TODAY + DAY)


def test_a_closing_taken_back_lets_the_deal_run(deal, actor):
    entry = close_won(actor=actor, at=AT, opportunity=deal)
    take_back_entry(actor=actor, at=AT, opportunity=deal, entry=get_stage_entry(deal, entry.uid))
    assert (deal.outcome, deal.closed_on) == (Outcome.OPEN, None)


def test_only_ones_own_newest_step_is_taken_back_and_soon(move, deal, actor):
    with pytest.raises(StageRefused, match="CORRECTION_FIRST"):
        take_back_entry(actor=actor, at=AT, opportunity=deal, entry=entries_of(deal)[0])
    older = move("ANALYSIS", 1)
    newest = move("CHARTER", 2)
    with pytest.raises(StageRefused, match="CORRECTION_NOT_LAST"):
        take_back_entry(actor=actor, at=AT + 2 * DAY, opportunity=deal, entry=older)
    with pytest.raises(StageRefused, match="CORRECTION_NOT_OWN"):
        take_back_entry(actor=make_actor(), at=AT + 2 * DAY, opportunity=deal, entry=newest)
    with pytest.raises(StageRefused, match="CORRECTION_LATE"):
        take_back_entry(actor=actor, at=AT + 3 * DAY, opportunity=deal, entry=newest)
    back = take_back_entry(actor=actor, at=AT + 2 * DAY, opportunity=deal, entry=newest)
    with pytest.raises(StageRefused, match="CORRECTION_NOT_LAST"):
        take_back_entry(actor=actor, at=AT + 2 * DAY, opportunity=deal, entry=back)


def test_a_deleted_deal_takes_nothing_back(move, deal, actor):
    entry = move("CHARTER", 1)
    delete_opportunity(actor=actor, at=AT + DAY, opportunity=deal)
    with pytest.raises(Conflict, match="OPPORTUNITY_DELETED"):
        take_back_entry(actor=actor, at=AT + DAY, opportunity=deal, entry=entry)
