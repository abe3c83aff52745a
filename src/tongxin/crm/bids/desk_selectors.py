"""Read what is decided, handed in and missing of bids."""

from datetime import date

from django.db.models import F, Q

from tongxin.common.actor import Actor
from tongxin.common.naming import joined_if_any
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.bids.choices import BidStage
from tongxin.crm.bids.desk_choices import RegistrationState
from tongxin.crm.bids.desk_models import (
    ApprovalLimit,
    BidAnswer,
    BidBond,
    BidDecision,
    BidDemand,
    BidDocument,
    BidPartner,
    BidRequirement,
    BidSubmission,
    Qualification,
    SupplierRegistration,
)
from tongxin.crm.bids.desk_rules import Papers, Readiness, readiness_of, renewal_starts
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.selectors import bids_for
from tongxin.crm.bids.sheet_selectors import sheet_problems, sums_of_bid
from tongxin.crm.relationships.models import Attachment
from tongxin.crm.relationships.selectors.attachments import attachment_scope

MOST_IN_A_LANE = 200


def readiness_for(bid: Bid) -> tuple[Readiness, ...]:
    """Return how each demand of a bid stands."""
    rows = BidDemand.objects.filter(bid=bid, deleted_at=None).select_related("qualification").order_by("name")
    return tuple(readiness_of(bid, each) for each in rows)


def bids_around(actor: Actor, bid: Bid) -> tuple[list[Bid], list[Bid]]:
    """Return the other bids that the owner of a bid is at work on, and the customer's closed ones that we did make.

    The first deadline is first of the open ones, the latest made of the closed ones; one query.
    """
    is_closed = Q(stage=BidStage.CLOSED)
    ours = Q(account=bid.account_id) & is_closed & ~Q(outcome="NO_BID")
    theirs = Q(owner=bid.owner_id) & ~is_closed if bid.owner_id is not None else Q(pk=None)
    rows = list(bids_for(actor).filter(ours | theirs).exclude(pk=bid.pk).order_by("-pk"))
    closed = [each for each in rows if each.stage == BidStage.CLOSED]
    busy = [each for each in rows if each.stage != BidStage.CLOSED]
    return sorted(busy, key=lambda each: (each.deadline_at is None, each.deadline_at, each.pk)), closed


def answers_of(bid: Bid) -> dict[str, BidAnswer]:
    """Return code → answer."""
    return {each.code: each for each in BidAnswer.objects.filter(bid=bid)}


def documents_of(bid: Bid) -> list[BidDocument]:
    """Return the documents of a bid, by name."""
    return list(BidDocument.objects.filter(bid=bid, deleted_at=None).order_by("name"))


def papers_of(bid: Bid) -> Papers:
    """Return what goes out with a bid."""
    return Papers(
        documents=documents_of(bid),
        readiness=readiness_for(bid),
        partners=list(BidPartner.objects.filter(bid=bid, deleted_at=None).order_by("name")),
        bonds=list(BidBond.objects.filter(bid=bid, deleted_at=None).order_by("name")),
        sheet=sheet_problems(bid, sums_of_bid(bid)),
    )


def requirements_of(bid: Bid) -> list[BidRequirement]:
    """Return the compliance matrix of a bid, by number and text."""
    rows = BidRequirement.objects.filter(bid=bid, deleted_at=None).select_related("owner")
    return list(rows.order_by("number", "name"))


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


def files_of(actor: Actor, paper: Qualification) -> list[Attachment]:
    """Return the files of one of our papers, the newest first."""
    rows = Attachment.objects.filter(attachment_scope(actor), deleted_at=None)
    rows = rows.filter(qualification_file__qualification=paper).select_related("uploaded_by", "account")
    return list(rows.order_by("-created_at", "-pk"))


def registrations_to_renew_for(actor: Actor, *, on: date) -> list[SupplierRegistration]:
    """Return our registrations as a supplier whose renewal has to begin by a day, as `renewals_for` does of papers.

    Those that are applied for, refused or ended have nothing to renew.
    """
    rows = (
        SupplierRegistration.objects.filter(visible_through(actor, "account"))
        .filter(Q(owner=actor.user) | Q(owner=None), deleted_at=None, valid_until__isnull=False)
        .filter(state__in=[RegistrationState.REGISTERED, RegistrationState.SUSPENDED])
        .order_by("valid_until", "pk")
    )
    return [each for each in joined_if_any(rows, "account") if (renewal_starts(each) or on) <= on]


def registrations_of(bid: Bid) -> list[SupplierRegistration]:
    """Return our registrations as a supplier with the customer of a bid, the one that holds longest first."""
    rows = SupplierRegistration.objects.filter(account=bid.account_id, deleted_at=None)
    return list(rows.order_by(F("valid_until").desc(nulls_first=True), "pk"))
