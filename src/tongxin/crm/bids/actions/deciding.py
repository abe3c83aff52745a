"""Decide about a bid, hand it in, and say how it came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.crm.bids.choices import BidOutcome, BidStage
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.desk_choices import Verdict
from tongxin.crm.bids.desk_models import BidAnswer, BidDecision, BidSubmission
from tongxin.crm.bids.desk_rules import check_answer, check_can_close, check_can_decide, check_can_submit
from tongxin.crm.bids.desk_selectors import papers_of
from tongxin.crm.bids.models import Bid
from tongxin.records.checks import check_may_write

if TYPE_CHECKING:
    from tongxin.team.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a knock-out (`met`) or a question (`score`); neither is unknown."""

    met: bool | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is decided; `advised` and `score` are what the sheet says."""

    verdict: str
    reason: str
    approver: "User"
    advised: str = ""
    score: Decimal | None = None


@transaction.atomic
def answer_questions(*, actor: Actor, at: datetime, bid: Bid, answers: Mapping[str, Answer]) -> Bid:
    """Keep answers of the sheet; those not named stay as they are.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidRefused: `ANSWER_UNKNOWN` or `ANSWER_OUTSIDE`.

    """
    check_may_write(BID, actor, bid, bid.account)
    for code, answer in answers.items():
        check_answer(code=code, met=answer.met, score=answer.score)
    stage = {"stage": BidStage.ASSESSMENT} if bid.stage == BidStage.LEAD else {}
    changes = save_changes(bid, stage, at=at, beside=True)
    for code, answer in answers.items():
        kept, made = BidAnswer.objects.get_or_create(
            bid=bid, code=code,
            defaults={"met": answer.met, "score": answer.score, "created_at": at, "updated_at": at},
        )  # fmt: skip
        if not made:
            save_changes(kept, {"met": answer.met, "score": answer.score}, at=at)
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.BID, target=bid, account_uid=bid.account.uid,
        changes=changes,
        answers=[f"{code}: {each.met if each.score is None else each.score}" for code, each in answers.items()],
    )  # fmt: skip
    return bid


@transaction.atomic
def decide_bid(*, actor: Actor, at: datetime, bid: Bid, ruling: Ruling) -> BidDecision:
    """Decide whether we bid; a refusal to bid closes it.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidConflict: `BID_HANDED_IN`.
        BidRefused: `DECISION_REASON_MISSING`.

    """
    check_may_write(BID, actor, bid, bid.account)
    check_can_decide(bid, ruling.reason)
    kept = BidDecision.objects.create(
        bid=bid, verdict=ruling.verdict, advised=ruling.advised, score=ruling.score, approver=ruling.approver,
        decided_by=actor.user, reason=ruling.reason.strip(), created_at=at,
    )  # fmt: skip
    is_off = ruling.verdict == Verdict.NO_GO
    after = {
        "stage": BidStage.CLOSED if is_off else BidStage.PREPARATION,
        "outcome": BidOutcome.NO_BID if is_off else "",
    }
    changes = save_changes(bid, after, at=at, beside=True)
    told = {"verdict": (None, ruling.verdict), "reason": (None, kept.reason)}
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.BID, target=bid, account_uid=bid.account.uid,
        changes={**changes, **told},
    )  # fmt: skip
    return kept


@transaction.atomic
def submit_bid(
    *, actor: Actor, at: datetime, bid: Bid, key: str, receipt: str = "", forecast: str = ""
) -> BidSubmission:
    """Hand a bid in, once: the same key gives the same event, and the server's time decides about the deadline.

    `forecast` is what the simulator says at this moment, as JSON.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidConflict, BidRefused: see `check_can_submit`.

    """
    held = Bid.objects.select_for_update().select_related("account").get(pk=bid.pk)
    check_may_write(BID, actor, held, held.account)
    present = BidSubmission.objects.filter(bid=held, key=key).first()
    if present is not None:
        return present
    check_can_submit(held, at=at, papers=papers_of(held))
    kept = BidSubmission.objects.create(
        bid=held, key=key, submitted_at=at, submitted_by=actor.user, submitted_price=held.own_price,
        currency=held.currency, receipt=receipt.strip()[:200], forecast=forecast,
        created_at=at,
    )  # fmt: skip
    changes = save_changes(held, {"stage": BidStage.SUBMITTED}, at=at)
    told = {"submitted_at": (None, at), "submitted_price": (None, held.own_price)}
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.BID, target=held, account_uid=held.account.uid,
        changes={**changes, **told},
    )  # fmt: skip
    return kept


@transaction.atomic
def close_bid(
    *, actor: Actor, at: datetime, bid: Bid, outcome: str, debrief: str = "", lessons: str = ""
) -> Bid:
    """Say how a bid came out, what the buyer told us and what we learn.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        BidConflict, BidRefused: see `check_can_close`.

    """
    check_may_write(BID, actor, bid, bid.account)
    check_can_close(bid, outcome)
    told = {"debrief": debrief.strip(), "lessons": lessons.strip()}
    values = {
        "stage": BidStage.CLOSED,
        "outcome": outcome,
        **{name: text for name, text in told.items() if text},
    }
    changes = save_changes(bid, values, at=at)
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.BID, target=bid, account_uid=bid.account.uid,
        changes=changes,
    )  # fmt: skip
    return bid
