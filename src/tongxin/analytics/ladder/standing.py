"""Which level the evidence supports, what is declared and aimed at, what is missing and what expires."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kamkit.ladder.assess import (
    Evidence,
    LadderInput,
    LadderResult,
    Requirement,
    RequirementState,
    assess,
)
from kamkit.ladder.assess import Level as KitLevel
from kamkit.ladder.reasons import LadderReason
from tongxin.analytics.ladder.facts import Finding, Gathered, gather
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.ladder.choices import CriterionState, Level
from tongxin.crm.ladder.criteria import Asked, rank_of
from tongxin.crm.ladder.selectors import claims_of, criteria_in_force, targets_of

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.ladder.models import LadderClaim, LadderTarget

# Evidence is warned of so many days before it expires, and so many days afterwards.
SOON_DAYS = 30
LATE_DAYS = 180
LASTING = frozenset({CriterionState.MET, CriterionState.SOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionStanding:
    """One criterion on a day.

    Attributes:
        expires_on: the last day on which it is met without new evidence; where it expired, the last day it was.
        findings: what was found for it, the newest first; what speaks against it too.
        counted: uids of the findings that count.
    """

    asked: Asked
    state: CriterionState
    found: int
    expires_on: date | None
    findings: tuple[Finding, ...]
    counted: frozenset[str]

    @property
    def is_met(self) -> bool:
        """Say whether it is met, be it for some days only."""
        return self.state in LASTING


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStanding:
    """One level on a day; it is reached when it and all below it are met."""

    level: Level
    reached: bool
    criteria: tuple[CriterionStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How close the relationship with an account is on a day.

    Attributes:
        proven: the highest level with evidence for it and all below; `None` for none.
        following: the level above, `None` at the top.
        missing: what that one lacks, the least effort first.
        falls_on: the last day on which the level holds without new evidence; `None` for good.
        falls_to: the level it then falls to.
        claims: the levels declared until that day, the newest first.
        targets: the levels aimed at, the one set last first.
        decaying: what expires within `SOON_DAYS`, or expired within `LATE_DAYS`, the earliest first.
    """

    account: "Account"
    proven: Level | None
    following: Level | None
    levels: tuple[LevelStanding, ...]
    missing: tuple[CriterionStanding, ...]
    falls_on: date | None
    falls_to: Level | None
    claims: tuple["LadderClaim", ...]
    targets: tuple["LadderTarget", ...]
    decaying: tuple[CriterionStanding, ...]

    @property
    def declared(self) -> Level | None:
        """Return the level declared last."""
        return Level(self.claims[0].level) if self.claims else None

    @property
    def target(self) -> "LadderTarget | None":
        """Return the level aimed at, as it was set last."""
        return self.targets[0] if self.targets else None

    @property
    def is_slipping(self) -> bool:
        """Say whether evidence no longer supports what was declared, or soon does not."""
        return rank_of(self.proven) < rank_of(self.declared) or bool(self.decaying)

    @property
    def is_ready(self) -> bool:
        """Say whether evidence supports more than was declared: the level can be agreed with the customer."""
        return rank_of(self.proven) > max(rank_of(self.declared), 1 if self.declared is None else 0)


def standings_of(actor: Actor, accounts: Iterable["Account"], *, as_of: date) -> list[Standing]:
    """Return how close relationships are; none to who may not read judgements. Some twenty queries for any number."""
    rows = {account.pk: account for account in accounts}
    if not rows or not actor.has(Right.JUDGEMENT):
        return []
    criteria = criteria_in_force()
    gathered = gather(actor, rows, as_of=as_of)
    claims = _by_account(claims_of(actor, rows, as_of=as_of))
    targets = _by_account(targets_of(actor, rows))
    return [
        _standing(
            account, criteria, gathered[pk], tuple(claims.get(pk, ())), tuple(targets.get(pk, ())), as_of
        )
        for pk, account in rows.items()
    ]


def standing_of(actor: Actor, account: "Account", *, as_of: date) -> Standing | None:
    """Return how close the relationship with one account is; `None` to who may not read judgements."""
    return next(iter(standings_of(actor, [account], as_of=as_of)), None)


