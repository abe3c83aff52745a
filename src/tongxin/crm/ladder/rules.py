"""What makes a fact about the relationship acceptable; pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tongxin.common.errors import Refusal
from tongxin.crm.ladder.choices import SHARES, LadderFact

if TYPE_CHECKING:
    from tongxin.crm.ladder.models import LadderCriterion


class LadderRefused(Refusal):
    """Say why something about the relationship cannot be kept so."""


def check_proof(values: Mapping[str, Any]) -> None:
    """Accept the days of evidence.

    Raises:
        LadderRefused: `PROOF_DAYS_REVERSED`, it would have expired before it was observed.
    """
    observed, until = values.get("observed_on"), values.get("valid_until")
    if isinstance(observed, date) and isinstance(until, date) and until < observed:
        raise LadderRefused("PROOF_DAYS_REVERSED", field="valid_until")


def check_criterion(values: Mapping[str, Any]) -> None:
    """Accept a threshold where something is measured in per cent, and none elsewhere.

    Raises:
        LadderRefused: `THRESHOLD_MISSING` or `THRESHOLD_NEEDLESS`, with what is measured.
    """
    fact, least = values.get("fact"), values.get("least")
    if fact not in LadderFact.values or least is None:
        return
    name = str(LadderFact(fact).label)
    if fact in SHARES and least == 0:
        raise LadderRefused("THRESHOLD_MISSING", field="least", name=name)
    if fact not in SHARES and least > 0:
        raise LadderRefused("THRESHOLD_NEEDLESS", field="least", name=name)


def check_criterion_once(level: str, fact: str, others: "Iterable[LadderCriterion]") -> None:
    """Let one rule speak of a fact at a level.

    Raises:
        LadderRefused: `CRITERION_TWICE`, with the name of the other rule.
    """
    for other in others:
        if (other.level, other.fact) == (level, fact):
            raise LadderRefused("CRITERION_TWICE", field="fact", name=other.name)
