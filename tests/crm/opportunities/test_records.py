from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.deals import make_entry, make_opportunity, make_process, stage_of
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, Missing, Refusal, StaleVersion
from tongxin.crm.accounts.choices import AccountStatus, DictionaryKind
from tongxin.crm.market.models import ExchangeRate
from tongxin.crm.opportunities.actions import (
    change_opportunity,
    close_won,
    create_opportunity,
    delete_opportunity,
    restore_opportunity,
    set_next_step,
)
from tongxin.crm.opportunities.choices import EntryKind, Outcome
from tongxin.crm.opportunities.models import OpportunityMember, Stage, StageEntry
from tongxin.crm.opportunities.rules import OpportunityRefused, StageRefused, can_edit, can_move, can_reopen
from tongxin.crm.opportunities.selectors import (
    get_deleted_opportunity_for,
    get_opportunity_for,
    visible_opportunities,
)
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


def refusal(code: str, **values: object) -> None:
    with pytest.raises(Refusal) as refused:
        make_opportunity(**values)
    assert refused.value.code == code


def test_name_and_account_are_enough():
    actor = make_actor()
    account = make_account(actor.user, currency="USD")
    make_process()

    deal = create_opportunity(actor=actor, at=AT, name=" Laser line ", account=account)

    assert (deal.name, deal.owner, deal.currency, deal.started_on) == (
        "Laser line",
        actor.user,
        "USD",
        TODAY,
    )
    assert deal.stage.code == "RESEARCH"
    entry = StageEntry.objects.get(opportunity=deal)
    assert (entry.kind, entry.stage, entry.entered_at, entry.entered_by) == (
        EntryKind.STARTED,
        deal.stage,
        AT,
        actor.user,
    )
    assert OpportunityMember.objects.get(opportunity=deal).user == actor.user
    assert AuditEvent.objects.get(object_uid=deal.uid).changes["stage"][1]["code"] == "RESEARCH"
    assert SearchDocument.objects.get(object_uid=deal.uid).account_id == account.pk


def test_a_deal_may_begin_in_any_stage_in_use_on_an_earlier_day():
    process = make_process()
    stage = stage_of(process, "CHARTER")

    deal = make_opportunity(stage=stage, started_on=date(2026, 3, 1))

    assert deal.stage == stage
    assert deal.stage_since.date() <= date(2026, 3, 1)
    assert StageEntry.objects.get(opportunity=deal).created_at == AT


def test_a_deal_cannot_begin_in_a_stage_out_of_use_or_tomorrow():
    process = make_process()
    Stage.objects.filter(code="CHARTER").update(is_active=False)
    with pytest.raises(StageRefused, match="STAGE_UNUSED"):
        make_opportunity(stage=stage_of(process, "CHARTER"))
    with pytest.raises(StageRefused, match="STEP_FUTURE"):
        make_opportunity(started_on=TODAY + timedelta(days=2))


def test_without_a_process_no_deal_can_begin():
    actor = make_actor()
    account = make_account(actor.user)
    with pytest.raises(Missing, match="PROCESS_MISSING"):
        create_opportunity(actor=actor, at=AT, name="Deal", account=account)
    process = make_process()
    Stage.objects.all().delete()
    with pytest.raises(Missing, match="STAGE_MISSING"):
        create_opportunity(actor=actor, at=AT, name="Deal", account=account)
    assert process.label == "Customer"


def test_wrong_values_are_refused_with_their_reason():
    refusal("NAME_MISSING", name="  ")
    refusal("CURRENCY_UNKNOWN", currency="nt$")
    refusal("AMOUNT_NEGATIVE", amount=Decimal(-1))
    refusal("AMOUNT_NEGATIVE", amount=Decimal("NaN"))
    refusal("AMOUNT_LARGE", price_floor=Decimal(10) ** 16)
    refusal("MARGIN_RANGE", margin_percent=Decimal(101))
    refusal("CLOSE_WINDOW_REVERSED", close_from=date(2027, 2, 1), close_to=date(2027, 1, 1))
    refusal("DICTIONARY_WRONG", source=make_entry())
    refusal("FIELD_UNKNOWN", outcome="WON")