def _by_account(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(row)
    return found


def _standing(
    account: "Account",
    criteria: Sequence[Asked],
    gathered: Gathered,
    claims: tuple["LadderClaim", ...],
    targets: tuple["LadderTarget", ...],
    as_of: date,
) -> Standing:
    result = assess(_question(criteria, gathered.findings, as_of))
    asked = {each.key: each for each in criteria}
    levels = tuple(
        LevelStanding(
            level=Level(state.id),
            reached=state.reached,
            criteria=tuple(_criterion(asked[each.id], each, gathered, as_of) for each in state.requirements),
        )
        for state in result.levels
    )
    lacking = set(result.missing)
    every = [each for level in levels for each in level.criteria]
    following = Level(result.next_level) if result.next_level else None
    near = max(rank_of(following), rank_of(claims[0].level if claims else None))
    return Standing(
        account=account,
        proven=Level(result.level) if result.level else None,
        following=following,
        levels=levels,
        missing=tuple(each for each in every if each.asked.key in lacking),
        falls_on=as_of + timedelta(days=result.falls_in) if result.falls_in is not None else None,
        falls_to=_falls_to(result),
        claims=claims,
        targets=targets,
        decaying=_decaying((each for each in every if not near or rank_of(each.asked.level) <= near), as_of),
    )


def _question(criteria: Sequence[Asked], findings: Sequence[Finding], as_of: date) -> LadderInput:
    return LadderInput(
        levels=tuple(
            KitLevel(
                id=level,
                requirements=tuple(
                    Requirement(id=each.key, needed=each.needed, valid_days=each.valid_days)
                    for each in criteria
                    if each.level == level
                ),
            )
            for level in Level.values
        ),
        evidence=tuple(
            Evidence(
                requirement=each.key,
                days=(as_of - finding.on).days,
                holds=_holds(each, finding),
                source=finding.uid,
                valid_days=(finding.until - finding.on).days if finding.until else None,
            )
            for each in criteria
            for finding in findings
            if finding.fact == each.fact
        ),
    )


def _holds(asked: Asked, finding: Finding) -> bool:
    if finding.against:
        return False
    return finding.percent is None or finding.percent >= asked.least


def _criterion(asked: Asked, state: RequirementState, gathered: Gathered, as_of: date) -> CriterionStanding:
    findings = [finding for finding in gathered.findings if finding.fact == asked.fact]
    reason = state.reasons[0] if state.reasons else None
    expires_on = None
    if state.met:
        is_soon = state.expires_in is not None and state.expires_in <= SOON_DAYS
        stands = CriterionState.SOON if is_soon else CriterionState.MET
        expires_on = as_of + timedelta(days=state.expires_in) if state.expires_in is not None else None
    elif reason is not None and reason.code == LadderReason.REQUIREMENT_EXPIRED:
        stands = CriterionState.EXPIRED
        expires_on = as_of - timedelta(days=int(str(reason.values["days"])))
    elif reason is not None and reason.code == LadderReason.REQUIREMENT_REFUTED:
        stands = CriterionState.REFUTED
    else:
        stands = CriterionState.SHORT if findings or asked.fact in gathered.known else CriterionState.UNKNOWN
    return CriterionStanding(
        asked=asked,
        state=stands,
        found=state.found,
        expires_on=expires_on,
        findings=tuple(sorted(findings, key=lambda finding: finding.on, reverse=True)),
        counted=frozenset(state.sources),
    )


def _falls_to(result: LadderResult) -> Level | None:
    return Level(result.falls_to) if result.falls_to else None


def _decaying(every: Iterable[CriterionStanding], as_of: date) -> tuple[CriterionStanding, ...]:
    since = as_of - timedelta(days=LATE_DAYS)
    found = [
        (each.expires_on, place, each)
        for place, each in enumerate(every)
        if each.expires_on is not None
        and (
            each.state == CriterionState.SOON
            or (each.state == CriterionState.EXPIRED and each.expires_on >= since)
        )
    ]
    return tuple(each for _on, _place, each in sorted(found, key=lambda row: row[:2]))
