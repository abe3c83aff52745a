"""What holds of committees, seats and ties; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tongxin.common.errors import Refusal
from tongxin.crm.committees.choices import TieKind

WHOLE = Decimal(100)


class CommitteeRefused(Refusal):
    """Say why a committee, a seat, a tie or a criterion cannot be so."""


def check_committee(values: Mapping[str, Any]) -> None:
    """Accept a committee whose deal is one of its account.

    Raises:
        CommitteeRefused: `COMMITTEE_ELSEWHERE`.
    """
    deal, account = values.get("opportunity"), values.get("account")
    if deal is not None and account is not None and deal.account_id != account.pk:
        raise CommitteeRefused("COMMITTEE_ELSEWHERE", field="opportunity", name=deal.name)


def check_follows(person: object, since: date, last_since: date, last_until: date | None) -> None:
    """Accept somebody in a seat from a day on which nobody else holds it.

    Args:
        person: who held it before, for the sentence.
        since: first day of who takes it.
        last_since: first day of the one before.
        last_until: first day the one before no longer held it, `None` while they do; they then leave that day.

    Raises:
        CommitteeRefused: `SEAT_HELD_TWICE`.
    """
    if since < (last_until or last_since):
        raise CommitteeRefused(
            "SEAT_HELD_TWICE", field="since", name=str(person), day=(last_until or last_since).isoformat()
        )


def check_tie(
    kind: str,
    committee: int,
    ends: tuple[Any, Any],
    solid: Sequence[tuple[int, int]],
    names: Mapping[int, str],
) -> None:
    """Accept a tie between two seats of one committee; solid lines go to one boss and form no circle.

    Args:
        kind: code of `TieKind`.
        committee: number of the committee.
        ends: the seat it runs from, and to.
        solid: the other solid lines of the committee, as numbers of seats from and to.
        names: what seats are called, by number.

    Raises:
        CommitteeRefused: `TIE_SELF`, `TIE_ELSEWHERE`, `BOSS_TWICE` or `BOSS_CIRCLE` with the chain.
    """
    first, second = ends
    if first.pk == second.pk:
        raise CommitteeRefused("TIE_SELF", field="to_seat", name=first.name)
    for field, seat in (("from_seat", first), ("to_seat", second)):
        if seat.committee_id != committee:
            raise CommitteeRefused("TIE_ELSEWHERE", field=field, name=seat.name)
    if kind != TieKind.REPORTS_TO:
        return
    bosses = dict(solid)
    if first.pk in bosses:
        boss = names.get(bosses[first.pk], "")
        raise CommitteeRefused("BOSS_TWICE", field="to_seat", name=first.name, boss=boss)
    chain = _way_up(second.pk, first.pk, bosses)
    if chain:
        told = [names.get(pk, "") for pk in (first.pk, *chain)]
        raise CommitteeRefused("BOSS_CIRCLE", field="to_seat", chain=" → ".join(told))


def _way_up(start: int, goal: int, bosses: Mapping[int, int]) -> list[int]:
    """Return the seats on the way up from one to another, both included; empty when it does not lead there."""
    way = [start]
    while way[-1] != goal:
        above = bosses.get(way[-1])
        if above is None or above in way:
            return []
        way.append(above)
    return way


def check_weights(weights: Iterable[Decimal]) -> None:
    """Accept weights that sum to 100 percent.

    Raises:
        CommitteeRefused: `WEIGHTS_SUM`.
    """
    total = sum(weights, Decimal(0))
    if total != WHOLE:
        raise CommitteeRefused("WEIGHTS_SUM", field="weights", total=f"{total.normalize():f}")


def check_opinion(leaning: int, why: str) -> None:
    """Accept an own view of the outcome, -2 to +2, with a reason.

    Raises:
        CommitteeRefused: `OPINION_OUTSIDE` or `OPINION_WITHOUT_WHY`.
    """
    if not -2 <= leaning <= 2:
        raise CommitteeRefused("OPINION_OUTSIDE", field="leaning")
    if not why.strip():
        raise CommitteeRefused("OPINION_WITHOUT_WHY", field="why")


def depth_of(times: int) -> int:
    """Return the depth of contact after so many meetings and calls: 0 none, 1 brief, 2 repeated, 3 familiar, 4 in depth."""
    steps = (1, 2, 4, 7)
    return sum(times >= step for step in steps)
