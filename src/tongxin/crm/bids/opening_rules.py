"""When the opening of a bid can be kept, and as what."""

from collections.abc import Iterable, Sequence

from tongxin.common.text.fold import fold
from tongxin.crm.bids.choices import BidStage
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.rules import BidConflict, BidRefused


def check_can_open(bid: Bid) -> None:
    """Let an opening be kept of a bid that was handed in, and of one that was opened, to add to it.

    Raises:
        BidConflict: `BID_NOT_HANDED_IN`.

    """
    if bid.stage not in {BidStage.SUBMITTED, BidStage.OPENED}:
        raise BidConflict("BID_NOT_HANDED_IN", name=str(bid))


def check_opening(opened: Sequence[tuple[str, bool]], present: Iterable[str]) -> None:
    """Accept bidders (name, whether that is us) who have names, each once, and of whom one at the most is us.

    Raises:
        BidRefused: `OPENING_EMPTY`, `BIDDER_NAME_MISSING`, `BIDDER_TWICE`, `OURS_TWICE`.

    """
    if not opened:
        raise BidRefused("OPENING_EMPTY", field="opened")
    seen = {fold(name) for name in present}
    for name, _is_ours in opened:
        if not name.strip():
            raise BidRefused("BIDDER_NAME_MISSING", field="name")
        if fold(name) in seen:
            raise BidRefused("BIDDER_TWICE", field="name", name=name)
        seen.add(fold(name))
    if sum(is_ours for _name, is_ours in opened) > 1:
        raise BidRefused("OURS_TWICE", field="is_ours")