def test_a_change_of_what_an_action_of_its_own_decides_is_refused():
    owner = make_actor()
    deal = make_opportunity(owner)
    with pytest.raises(OpportunityRefused) as refused:
        change_opportunity(actor=owner, at=AT, opportunity=deal, values={"outcome": "WON"})
    assert refused.value.code == "FIELD_UNKNOWN"


def test_a_closed_account_takes_no_deals():
    actor = make_actor()
    account = make_account(actor.user, status=AccountStatus.DELETED)
    with pytest.raises(Conflict, match="ACCOUNT_CLOSED"):
        make_opportunity(actor, account=account)


def test_who_may_not_edit_creates_and_changes_nothing():
    reader = make_actor(roles=[Role.READ_ONLY])
    with pytest.raises(Denied):
        make_opportunity(reader)
    deal = make_opportunity()
    close_won(actor=make_actor(), at=AT, opportunity=deal)
    with pytest.raises(Denied):
        change_opportunity(actor=reader, at=AT, opportunity=deal, values={"name": "Mine"})
    assert not can_edit(reader, deal)
    assert not can_move(reader, deal)
    assert not can_reopen(reader, deal)
    worker = make_actor()
    assert (can_edit(worker, deal), can_move(worker, deal), can_reopen(worker, deal)) == (True, False, True)
    assert can_move(worker, make_opportunity())


def test_restricted_fields_need_their_own_right():
    member = make_actor(roles=[Role.TEAM_MEMBER])
    for field in ("price_floor", "margin_percent"):
        with pytest.raises(Denied, match="RIGHT_MISSING"):
            make_opportunity(member, **{field: Decimal(10)})
    deal = make_opportunity(price_floor=Decimal(10), margin_percent=Decimal("12.5"))
    assert deal.margin_percent == Decimal("12.5")
    with pytest.raises(Denied):
        change_opportunity(actor=member, at=AT, opportunity=deal, values={"price_floor": None})


def test_only_who_manages_teams_gives_a_deal_to_somebody_else():
    colleague = make_user()
    member = make_actor(roles=[Role.TEAM_MEMBER])
    with pytest.raises(Denied):
        make_opportunity(member, owner=colleague)
    deal = make_opportunity(member)
    with pytest.raises(Denied):
        change_opportunity(actor=member, at=AT, opportunity=deal, values={"owner": colleague})
    manager = make_actor()
    change_opportunity(actor=manager, at=AT, opportunity=deal, values={"owner": colleague})
    assert deal.owner == colleague
    assert get_opportunity_for(make_actor(colleague), deal.uid) == deal


def test_an_amount_is_converted_by_the_rate_that_held():
    for day, rate in ((date(2026, 1, 1), "30"), (date(2026, 10, 1), "32"), (date(2026, 12, 1), "40")):
        ExchangeRate.objects.create(currency="USD", valid_from=day, rate=Decimal(rate), created_at=AT)
    deal = make_opportunity(amount=Decimal("10.01"), currency="USD")
    assert (deal.amount_reporting, deal.rate_date) == (Decimal("320.32"), date(2026, 10, 1))

    actor = make_actor()
    change_opportunity(actor=actor, at=AT, opportunity=deal, values={"currency": "EUR"})
    assert (deal.amount_reporting, deal.rate_date) == (None, None)

    changes = change_opportunity(
        actor=actor, at=AT, opportunity=deal, values={"currency": "TWD", "amount": Decimal(7)}
    )
    assert changes == {"currency": ("EUR", "TWD"), "amount": (Decimal("10.01"), Decimal(7))}
    assert deal.amount_reporting == Decimal(7)


def test_a_change_is_kept_in_audit_and_index_and_an_empty_one_is_not():
    deal = make_opportunity(amount=Decimal(5))
    actor = make_actor()
    before = AuditEvent.objects.count()

    assert change_opportunity(actor=actor, at=AT, opportunity=deal, values={"name": deal.name}) == {}
    assert AuditEvent.objects.count() == before

    change_opportunity(
        actor=actor, at=AT, opportunity=deal, values={"name": "新案", "started_on": date(2026, 1, 5)}
    )
    assert AuditEvent.objects.latest("pk").changes["name"][1] == "新案"
    assert SearchDocument.objects.get(object_uid=deal.uid).title == "新案"
    assert deal.amount_reporting == Decimal(5)


