"""What holds of versions and gates of a dossier; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongxin.crm.projects.choices import GateStanding, GateVerdict, Part, RuleAnswer
from tongxin.crm.projects.rules import ProjectRefused

# What each part of a dossier is made of, as fields of the project.
FIELDS: Mapping[Part, tuple[str, ...]] = {
    Part.NEED: ("contents", "expected_results", "special_requests"),
    Part.SCHEDULE: (
        "starts_on",
        "charter_on",
        "purchase_from",
        "purchase_until",
        "go_live_on",
        "ends_on",
        "steps",
    ),
    Part.BUDGET: ("budget_state", "planned_budget", "currency", "budget_note"),
    Part.EVALUATION: ("evaluation_method",),
    Part.PARTNERS: ("partner_demands", "lots"),
    Part.APPENDIX: ("name", "state", "our_part", "note"),
}
BEST_SCORE = 100
Content = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that two versions have differently; empty where one of them lacks it."""

    part: Part
    name: str
    before: str
    after: str


def differences(first: Content, second: Content) -> tuple[Difference, ...]:
    """Return what differs between two contents, part by part in their order."""
    return tuple(
        Difference(part=part, name=name, before=old.get(name, ""), after=new.get(name, ""))
        for part in Part
        for old, new in [(first.get(part, {}), second.get(part, {}))]
        for name in sorted({*old, *new})
        if old.get(name, "") != new.get(name, "")
    )


def basis_of(gate: Any) -> tuple[Part, ...]:
    """Return the parts that a gate rests on."""
    return tuple(part for part in Part if getattr(gate, f"on_{part.value.lower()}", False))


def is_same_basis(gate: Any, first: Content, second: Content) -> bool:
    """Say whether two versions are the same in everything that a gate rests on."""
    return all(first.get(part, {}) == second.get(part, {}) for part in basis_of(gate))


def gate_standing(gate: Any, decision: Any, newest: Any) -> GateStanding:
    """Return how a gate stands.

    Args:
        gate: with what it rests on.
        decision: the last one at it, `None` without one; with its version.
        newest: the newest version of the dossier, `None` without one.
    """
    if decision is None:
        return GateStanding.OPEN
    if decision.verdict != GateVerdict.APPROVED:
        return GateStanding(decision.verdict)
    same = is_same_basis(gate, decision.edition.content, newest.content)
    return GateStanding.CURRENT if same else GateStanding.STALE


def answer_of(gate: Any, *, score: int | None, has_red: bool) -> RuleAnswer | None:
    """Return what a gate's rule says of a score; `None` without a rule or a score.

    A score between the two bounds, or a high one with a red point, is decided by nobody's rule: that is a gap in the rule.
    """
    if score is None or (gate.go_from is None and gate.stop_below is None):
        return None
    if gate.stop_below is not None and score < gate.stop_below:
        return RuleAnswer.STOP
    if gate.go_from is not None and score >= gate.go_from and not has_red:
        return RuleAnswer.GO
    return RuleAnswer.UNDECIDED


def check_gate(values: Mapping[str, Any]) -> None:
    """Accept a rule whose bounds do not cross.

    Raises:
        ProjectRefused: `GATE_RULE_REVERSED`.
    """
    go, stop = values.get("go_from"), values.get("stop_below")
    if go is not None and stop is not None and go < stop:
        raise ProjectRefused("GATE_RULE_REVERSED", field="go_from", stop=stop)


def check_score(score: int | None) -> None:
    """Accept a score of 0 to 100, or none.

    Raises:
        ProjectRefused: `GATE_SCORE`.
    """
    if score is not None and not 0 <= score <= BEST_SCORE:
        raise ProjectRefused("GATE_SCORE", field="score", most=BEST_SCORE)


def check_decision(
    gate: Any,
    verdict: str,
    edition: Any,
    before: Sequence[tuple[Any, GateStanding]],
    last_on: date | None,
    on: date,
) -> None:
    """Accept a decision at a gate, on a version of the dossier.

    Args:
        gate: where it was made.
        verdict: code of `GateVerdict`.
        edition: the version it was made on.
        before: the gates before it in their order, with how they stand.
        last_on: day of the last decision at this gate.
        on: day of this one.

    Raises:
        ProjectRefused: `GATE_DAYS`, `GATE_AHEAD` with the gate that is open, or `GATE_ASSUMED` with the
            parts that the customer did not state.
    """
    earliest = max(filter(None, (last_on, edition.frozen_on)))
    if on < earliest:
        raise ProjectRefused("GATE_DAYS", field="decided_on", day=earliest)
    if verdict != GateVerdict.APPROVED:
        return
    for other, standing in before:
        if standing is not GateStanding.CURRENT:
            raise ProjectRefused("GATE_AHEAD", field="verdict", name=other.name)
    assumed = [part for part in basis_of(gate) if part not in edition.own_parts]
    if assumed:
        raise ProjectRefused("GATE_ASSUMED", field="edition", parts=[str(part.label) for part in assumed])


def known_parts(codes: Iterable[str]) -> list[str]:
    """Return the codes of parts in their order, each once.

    Raises:
        ProjectRefused: `PART_UNKNOWN`.
    """
    asked = set(codes)
    for code in sorted(asked):
        if code not in Part.values:
            raise ProjectRefused("PART_UNKNOWN", field="own_parts", name=code)
    return [part.value for part in Part if part.value in asked]
