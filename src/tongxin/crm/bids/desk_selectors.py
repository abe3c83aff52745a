"""Read what is decided, handed in and missing of bids."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tongxin.common.actor import Actor
from tongxin.crm.bids.choices import BidStage
from tongxin.crm.bids.desk_models import (
    ApprovalLimit,
    BidAnswer,
    BidDecision,
    BidDemand,
    BidDocument,
    BidSubmission,
    Qualification,
)
from tongxin.crm.bids.desk_rules import Readiness, readiness_of, renewal_starts
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.selectors import bids_for

MOST_IN_A_LANE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known for deciding about a bid.

    Attributes:
        demands: how each demand stands.
        open_bids: how many bids its owner is at work on.
        rivals: names of those expected.
        won: how many of the account's closed bids we won.
        closed: how many were closed.
    """

    demands: tuple[Readiness, ...]
    open_bids: int
    rivals: tuple[str, ...]
    won: int
    closed: int


def readiness_for(bid: Bid) -> tuple[Readiness, ...]:
    """Return how each demand of a bid stands."""
    rows = BidDemand.objects.filter(bid=bid, deleted_at=None).select_related("qualification").order_by("name")
    return tuple(readiness_of(bid, each) for each in rows)


def evidence_for(actor: Actor, bid: Bid) -> Evidence:
    """Return what is known for deciding about a bid, within what the actor may see."""
    seen = bids_for(actor)
    closed = seen.filter(account=bid.account, stage=BidStage.CLOSED).exclude(outcome="NO_BID")
    return Evidence(
        demands=readiness_for(bid),
        open_bids=seen.filter(owner=bid.owner).exclude(stage=BidStage.CLOSED).exclude(pk=bid.pk).count()
        if bid.owner_id is not None
        else 0,
        rivals=tuple(bid.rivals.filter(deleted_at=None).values_list("name", flat=True)),
        won=closed.filter(outcome="WON").count(),
        closed=closed.count(),
    )


def answers_of(bid: Bid) -> dict[str, BidAnswer]:
    """Return code → answer."""
    return {each.code: each for each in BidAnswer.objects.filter(bid=bid)}


def documents_of(bid: Bid) -> list[BidDocument]:
    """Return the documents of a bid, by name."""
    return list(BidDocument.objects.filter(bid=bid, deleted_at=None).order_by("name"))


def latest_decision(bid: Bid) -> BidDecision | None:
    """Return what was decided last."""
    return BidDecision.objects.filter(bid=bid).select_related("approver").order_by("-pk").first()


def submission_of(bid: Bid) -> BidSubmission | None:
    """Return how a bid was handed in; `None` before."""
    return BidSubmission.objects.filter(bid=bid).select_related("submitted_by").first()


def limits() -> list[ApprovalLimit]:
    """Return the approval limits in use."""
    return list(ApprovalLimit.objects.filter(deleted_at=None))


def lanes_for(actor: Actor) -> dict[str, list[Bid]]:
    """Return stage → bids, the nearest deadline first; those without one last."""
    rows = bids_for(actor).select_related("account", "owner").order_by("deadline_at", "pk")[:2000]
    lanes: dict[str, list[Bid]] = {stage: [] for stage in BidStage.values}
    for each in sorted(rows, key=lambda bid: bid.deadline_at is None):
        if len(lanes[each.stage]) < MOST_IN_A_LANE:
            lanes[each.stage].append(each)
    return lanes


def renewals_for(actor: Actor, *, on: date) -> list[Qualification]:
    """Return the papers whose renewal has to begin by a day: the actor's and those of nobody, the first to end first."""
    rows = Qualification.objects.filter(
        Q(owner=actor.user) | Q(owner=None), deleted_at=None, valid_until__isnull=False
    ).order_by("valid_until", "pk")
    return [each for each in rows if (renewal_starts(each) or on) <= on]