def test_a_start_in_the_future_is_refused():
    deal = make_opportunity()
    with pytest.raises(StageRefused, match="STEP_FUTURE"):
        change_opportunity(
            actor=make_actor(), at=AT, opportunity=deal, values={"started_on": date(2027, 1, 1)}
        )


def test_a_stale_version_changes_nothing():
    deal = make_opportunity()
    with pytest.raises(StaleVersion):
        change_opportunity(
            actor=make_actor(), at=AT, opportunity=deal, values={"name": "X"}, expected_version=9
        )


def test_the_next_step_has_a_text_before_it_has_a_day():
    deal = make_opportunity()
    actor = make_actor()
    with pytest.raises(OpportunityRefused, match="NEXT_STEP_MISSING"):
        set_next_step(actor=actor, at=AT, opportunity=deal, next_step=" ", next_step_on=TODAY)
    set_next_step(actor=actor, at=AT, opportunity=deal, next_step="Call 陳經理 ", next_step_on=TODAY)
    assert (deal.next_step, deal.next_step_on) == ("Call 陳經理", TODAY)
    set_next_step(actor=actor, at=AT, opportunity=deal, next_step="", next_step_on=None)
    assert (deal.next_step, deal.next_step_on) == ("", None)


def test_a_deleted_deal_is_hidden_and_comes_back_as_it_stood():
    actor = make_actor()
    deal = make_opportunity(actor)
    close_won(actor=actor, at=AT, opportunity=deal)

    delete_opportunity(actor=actor, at=AT, opportunity=deal)

    with pytest.raises(Missing):
        get_opportunity_for(actor, deal.uid)
    assert not SearchDocument.objects.filter(object_uid=deal.uid).exists()
    for action in (delete_opportunity, lambda **more: change_opportunity(values={"name": "X"}, **more)):
        with pytest.raises(Conflict, match="OPPORTUNITY_DELETED"):
            action(actor=actor, at=AT, opportunity=deal)
    assert not can_move(actor, deal)

    found = get_deleted_opportunity_for(actor, deal.uid)
    restore_opportunity(actor=actor, at=AT, opportunity=found)

    assert found.outcome == Outcome.WON
    assert SearchDocument.objects.filter(object_uid=deal.uid).exists()
    assert restore_opportunity(actor=actor, at=AT, opportunity=found).version == found.version


def test_only_who_may_delete_deletes_restores_and_finds_what_was_deleted():
    actor = make_actor()
    deal = make_opportunity(actor)
    member = make_actor(roles=[Role.TEAM_MEMBER])
    for action in (delete_opportunity, restore_opportunity):
        with pytest.raises(Denied):
            action(actor=member, at=AT, opportunity=deal)
    with pytest.raises(Missing):
        get_deleted_opportunity_for(member, deal.uid)


def test_a_deal_is_seen_through_account_team_own_team_line_or_role():
    owner, outsider = make_actor(), make_actor()
    mate = make_user()
    account = make_account(owner.user, members=[mate])
    deal = make_opportunity(owner, account=account)
    boss = make_user([Role.SALES_DIRECTOR])
    OpportunityMember.objects.create(
        opportunity=deal, user=make_user(username="guest", manager=boss), function="BID", created_at=AT
    )

    seeing = [owner, make_actor(mate), make_actor(boss), make_actor(roles=[Role.EXECUTIVE])]
    assert [list(visible_opportunities(actor)) for actor in seeing] == [[deal]] * 4
    assert list(visible_opportunities(outsider)) == []
    with pytest.raises(Missing):
        get_opportunity_for(outsider, deal.uid)


def test_deals_of_a_deleted_account_are_hidden_with_it():
    actor = make_actor()
    deal = make_opportunity(actor)
    type(deal.account).objects.update(status=AccountStatus.DELETED)
    assert list(visible_opportunities(actor)) == []


def test_a_source_comes_from_its_dictionary():
    source = make_entry(DictionaryKind.SOURCE, "FAIR")
    assert make_opportunity(source=source).source == source
