"""Keep the scores of an evaluation, whole or not at all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.crm.bids.choices import AwardMethod
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.models import Bid, BidCriterion, BidRival, BidScore
from tongxin.crm.bids.parameters import with_absent
from tongxin.crm.bids.rules import BidRefused, check_score
from tongxin.records.checks import check_may_write

MOST_PARAMETERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenScore:
    """A score of one bidder on one criterion; `rival` is `None` for ours, `score` is `None` to take it away."""

    criterion: BidCriterion
    rival: BidRival | None = None
    member: str = ""
    score: Decimal | None = None
    score_low: Decimal | None = None
    score_high: Decimal | None = None


@transaction.atomic
def set_scores(
    *,
    actor: Actor,
    at: datetime,
    bid: Bid,
    scores: Sequence[GivenScore],
    absent: Collection[str] | None = None,
    expected_version: int | None = None,
) -> Bid:
    """Keep scores of a bid; those not named stay as they are.

    Args:
        actor: who.
        at: when.
        bid: whose bidders are scored.
        scores: what to keep, and what to take away.
        absent: members of the committee whose scores do not count; `None` leaves them as they are.
        expected_version: of the bid as the caller read it.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        StaleVersion: somebody else changed the bid meanwhile.
        BidRefused: `SCORE_ABOVE_HIGHEST`, `SCORE_NEGATIVE`, `RANGE_REVERSED`, `SCORE_OF_ANOTHER_BID`, `SCORES_MIXED`,
            `PARAMETERS_NOT_JSON`, `ABSENT_LONG`.

    """
    check_may_write(BID, actor, bid, bid.account)
    for given in scores:
        _check(bid, given)
    changes = {} if absent is None else {"parameters": _absent(bid, absent)}
    # Scores are part of the bid: who reads it afterwards has a newer version.
    changed = save_changes(bid, changes, at=at, expected_version=expected_version, beside=True)
    for given in scores:
        _keep(bid, given, at)
    _check_unmixed(bid)
    told = [f"{each.rival or bid.name}: {each.criterion.name}: {each.score}" for each in scores]
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.BID, target=bid, account_uid=bid.account.uid,
        changes={**changed, "scores": (None, told)} if told else changed,
    )  # fmt: skip
    return bid


def _check(bid: Bid, given: GivenScore) -> None:
    if given.criterion.bid_id != bid.pk or (given.rival is not None and given.rival.bid_id != bid.pk):
        raise BidRefused("SCORE_OF_ANOTHER_BID", field="score")
    low, high = given.score_low, given.score_high
    if low is not None and high is not None and high < low:
        raise BidRefused("RANGE_REVERSED", field="score_high")
    for score in (given.score, low, high):
        if score is not None:
            check_score(
                name=given.criterion.name,
                score=score,
                top=highest_of(given.criterion),
                negative=bid.method == AwardMethod.AWARD_ON_VALUE,
            )


def _absent(bid: Bid, members: Collection[str]) -> str:
    text = with_absent(bid, members)
    if len(text) > MOST_PARAMETERS:
        raise BidRefused("ABSENT_LONG", field="absent")
    return text


def _check_unmixed(bid: Bid) -> None:
    """Refuse scores of members beside scores of the committee as one: it would count as one more member."""
    members = set(BidScore.objects.filter(bid=bid).values_list("member", flat=True))
    if "" in members and len(members) > 1:
        raise BidRefused("SCORES_MIXED", field="member")


def highest_of(criterion: BidCriterion) -> Decimal | None:
    """Return the highest score of a criterion: as published, else its weight."""
    known: tuple[Decimal | None, ...] = (criterion.highest, criterion.weight, criterion.weight_to)
    return next((each for each in known if each is not None), None)


def _keep(bid: Bid, given: GivenScore, at: datetime) -> None:
    rows = BidScore.objects.filter(criterion=given.criterion, rival=given.rival, member=given.member)
    if given.score is None:
        rows.delete()
        return
    values = {"score": given.score, "score_low": given.score_low, "score_high": given.score_high}
    present = rows.first()
    if present is not None:
        save_changes(present, values, at=at)
        return
    BidScore.objects.create(
        bid=bid, criterion=given.criterion, rival=given.rival, member=given.member, created_at=at,
        updated_at=at, **values,
    )  # fmt: skip
