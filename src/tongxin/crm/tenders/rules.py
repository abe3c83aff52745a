"""What makes writes to the tender register acceptable."""

from decimal import Decimal

from tongxin.common.errors import Conflict, Refusal
from tongxin.crm.tenders.choices import HitState, MatchState
from tongxin.crm.tenders.models import MatchProposal


class MatchRefused(Conflict):
    """Say why a match cannot be decided."""


class TenderRefused(Refusal):
    """Say why a tender cannot be registered so."""


def check_tender_values(*, buyer: str, title: str, estimate: Decimal | None, currency: str, url: str) -> None:
    """Accept a buyer and a title, an amount with its currency, an address of the web.

    Raises:
        TenderRefused: `BUYER_EMPTY`, `TITLE_EMPTY`, `AMOUNT_NEGATIVE`, `CURRENCY_CODE`, `URL_SCHEME`.

    """
    if not buyer.strip():
        raise TenderRefused("BUYER_EMPTY", field="buyer")
    if not title.strip():
        raise TenderRefused("TITLE_EMPTY", field="title")
    if estimate is not None and estimate < 0:
        raise TenderRefused("AMOUNT_NEGATIVE", field="estimate")
    if estimate is not None and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise TenderRefused("CURRENCY_CODE", field="currency", currency=currency)
    if url and not url.lower().startswith(("http://", "https://")):
        raise TenderRefused("URL_SCHEME", field="url", url=url)


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


def check_hit_state(state: str) -> None:
    """Accept what can become of a found notice: new again, seen, not for us.

    Raises:
        TenderRefused: `CHOICE_UNKNOWN`.

    """
    if state not in HitState.values:
        raise TenderRefused("CHOICE_UNKNOWN", field="state", value=state)
