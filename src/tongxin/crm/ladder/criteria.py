"""What is asked for at each level: the usual set, and what the house asks for in its place.

Sources and reasons: docs/explanation/relationship-ladder.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongxin.crm.ladder.choices import LadderFact, Level

if TYPE_CHECKING:
    from tongxin.crm.ladder.models import LadderCriterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One criterion of a level.

    Attributes:
        needed: how many pieces of evidence.
        valid_days: for how many days a piece counts, `None` for good.
        least: in per cent, for what is measured so.
        effort: to show it, 1 little to 5 much; gaps are listed by it.
        name: what the house calls it; empty for what is usual.
        uid: of the house's rule, empty for what is usual.
    """

    level: str
    fact: str
    needed: int = 1
    valid_days: int | None = None
    least: int = 0
    effort: int = 3
    name: str = ""
    uid: str = ""

    @property
    def key(self) -> str:
        """Return its name in questions to the decision library."""
        return f"{self.level}:{self.fact}"

    @property
    def label(self) -> str:
        """Return what it is called, in the active language where it is usual."""
        return self.name or str(LadderFact(self.fact).label)


def _usual(level: str, fact: str, needed: int, valid_days: int, least: int, effort: int) -> Asked:
    return Asked(level=level, fact=fact, needed=needed, valid_days=valid_days, least=least, effort=effort)


F = LadderFact
# Level, fact, pieces needed, days each counts, threshold in per cent, effort.
USUAL: tuple[Asked, ...] = (
    _usual(Level.VENDOR, F.CONTACTS, 2, 180, 0, 1),
    _usual(Level.VENDOR, F.ORDERS, 1, 1095, 0, 4),
    _usual(Level.PREFERRED, F.PROMISES, 1, 180, 80, 2),
    _usual(Level.PREFERRED, F.SERVICE, 1, 365, 0, 2),
    _usual(Level.PREFERRED, F.RING_PREFERRED, 1, 730, 0, 3),
    _usual(Level.PREFERRED, F.ORDERS, 2, 1095, 0, 4),
    _usual(Level.PARTNER, F.SENIORS, 2, 180, 0, 2),
    _usual(Level.PARTNER, F.SPONSOR, 1, 120, 0, 2),
    _usual(Level.PARTNER, F.REFERENCE, 1, 730, 0, 2),
    _usual(Level.PARTNER, F.JOINT_PLAN, 1, 365, 0, 3),
    _usual(Level.PARTNER, F.SHARE, 1, 730, 25, 5),
    _usual(Level.ALLIANCE, F.TOP_REVIEW, 2, 365, 0, 3),
    _usual(Level.ALLIANCE, F.RING_CORE, 1, 730, 0, 4),
    _usual(Level.ALLIANCE, F.SYSTEMS, 1, 1095, 0, 4),
    _usual(Level.ALLIANCE, F.AGREEMENT, 1, 1095, 0, 5),
    _usual(Level.ALLIANCE, F.DEVELOPMENT, 1, 730, 0, 5),
)


def criteria_of(house: "Iterable[LadderCriterion]") -> tuple[Asked, ...]:
    """Return what is asked for: what is usual, and in its place what the house says of the same fact at the same level."""
    asked = {each.key: each for each in USUAL}
    for rule in house:
        own = Asked(
            level=rule.level,
            fact=rule.fact,
            needed=rule.needed,
            valid_days=rule.valid_days,
            least=rule.least,
            effort=rule.effort,
            name=rule.name,
            uid=rule.uid,
        )
        asked.pop(own.key, None)
        if rule.is_used:
            asked[own.key] = own
    places = {level: place for place, level in enumerate(Level.values)}
    return tuple(sorted(asked.values(), key=lambda each: (places[each.level], each.effort)))


def rank_of(level: str | None) -> int:
    """Return the place of a level, the lowest 1; 0 for none."""
    return Level.values.index(level) + 1 if level else 0
