"""The replay of a finished tender, and the form in which an opening is kept."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.bids.replay import Replay, ReplayLine, replay_of
from tongxin.common.rights import Right
from tongxin.crm.bids.actions import Opened
from tongxin.crm.bids.desk_selectors import submission_of
from tongxin.web.bids.figures import amount_text, chance_text, points_text
from tongxin.web.bids.past_pages import OpeningInput, ReplayPart, ReplayRow
from tongxin.web.bids.pricing import read_price
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.parts import Kind
from tongxin.wording.sentences import SENTENCES

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid

ROWS = 6
HUNDRED = 100
MOST_RANK = 9999


def replay_part(request: PageRequest, bid: "Bid") -> ReplayPart | None:
    """Return the replay of a bid, for who may see prices; `None` before an opening."""
    if not request.actor.has(Right.PRICE_FLOOR):
        return None
    found = replay_of(bid, submission_of(bid))
    if found is None:
        return None
    shape, word = _verdict(found)
    return ReplayPart(
        finding=_finding(found),
        shape=shape,
        word=word,
        currency=bid.currency,
        chance=chance_text(found.chance),
        rows=tuple(_row(each, bid.currency) for each in found.lines),
        problem=_("When it was handed in the simulator could say nothing: %(why)s")
        % {"why": _why(found.problem)}
        if found.problem
        else "",
    )


def _why(code: str) -> str:
    return str(SENTENCES.get(code, code)).partition("%(")[0].strip() or code


def _verdict(found: Replay) -> tuple[Kind, str]:
    if found.problem:
        return "unknown", pgettext("forecast", "none was made")
    if found.is_right is None:
        return "unknown", pgettext("forecast", "not yet decided")
    return (
        ("good", pgettext("forecast", "right")) if found.is_right else ("bad", pgettext("forecast", "wrong"))
    )


def _finding(found: Replay) -> str:
    if found.problem:
        return _("There is no forecast to compare with.")
    told = {
        "award": found.award or pgettext("bidder", "nobody"),
        "winner": found.won_by,
        "chance": chance_text(found.chance),
    }
    if not found.won_by:
        return _("Expected winner: %(award)s; our chance: %(chance)s.") % told
    return _("Expected winner: %(award)s; our chance: %(chance)s. Won by: %(winner)s.") % told


def _row(each: ReplayLine, currency: str) -> ReplayRow:
    shape, word = _within(each)
    ends = (each.low, each.high)
    return ReplayRow(
        name=each.name,
        is_ours=each.is_ours,
        expected=each.expected,
        span="–".join(amount_text(end, currency) for end in ends) if None not in ends else "",
        real=each.real,
        error=""
        if each.error is None
        else f"{'+' if each.error > 0 else ''}{points_text(each.error * HUNDRED)}%",
        shape=shape,
        within=word,
        expected_rank=str(each.expected_rank or ""),
        rank=str(each.rank or ""),
        has_won=each.has_won,
    )


def _within(each: ReplayLine) -> tuple[Kind, str]:
    if each.is_within is None:
        return "unknown", ""
    if each.is_within:
        return "good", pgettext("price", "within the range")
    return "watch", pgettext("price", "outside the range")


def opening_inputs(bid: "Bid", typed: QueryDict | None, *, price: Decimal | None) -> tuple[OpeningInput, ...]:
    """Return the rows of the form: as typed, else ours and the rivals that were expected, with empty ones to fill.

    Args:
        bid: the bid.
        typed: what came back.
        price: ours as handed in; `None` for who may not see it.

    """
    if typed is not None:
        return tuple(_typed(typed, number) for number in range(ROWS))
    present = set(bid.openings.filter(deleted_at=None).values_list("is_ours", "name"))
    names = list(bid.rivals.filter(deleted_at=None).values_list("name", flat=True))
    rows = (
        []
        if any(is_ours for is_ours, _name in present)
        else [(_("We"), f"{price:f}" if price is not None else "", True)]
    )
    rows += [(name, "", False) for name in names if (False, name) not in present]
    rows += [("", "", False)] * (ROWS - len(rows))
    return tuple(
        OpeningInput(number=number, name=name, price=amount, rank="", is_ours=is_ours, has_won=False)
        for number, (name, amount, is_ours) in enumerate(rows[:ROWS])
    )


def _typed(typed: QueryDict, number: int) -> OpeningInput:
    return OpeningInput(
        number=number,
        name=typed.get(f"name-{number}", ""),
        price=typed.get(f"price-{number}", ""),
        rank=typed.get(f"rank-{number}", ""),
        is_ours=f"ours-{number}" in typed,
        has_won=f"won-{number}" in typed,
    )


def opened_of(typed: QueryDict) -> list[Opened]:
    """Return the bidders of a form; rows in which nothing but a mark stands are left out. Raises ValueError."""
    rows = [_typed(typed, number) for number in range(ROWS)]
    return [
        Opened(
            name=each.name,
            price=read_price(each.price),
            rank=_rank(each.rank),
            is_ours=each.is_ours,
            has_won=each.has_won,
        )
        for each in rows
        if each.name.strip() and (each.price.strip() or each.rank.strip() or each.has_won)
    ]


def _rank(text: str) -> int | None:
    if not text.strip():
        return None
    number = int(text.strip())
    if not 1 <= number <= MOST_RANK:
        raise ValueError(text)
    return number
