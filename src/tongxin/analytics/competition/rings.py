"""Rings of suppliers: where each stands now and stood at the end of the last eight quarters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition import selectors
from tongxin.crm.competition.choices import Ring, TieKind
from tongxin.crm.competition.models import Placement, RingTarget

QUARTERS = 8
A_YEAR = 4
# The innermost ring first; a smaller place is closer to the customer.
PLACE: Mapping[str, int] = {ring: place for place, ring in enumerate(Ring.values)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter of the calendar; what holds on `last` or, while it runs, today counts."""

    year: int
    number: int
    last: date

    @property
    def name(self) -> str:
        """Return how it is written, 2026 Q4."""
        return f"{self.year} Q{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRow:
    """One supplier around one account.

    Attributes:
        newest: its newest placement.
        history: its ring at the end of each quarter, oldest first; empty while nothing was recorded.
        moved: by how many rings it came closer within a year; negative for away, `None` when it was not placed then.
    """

    newest: Placement
    history: tuple[str, ...]
    moved: int | None

    @property
    def is_us(self) -> bool:
        """Say whether the supplier is us."""
        return self.newest.competitor_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What two suppliers are to each other; `None` for us."""

    uid: str
    one: int | None
    other: int | None
    cooperate: bool
    compete: bool
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingMap:
    """The suppliers around one account, the closest first, we ahead of others in the same ring.

    Attributes:
        names: what the customer calls its rings, those it has a name for.
    """

    quarters: tuple[Quarter, ...]
    rows: tuple[RingRow, ...]
    ties: tuple[Tie, ...]
    target: RingTarget | None
    names: Mapping[str, str]

    @property
    def ours(self) -> RingRow | None:
        """Return where we stand, `None` when nobody said so."""
        return next((row for row in self.rows if row.is_us), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripRow:
    """Our rings at one account over the quarters."""

    account: Account
    history: tuple[str, ...]


def quarters_until(as_of: date) -> tuple[Quarter, ...]:
    """Return the last eight quarters, the running one last."""
    found: list[Quarter] = []
    year, number = as_of.year, (as_of.month - 1) // 3 + 1
    for _ in range(QUARTERS):
        after = date(year + number // 4, number % 4 * 3 + 1, 1)
        found.append(Quarter(year=year, number=number, last=min(after - timedelta(days=1), as_of)))
        year, number = (year - 1, 4) if number == 1 else (year, number - 1)
    return tuple(reversed(found))


def ring_map_of(account: Account, *, as_of: date) -> RingMap:
    """Return the suppliers around an account on a day."""
    quarters = quarters_until(as_of)
    rows = [
        _row(placed, quarters) for placed in _by_supplier(selectors.placements_of(account), as_of).values()
    ]
    return RingMap(
        quarters=quarters,
        rows=tuple(sorted(rows, key=lambda row: (PLACE[row.newest.ring], not row.is_us))),
        ties=tuple(
            Tie(
                uid=tie.uid,
                one=tie.competitor_id,
                other=tie.other_id,
                cooperate=tie.kind != TieKind.COMPETES,
                compete=tie.kind != TieKind.COOPERATES,
                subject=tie.subject,
            )
            for tie in selectors.ties_of(account)
        ),
        target=selectors.target_of(account),
        names=selectors.ring_names_of(account),
    )


def portfolio_strip(actor: Actor, *, as_of: date) -> tuple[tuple[Quarter, ...], tuple[StripRow, ...]]:
    """Return our rings at every account the actor sees where somebody recorded them, and the quarters."""
    quarters = quarters_until(as_of)
    by_account: dict[int, list[Placement]] = {}
    for placement in selectors.our_placements(actor):
        by_account.setdefault(placement.account_id, []).append(placement)
    rows = [
        StripRow(account=placed[0].account, history=_history(placed, quarters))
        for placed in by_account.values()
    ]
    return quarters, tuple(
        sorted(rows, key=lambda row: (PLACE.get(row.history[-1], 9), row.account.sort_key))
    )


def _by_supplier(placements: Iterable[Placement], as_of: date) -> dict[int | None, list[Placement]]:
    found: dict[int | None, list[Placement]] = {}
    for placement in placements:
        if placement.placed_on <= as_of:
            found.setdefault(placement.competitor_id, []).append(placement)
    return found


def _row(placed: Sequence[Placement], quarters: Sequence[Quarter]) -> RingRow:
    history = _history(placed, quarters)
    before, now = history[-1 - A_YEAR], placed[-1].ring
    return RingRow(
        newest=placed[-1],
        history=history,
        moved=PLACE[before] - PLACE[now] if before else None,
    )


def _history(placed: Sequence[Placement], quarters: Sequence[Quarter]) -> tuple[str, ...]:
    """Return the ring at the end of each quarter; placements are oldest first."""
    rings = []
    for quarter in quarters:
        held = [placement.ring for placement in placed if placement.placed_on <= quarter.last]
        rings.append(held[-1] if held else "")
    return tuple(rings)
