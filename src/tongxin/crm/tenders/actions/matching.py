"""Match organisations of notices with accounts and competitors; where neither name nor number is sure, somebody decides."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Right
from tongxin.common.taxids import normalize_tax_id
from tongxin.crm.accounts.choices import OPEN_STATUSES
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.models import Competitor
from tongxin.crm.tenders.choices import MatchReason, MatchState
from tongxin.crm.tenders.models import MatchProposal, Organisation
from tongxin.crm.tenders.rules import check_can_decide_match

_AT_ONCE = 400


def match_organisations(*, organisations: Sequence[Organisation], at: datetime) -> None:
    """Match new organisations: by number and name at once, by name where no number speaks against it, else propose.

    Inside the caller's transaction.
    """
    matched: list[Organisation] = []
    proposals: list[MatchProposal] = []
    for start in range(0, len(organisations), _AT_ONCE):
        chunk = organisations[start : start + _AT_ONCE]
        accounts = _accounts_like(chunk)
        numbers = _numbers_of(accounts)
        rivals = {
            rival.match_key: rival
            for rival in Competitor.objects.filter(match_key__in=[one.match_key[:200] for one in chunk])
        }
        for organisation in chunk:
            rival = rivals.get(organisation.match_key)
            if rival is not None:
                organisation.competitor = rival
            proposals += _match_account(organisation, accounts, numbers, at)
            if rival is not None or organisation.account_id is not None:
                matched.append(organisation)
    Organisation.objects.bulk_update(matched, ["account", "competitor"], batch_size=_AT_ONCE)
    MatchProposal.objects.bulk_create(proposals, batch_size=_AT_ONCE)


def _accounts_like(organisations: Sequence[Organisation]) -> list[Account]:
    running = Account.objects.filter(status__in=OPEN_STATUSES).only("id", "match_key", "tax_id", "name")
    keys = {organisation.match_key[:200] for organisation in organisations}
    numbers = {normalize_tax_id(one.number) for one in organisations if one.number}
    by_name = running.filter(match_key__in=keys)
    by_number = running.filter(tax_id__in=numbers).exclude(tax_id="")
    return list({account.pk: account for account in (*by_name, *by_number)}.values())


def _numbers_of(accounts: Sequence[Account]) -> dict[int, set[str]]:
    """Return the numbers under which each account is known: its own, else those of organisations matched with it."""
    numbers: dict[int, set[str]] = {account.pk: {account.tax_id} - {""} for account in accounts}
    known = Organisation.objects.filter(account__in=[pk for pk, own in numbers.items() if not own])
    for pk, number in known.exclude(number="").values_list("account_id", "number"):
        numbers[pk or 0].add(normalize_tax_id(number))
    return numbers


def _match_account(
    organisation: Organisation,
    accounts: Iterable[Account],
    numbers: dict[int, set[str]],
    at: datetime,
) -> list[MatchProposal]:
    number = normalize_tax_id(organisation.number)
    alike = [
        account
        for account in accounts
        if account.match_key == organisation.match_key[:200] or (number and number in numbers[account.pk])
    ]
    reasons = {account.pk: _reason(organisation, account, number, numbers[account.pk]) for account in alike}
    sure = [account for account in alike if reasons[account.pk] is None]
    if len(sure) == 1:
        organisation.account = sure[0]
        if number:
            numbers[sure[0].pk].add(number)
        return []
    return [
        MatchProposal(
            organisation=organisation,
            account=account,
            reason=reasons[account.pk] or MatchReason.SAME_NAME,
            created_at=at,
            updated_at=at,
        )
        for account in alike
    ]


def _reason(organisation: Organisation, account: Account, number: str, known: set[str]) -> MatchReason | None:
    """Say why a match has to be decided; `None` when name and number agree, or one side has no number."""
    if account.match_key != organisation.match_key[:200]:
        return MatchReason.SAME_NUMBER_OTHER_NAME
    return MatchReason.SAME_NAME_OTHER_NUMBER if number and known and number not in known else None


@transaction.atomic
def decide_match(*, actor: Actor, at: datetime, proposal: MatchProposal, is_same: bool) -> MatchProposal:
    """Say whether an organisation of notices is the account or competitor proposed for it.

    Raises:
        Denied: the actor may not edit.
        MatchRefused: `MATCH_DECIDED`.
        StaleVersion: somebody else decided meanwhile.

    """
    actor.must_have(Right.EDIT)
    check_can_decide_match(proposal)
    state = MatchState.CONFIRMED if is_same else MatchState.DECLINED
    save_changes(proposal, {"state": state, "decided_by": actor.user, "decided_at": at}, at=at)
    organisation = proposal.organisation
    if is_same:
        target = {"account": proposal.account} if proposal.account else {"competitor": proposal.competitor}
        save_changes(organisation, target, at=at)
    record(
        actor=actor,
        at=at,
        verb=Verb.CHANGED,
        kind=Kind.TENDER,
        target=organisation,
        changes={"match": (MatchState.OPEN.value, state.value)},
    )
    return proposal
