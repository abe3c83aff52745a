"""What makes a fact about competition acceptable."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.common.errors import Refusal
from tongxin.common.text.names import match_key
from tongxin.crm.competition.choices import QuoteStanding, QuoteState, Standing

if TYPE_CHECKING:
    from tongxin.crm.competition.models import Placement, RingName, WalletShare

WHOLE = Decimal(100)


class CompetitionRefused(Refusal):
    """Say why a fact about competition cannot be kept so."""


def check_supplier(values: Mapping[str, Any]) -> None:
    """Let nobody be their own supplier.

    Raises:
        CompetitionRefused: `RIVAL_IS_ACCOUNT`, the rival is the account itself.
    """
    account = values.get("account")
    for name in ("competitor", "other", "prime"):
        supplier = values.get(name)
        if account is None or supplier is None:
            continue
        if match_key(supplier.name) in {
            match_key(each) for each in (account.name, account.short_name) if each
        }:
            raise CompetitionRefused("RIVAL_IS_ACCOUNT", field=name, name=supplier.name)


def check_tie(values: Mapping[str, Any]) -> None:
    """Accept a tie between two suppliers.

    Raises:
        CompetitionRefused: `TIE_WITH_ITSELF`, or what `check_supplier` says.
    """
    check_supplier(values)
    competitor, other = values.get("competitor"), values.get("other")
    if competitor is not None and competitor == other:
        raise CompetitionRefused("TIE_WITH_ITSELF", field="other", name=competitor.name)


def check_rival_fact(values: Mapping[str, Any]) -> None:
    """Accept a battle card.

    Raises:
        CompetitionRefused: `ANY_COST_WITHOUT_EVIDENCE`, or what `check_supplier` says.
    """
    check_supplier(values)
    if values.get("at_any_cost") and not values.get("price_evidence"):
        raise CompetitionRefused("ANY_COST_WITHOUT_EVIDENCE", field="price_evidence")


def check_placed(placement: "Placement", others: "Iterable[Placement]") -> None:
    """Accept a placement beside the other ones of the same supplier at the account.

    Args:
        placement: as it is to be.
        others: of the same supplier at the same account, oldest first.

    Raises:
        CompetitionRefused: `PLACEMENT_TWICE`, one supplier stands in one ring; `MOVE_WITHOUT_EVIDENCE`, a move is
            shown only with what it rests on.
    """
    before = None
    for other in others:
        if other.placed_on == placement.placed_on and other.ring != placement.ring:
            raise CompetitionRefused("PLACEMENT_TWICE", field="ring", ring=other.get_ring_display())
        if other.placed_on < placement.placed_on:
            before = other
    if before is not None and before.ring != placement.ring and not placement.has_evidence:
        raise CompetitionRefused("MOVE_WITHOUT_EVIDENCE", field="evidence", ring=before.get_ring_display())


def check_can_ask(standing: str, *, name: str) -> None:
    """Let a supplier be asked whom the customer has not barred.

    Raises:
        CompetitionRefused: `SUPPLIER_BARRED`.
    """
    if standing == Standing.BARRED:
        raise CompetitionRefused("SUPPLIER_BARRED", field="partners", name=name)


def doubts_about(standing: str, *, name: str) -> tuple[CompetitionRefused, ...]:
    """Return a warning about a supplier of whom the customer thinks poorly; it may be asked all the same."""
    return (
        (CompetitionRefused("SUPPLIER_POOR", field="partners", name=name),)
        if standing == Standing.POOR
        else ()
    )


def check_ring_name(named: "RingName", others: "Iterable[RingName]") -> None:
    """Let two rings of a customer have different names; of one ring the newest name counts.

    Raises:
        CompetitionRefused: `RING_NAME_TAKEN`, another ring is called so.
    """
    for other in others:
        if other.ring != named.ring and match_key(other.name) == match_key(named.name):
            raise CompetitionRefused("RING_NAME_TAKEN", field="name", ring=other.get_ring_display())


def check_shares(shares: "Iterable[WalletShare]") -> None:
    """Accept what all suppliers of a customer together have in a year; of one supplier the newest statement counts.

    Args:
        shares: of one account and year, oldest first.

    Raises:
        CompetitionRefused: `SHARES_ABOVE`, together more than all.
    """
    newest = {share.competitor_id: share.percent for share in shares}
    total = sum(newest.values(), Decimal(0))
    if total > WHOLE:
        raise CompetitionRefused("SHARES_ABOVE", field="percent", total=total.normalize())


def check_case_line(values: Mapping[str, Any]) -> None:
    """Accept the years of a line.

    Raises:
        CompetitionRefused: `LINE_YEARS_REVERSED` or `LINE_BEYOND_HORIZON`.
    """
    first, last, case = values.get("first_year"), values.get("last_year"), values.get("case")
    if not isinstance(first, int) or case is None:
        return
    if last is not None and last < first:
        raise CompetitionRefused("LINE_YEARS_REVERSED", field="last_year")
    if max(first, last or 0) > case.horizon:
        name = "last_year" if last else "first_year"
        raise CompetitionRefused("LINE_BEYOND_HORIZON", field=name, horizon=case.horizon)


def check_quote(values: Mapping[str, Any]) -> None:
    """Accept the days of a quote.

    Raises:
        CompetitionRefused: `QUOTE_DAYS_REVERSED`, it would have ended before it was made.
    """
    quoted, until = values.get("quoted_on"), values.get("valid_until")
    if isinstance(quoted, date) and isinstance(until, date) and until < quoted:
        raise CompetitionRefused("QUOTE_DAYS_REVERSED", field="valid_until")


def quote_standing(state: str, valid_until: date, *, as_of: date) -> QuoteStanding:
    """Return what a quote is worth on a day: it holds on its last day still, and a draft never expires."""
    if state == QuoteState.DRAFT:
        return QuoteStanding.DRAFT
    return QuoteStanding.VALID if as_of <= valid_until else QuoteStanding.EXPIRED
