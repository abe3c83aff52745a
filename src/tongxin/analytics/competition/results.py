"""Won and lost against each rival, why, and how that moves: the last twelve months beside the twelve before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.selectors import MetRival, rivals_met
from tongxin.crm.market.models import Competitor
from tongxin.crm.opportunities.choices import Outcome

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What came of the deals of some time on which a rival was met.

    Attributes:
        won: those that we won.
        lost: those that this rival won.
        elsewhere: those that were lost to somebody else, or nobody knows to whom.
        reasons: why we lost to this rival, label and number, the commonest first.
    """

    won: int
    lost: int
    elsewhere: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def decided(self) -> int:
        """Return how many deals were decided between us and the rival."""
        return self.won + self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalResult:
    """What came of the deals on which one rival was met.

    Attributes:
        running: those not yet decided.
        now: the twelve months up to the day.
        before: the twelve months before those.
        ever: all of them.
    """

    rival: Competitor
    running: int
    now: Span
    before: Span
    ever: Span

    @property
    def moved(self) -> int | None:
        """Return by how many percentage points the part we won changed; `None` while one of both years has none."""
        if not (self.now.decided and self.before.decided):
            return None
        return round(100 * (self.now.won / self.now.decided - self.before.won / self.before.decided))


def results_against(
    actor: Actor, *, as_of: date, account: Account | None = None, rivals: Iterable[int] | None = None
) -> tuple[RivalResult, ...]:
    """Return what came of visible deals on which rivals were met, the one most often met first.

    Args:
        account: only deals of this one.
        rivals: ids of the only ones to tell of.
    """
    by_rival: dict[int, list[MetRival]] = {}
    for met in rivals_met(actor, account=account, rivals=rivals):
        by_rival.setdefault(met.rival.pk, []).append(met)
    found = [_result(met, as_of) for met in by_rival.values()]
    return tuple(sorted(found, key=lambda each: (-each.ever.decided, -each.running, each.rival.name)))


def _result(met: Sequence[MetRival], as_of: date) -> RivalResult:
    start = as_of - A_YEAR
    closed = [each for each in met if each.closed_on is not None and each.closed_on <= as_of]
    return RivalResult(
        rival=met[0].rival,
        running=sum(each.outcome == Outcome.OPEN for each in met),
        now=_span(each for each in closed if each.closed_on and each.closed_on > start),
        before=_span(each for each in closed if each.closed_on and start - A_YEAR < each.closed_on <= start),
        ever=_span(closed),
    )


def _span(met: Iterable[MetRival]) -> Span:
    decided = [each for each in met if each.outcome in (Outcome.WON, Outcome.LOST)]
    lost = [each for each in decided if each.outcome == Outcome.LOST and each.has_won]
    reasons = Counter(each.reason for each in lost if each.reason)
    won = sum(each.outcome == Outcome.WON for each in decided)
    return Span(
        won=won,
        lost=len(lost),
        elsewhere=len(decided) - won - len(lost),
        reasons=tuple(reasons.most_common()),
    )
