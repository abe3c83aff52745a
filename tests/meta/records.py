"""How to make one record of each kind that the access test puts into addresses.

A new kind of record needs one line in `MAKERS`: a function that gets the world, in which `world.record("ACCOUNT")` is the
account of the owner's team, and returns a record that hangs on it. Everything it writes into text must hold `CANARY`.
Where records can be deleted, `DELETERS` says how.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from tests.deals import make_competitor, make_person, make_product
from tests.factories import AT, TODAY, make_account, make_token, make_user, with_every_right
from tests.meta.records_of_people import DELETERS_OF_PEOPLE, MAKERS_OF_PEOPLE, make_opportunity
from tests.records.samples import named_twice, sample_values

from tongxin.background.actions import enqueue
from tongxin.common.clock import now
from tongxin.common.models import Fact
from tongxin.crm.accounts.actions import create_account, delete_account, merge_accounts
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entries_of
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.competition.choices import Ring
from tongxin.crm.ladder.choices import Level
from tongxin.crm.market.rates import add_rate
from tongxin.crm.opportunities.actions import (
    create_opportunity,
    delete_opportunity,
    set_competitor,
    set_contact,
    set_line,
    set_member,
)
from tongxin.crm.opportunities.models import Opportunity, StageEntry
from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.projects.links import propose, share_plan
from tongxin.crm.projects.models import JointPlan, SharedLink
from tongxin.crm.records import BY_KIND, RECORDS
from tongxin.crm.tenders.actions import register_tender
from tongxin.crm.tenders.choices import MatchReason
from tongxin.crm.tenders.models import MatchProposal, Organisation, Tender, WatchHit
from tongxin.importers.actions import start_import
from tongxin.records.definition import Definition
from tongxin.records.writing import create_record, delete_record
from tongxin.saved_views.actions import add_view, delete_view
from tongxin.team.actions import add_absence
from tongxin.team.choices import Role, Scope
from tongxin.team.models import ApiToken, User
from tongxin.web.records.heads import is_in_place

CANARY = "kingfisher"
INVENTED = "zzzzzzzzzzzzzz"


@dataclass
class World:
    """Five people: three of one team, one of another, and nobody."""

    owner: User
    mate: User
    reader: User
    outsider: User
    made: dict[str, Fact] = field(default_factory=dict)

    def record(self, kind: str) -> Fact:
        """Return the owner's team's record of a kind, making it the first time."""
        if kind not in self.made:
            self.made[kind] = MAKERS[kind](self)
        return self.made[kind]


def make_world() -> World:
    """Return a world without records."""
    return World(
        owner=make_user((Role.KAM,), username="owner"),
        mate=make_user((Role.TEAM_MEMBER,), username="mate"),
        reader=make_user((Role.READ_ONLY,), username="reader"),
        outsider=make_user((Role.KAM,), username="outsider"),
    )


def _account(world: World) -> Fact:
    return make_account(world.owner, name=f"Account {CANARY}", members=[world.mate, world.reader])


def _token(world: World) -> Fact:
    token, _ = make_token(world.owner, (Scope.READ,), at=now())
    ApiToken.objects.filter(pk=token.pk).update(name=CANARY)
    return token


def _absence(world: World) -> Fact:
    return add_absence(
        actor=with_every_right(world.owner),
        at=AT,
        user=world.owner,
        deputy=world.mate,
        from_date=TODAY,
        to_date=TODAY + timedelta(days=3),
        reason=CANARY,
    )


def _job(world: World) -> Fact:
    return enqueue(actor=with_every_right(world.owner), at=AT, task=CANARY, params={}, total_steps=3)


def _dictionary_entry(_world: World) -> Fact:
    ensure_reference_data(at=AT)
    return entries_of(DictionaryKind.TIER)[0]


def _process(_world: World) -> Fact:
    ensure_reference_data(at=AT)
    return default_process()


def _stage(_world: World) -> Fact:
    ensure_reference_data(at=AT)
    return stages_of(default_process())[0]


def _rate(_world: World) -> Fact:
    return add_rate(actor=None, at=AT, currency="USD", valid_from=TODAY, rate=Decimal(32))


# What the deleted record of a kind says otherwise, where two that say the same cannot stand side by side.
ONE_OF_A_KIND: dict[str, dict[str, Any]] = {
    "RING_NAME": {"ring": Ring.OUTSIDE},
    "LADDER_CRITERION": {"level": Level.PARTNER},
    "SCORECARD_GRADE": {"from_total": Decimal(60)},
    "SCORECARD_SHEET": {"period_day": date(2026, 1, 31)},
    "ACCOUNT_PLAN": {"first_on": date(2026, 1, 1)},
}


def _declared(definition: Definition, *, deleted: bool = False, **other: Any) -> Callable[[World], Fact]:
    """Return a maker of a declared object; what everybody sees holds no canary."""
    text = "" if definition.shared else f"{CANARY} gone" if deleted else CANARY

    def make(world: World) -> Fact:
        def record_of(kind: str) -> Fact:
            found = world.record(kind)
            return found._meta.model._default_manager.get(pk=found.pk)

        actor = with_every_right(world.owner)
        values = sample_values(definition, record_of, text=text)
        if deleted:
            values |= ONE_OF_A_KIND.get(definition.kind.value, {})
        made = create_record(definition, actor=actor, at=AT, values=values | other)
        return delete_record(definition, actor=actor, at=AT, record=made) if deleted else made

    return make


def _drop_declared(definition: Definition) -> Callable[[World, Fact], None]:
    def drop(world: World, record: Fact) -> None:
        delete_record(definition, actor=with_every_right(world.owner), at=AT, record=record)

    return drop


def _hidden_account(world: World) -> Fact:
    account = make_account(world.owner, name=f"Hidden {CANARY}", members=[world.mate, world.reader])
    return delete_account(actor=with_every_right(world.owner), at=AT, account=account)


def _member(world: World) -> Fact:
    account = world.record("ACCOUNT")
    return AccountMember.objects.get(account_id=account.pk, user=world.mate)


def _merge(world: World) -> Fact:
    actor = with_every_right(world.owner)
    absorbed = create_account(actor=actor, at=AT, name=f"Absorbed {CANARY}")
    return merge_accounts(
        actor=actor, at=AT, survivor=Account.objects.get(pk=world.record("ACCOUNT").pk), absorbed=absorbed
    )


def _opportunity(world: World) -> Fact:
    ensure_reference_data(at=AT)
    return create_opportunity(
        actor=with_every_right(world.owner),
        at=AT,
        name=f"Deal {CANARY}",
        account=world.record("ACCOUNT"),
        next_step=f"Call {CANARY}",
    )


def _hidden_opportunity(world: World) -> Fact:
    ensure_reference_data(at=AT)
    actor = with_every_right(world.owner)
    deal = create_opportunity(actor=actor, at=AT, name=f"Gone {CANARY}", account=world.record("ACCOUNT"))
    return delete_opportunity(actor=actor, at=AT, opportunity=deal)


def _on_deal(world: World) -> dict[str, object]:
    return {
        "actor": with_every_right(world.owner),
        "at": AT,
        "opportunity": Opportunity.objects.get(pk=world.record("OPPORTUNITY").pk),
    }


def _stage_entry(world: World) -> Fact:
    return StageEntry.objects.filter(opportunity_id=world.record("OPPORTUNITY").pk)[0]


def _deal_contact(world: World) -> Fact:
    person = make_person(world.record("ACCOUNT"), f"Person {CANARY}")
    return set_contact(**_on_deal(world), person=person, role="USER")


def _deal_line(world: World) -> Fact:
    return set_line(**_on_deal(world), product=make_product("Kit"), quantity=Decimal(1))


def _import(world: World) -> Fact:
    file = (f"{CANARY}.csv", BytesIO(f"Account Name\n{CANARY}\n".encode()))
    return start_import(actor=with_every_right(world.owner), at=AT, files=[file])


def _saved_view(world: World) -> Fact:
    return add_view(
        actor=with_every_right(world.owner),
        at=AT,
        area="ACCOUNTS",
        name=f"View {CANARY}",
        params={"q": [CANARY]},
    )


def _hidden_saved_view(world: World) -> Fact:
    actor = with_every_right(world.owner)
    view = add_view(actor=actor, at=AT, area="PEOPLE", name=f"Old {CANARY}", params={})
    return delete_view(actor=actor, at=AT, view=view)


def _tender(world: World) -> Fact:
    actor = with_every_right(world.owner)
    return register_tender(actor=actor, at=AT, buyer="Port of Halden", title="Cranes")


def _organisation(world: World) -> Fact:
    return Organisation.objects.get(pk=Tender.objects.get(pk=world.record("TENDER").pk).buyer_id)


def _match(world: World) -> Fact:
    """Return a match of an organisation with the account, whose name tells of it."""
    account = Account.objects.get(pk=world.record("ACCOUNT").pk)
    return MatchProposal.objects.create(
        organisation_id=world.record("ORGANISATION").pk,
        account=account,
        reason=MatchReason.SAME_NAME,
        created_at=AT,
        updated_at=AT,
    )


def _watch_hit(world: World) -> Fact:
    return WatchHit.objects.create(
        watch_id=world.record("WATCH_LIST").pk,
        tender_id=world.record("TENDER").pk,
        found_at=AT,
        created_at=AT,
        updated_at=AT,
    )


def _shared_link(world: World) -> Fact:
    plan = JointPlan.objects.get(pk=world.record("JOINT_PLAN").pk)
    actor = with_every_right(world.owner)
    return share_plan(actor=actor, at=now(), plan=plan, label=CANARY, days=30, may_propose=True)


def _plan_proposal(world: World) -> Fact:
    link = SharedLink.objects.get(pk=world.record("SHARED_LINK").pk)
    return propose(link=link, at=now(), row=None, said_by=CANARY, name=f"Row {CANARY}")


MAKERS: dict[str, Callable[[World], Fact]] = {
    "SHARED_LINK": _shared_link,
    "PLAN_PROPOSAL": _plan_proposal,
    "IMPORT": _import,
    "ACCOUNT": _account,
    "HIDDEN_ACCOUNT": _hidden_account,
    "ACCOUNT_MEMBER": _member,
    "ACCOUNT_MERGE": _merge,
    "USER": lambda world: world.owner,
    "TOKEN": _token,
    "ABSENCE": _absence,
    "JOB": _job,
    "OPPORTUNITY": _opportunity,
    "HIDDEN_OPPORTUNITY": _hidden_opportunity,
    "SAVED_VIEW": _saved_view,
    "HIDDEN_SAVED_VIEW": _hidden_saved_view,
    "STAGE_ENTRY": _stage_entry,
    "RIVAL": lambda world: set_competitor(**_on_deal(world), competitor=make_competitor()),
    "DEAL_CONTACT": _deal_contact,
    "DEAL_MEMBER": lambda world: set_member(**_on_deal(world), user=world.mate, function="BID"),
    "DEAL_LINE": _deal_line,
    "MATCH": _match,
    "WATCH_HIT": _watch_hit,
    # Everybody's: no canary in them.
    "TENDER": _tender,
    "ORGANISATION": _organisation,
    "DICTIONARY": _dictionary_entry,
    "PROCESS": _process,
    "STAGE": _stage,
    "RATE": _rate,
    # Tests make another one for the same account.
    "ACCOUNT_PLAN": _declared(BY_KIND["ACCOUNT_PLAN"], first_on=date(2026, 11, 1)),
    **MAKERS_OF_PEOPLE,
}
for each in RECORDS:
    MAKERS.setdefault(each.kind.value, _declared(each))
    if each.is_deletable:
        MAKERS.setdefault(f"HIDDEN_{each.kind.value}", _declared(each, deleted=True))
    for kind in named_twice(each) & BY_KIND.keys():
        MAKERS.setdefault(f"OTHER_{kind}", _declared(BY_KIND[kind]))
MAKERS.setdefault("OPPORTUNITY", make_opportunity)
# Kinds that only their owner sees, not the team.
PRIVATE = frozenset({
    "TOKEN", "ABSENCE", "JOB", "IMPORT", "SAVED_VIEW", "HIDDEN_SAVED_VIEW", "WATCH_LIST", "HIDDEN_WATCH_LIST", "WATCH_HIT",
    "LADDER_CLAIM", "HIDDEN_LADDER_CLAIM", "LADDER_TARGET", "HIDDEN_LADDER_TARGET", "LADDER_PROOF", "HIDDEN_LADDER_PROOF",
})  # fmt: skip


def _drop_account(world: World, record: Fact) -> None:
    delete_account(actor=with_every_right(world.owner), at=AT, account=record)  # type: ignore[arg-type]


def _drop_opportunity(world: World, record: Fact) -> None:
    delete_opportunity(actor=with_every_right(world.owner), at=AT, opportunity=record)  # type: ignore[arg-type]


DELETERS: dict[str, Callable[[World, Fact], None]] = {
    "OPPORTUNITY": _drop_opportunity,
    "ACCOUNT": _drop_account,
    **DELETERS_OF_PEOPLE,
}
for each in RECORDS:
    if each.is_deletable:
        DELETERS.setdefault(each.kind.value, _drop_declared(each))

# Values for parameters of pages that name no record.
VALUES: dict[str, str] = {
    "form": "csv",
    "field": "tier",
    "code": "JUDGEMENTS",
    "question": "buyers",
    "part": "seats",
    "key": "amount",
    "name": "tier",
    "person_field": "email",
    "slug": "stage-missing",
    "token": "a-link-that-nobody-made.x",
    "paper": "charter",
    "paper_form": "pdf",
    "judged": "attitude",
}
# The field that a declared object's page of one field is tried with, by the name of its address without the namespace:
# the first that is changed where it stands.
FIELDS: dict[str, str] = {
    f"{each.one}_field": next(item.name for item in each.fields if is_in_place(item))
    for each in RECORDS
    if each.in_pages and any(is_in_place(item) for item in each.fields)
}
