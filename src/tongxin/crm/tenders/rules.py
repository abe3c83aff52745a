"""What makes writes to the tender register acceptable."""

from tongxin.common.errors import Conflict
from tongxin.crm.tenders.choices import MatchState
from tongxin.crm.tenders.models import MatchProposal


class MatchRefused(Conflict):
    """Say why a match cannot be decided."""


def check_can_decide_match(proposal: MatchProposal) -> None:
    """Let a match be decided once.

    Raises:
        MatchRefused: `MATCH_DECIDED`.

    """
    if proposal.state != MatchState.OPEN:
        raise MatchRefused("MATCH_DECIDED")


def can_decide_match(proposal: MatchProposal) -> bool:
    """Ask `check_can_decide_match`."""
    try:
        check_can_decide_match(proposal)
    except MatchRefused:
        return False
    return True
