"""Totals and grades of a customer's card by period and supplier, the gap to the next grade, and what threatens this one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kamkit.scorecards.score import (
    Criterion,
    Grade,
    Improvement,
    Rounding,
    RoundingMode,
    ScorecardInput,
    ScorecardResult,
    score,
)
from tongxin.common.actor import Actor
from tongxin.common.text.names import match_key
from tongxin.crm.scorecards.choices import GradeMeaning
from tongxin.crm.scorecards.periods import first_day, last_ended
from tongxin.crm.scorecards.rules import WHOLE, weight_of
from tongxin.crm.scorecards.selectors import CardFacts, facts_of

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.scorecards.models import (
        Scorecard,
        ScorecardAction,
        ScorecardCriterion,
        ScorecardGrade,
        ScorecardSheet,
    )

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a card with its criteria, the heaviest first, and its grades, the best first."""

    card: "Scorecard"
    criteria: tuple["ScorecardCriterion", ...]
    grades: tuple["ScorecardGrade", ...]

    @property
    def weight(self) -> Decimal:
        """Return what the weights sum to, in per cent."""
        return weight_of(self.criteria)

    @property
    def is_whole(self) -> bool:
        """Say whether totals can be computed: the weights make a whole."""
        return bool(self.criteria) and self.weight == WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What one supplier was given in one period, and what that comes to.

    Attributes:
        start: first day of the period.
        scores: by the key of the criterion; what is unknown is not there.
        result: `None` where the weights of the edition do not make a whole.
        grade: `None` for none reached, or nothing computed.
    """

    sheet: "ScorecardSheet"
    edition: Edition
    start: date
    scores: dict[str, Decimal]
    result: ScorecardResult | None
    grade: "ScorecardGrade | None"

    @property
    def total(self) -> Decimal | None:
        """Return the total, `None` where too little is scored."""
        return self.result.total if self.result else None

    @property
    def by_uid(self) -> dict[str, Decimal]:
        """Return the scores by the uid of their criterion."""
        return {
            each.uid: self.scores[key_of(each)]
            for each in self.edition.criteria
            if key_of(each) in self.scores
        }

    @property
    def differs(self) -> Decimal | None:
        """Return by how much the total printed by the customer is above ours; `None` where both agree or one is missing."""
        if self.total is None or self.sheet.printed_total is None:
            return None
        gap = (self.sheet.printed_total - self.total).quantize(CENT)
        return gap or None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionGap:
    """One criterion in our newest period, beside the period before and the best rival of the period."""

    criterion: "ScorecardCriterion"
    ours: Decimal | None
    before: Decimal | None
    best: Decimal | None
    best_of: "ScorecardSheet | None"
    actions: tuple["ScorecardAction", ...]

    @property
    def change(self) -> Decimal | None:
        """Return the change since the period before, `None` where one is unknown."""
        return None if self.ours is None or self.before is None else self.ours - self.before

    @property
    def behind(self) -> Decimal | None:
        """Return how far the best rival is above us, negative when below; `None` where one is unknown."""
        return None if self.ours is None or self.best is None else self.best - self.ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """A criterion that loses the present grade alone when it falls by `room` points; `is_gate`: by its minimum."""

    criterion: "ScorecardCriterion"
    room: Decimal
    is_gate: bool
    change: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStanding:
    """How suppliers stand by a card over its periods.

    Attributes:
        editions: the newest first.
        ours: the oldest first.
        rivals: the oldest first.
        gaps: by the criteria of our newest period.
        improvements: the cheapest way to the next grade, with its criterion.
        threats: what loses the present grade soonest, first.
        overdue: first day of the period that ended last, where nothing of ours is entered for it.
    """

    account: "Account"
    name: str
    editions: tuple[Edition, ...]
    ours: tuple[Rated, ...]
    rivals: tuple[Rated, ...]
    gaps: tuple[CriterionGap, ...]
    improvements: tuple[tuple["ScorecardCriterion", Improvement], ...]
    threats: tuple[Threat, ...]
    overdue: date | None

    @property
    def edition(self) -> Edition:
        """Return the newest edition."""
        return self.editions[0]

    @property
    def latest(self) -> Rated | None:
        """Return our newest period."""
        return self.ours[-1] if self.ours else None

    @property
    def previous(self) -> Rated | None:
        """Return our period before the newest."""
        return self.ours[-2] if len(self.ours) > 1 else None

    @property
    def next_grade(self) -> "ScorecardGrade | None":
        """Return the next better grade; `None` at the best one, or where nothing is computed."""
        result = self.latest.result if self.latest else None
        if self.latest is None or result is None or result.next_grade is None:
            return None
        return next(each for each in self.latest.edition.grades if each.uid == result.next_grade.name)

    @property
    def has_fallen(self) -> bool:
        """Say whether our grade is lower than in the period before."""
        now, before = self.latest, self.previous
        if now is None or before is None or before.grade is None or now.total is None:
            return False
        if now.edition.card.pk != before.edition.card.pk:
            # Grades of two editions are compared by what they mean.
            places = GradeMeaning.values
            return now.grade is None or places.index(now.grade.meaning) > places.index(before.grade.meaning)
        return now.grade is None or now.grade.from_total < before.grade.from_total


def standings_of(
    actor: Actor,
    accounts: "Iterable[Account] | None" = None,
    *,
    as_of: date,
    owners: Iterable[int] | None = None,
) -> list[CardStanding]:
    """Return how suppliers stand by the cards of visible accounts, by account and name; six queries at most.

    `owners` keeps only accounts of these colleagues, by number.
    """
    facts = facts_of(actor, accounts, owners=owners)
    groups: dict[tuple[int, str], list[Scorecard]] = {}
    for card in facts.cards:
        groups.setdefault((card.account_id, card.name), []).append(card)
    return [_standing(cards, facts, as_of) for cards in groups.values()]


def key_of(criterion: "ScorecardCriterion") -> str:
    """Return by what a criterion is found in other editions."""
    return match_key(criterion.name) or criterion.uid


def _standing(cards: "Sequence[Scorecard]", facts: CardFacts, as_of: date) -> CardStanding:
    editions = {card.pk: _edition(card, facts) for card in cards}
    newest = max(cards, key=lambda card: (card.edition, card.pk))
    rated = [
        _rated(sheet, editions[sheet.card_id], facts) for sheet in facts.sheets if sheet.card_id in editions
    ]
    ours = sorted((each for each in rated if each.sheet.competitor_id is None), key=lambda each: each.start)
    rivals = sorted((each for each in rated if each.sheet.competitor_id), key=lambda each: each.start)
    if ours:
        ours[-1] = replace(ours[-1], result=_result(ours[-1], with_way=True))
    latest = ours[-1] if ours else None
    previous = ours[-2] if len(ours) > 1 else None
    missed = last_ended(newest.period, as_of=as_of)
    return CardStanding(
        account=newest.account,
        name=newest.name,
        editions=tuple(sorted(editions.values(), key=lambda each: -each.card.edition)),
        ours=tuple(ours),
        rivals=tuple(rivals),
        gaps=tuple(_gaps(editions[newest.pk], latest, previous, rivals, facts, {card.pk for card in cards})),
        improvements=_improvements(latest),
        threats=tuple(_threats(latest, previous)),
        overdue=missed if all(each.start < missed for each in ours) else None,
    )


def _edition(card: "Scorecard", facts: CardFacts) -> Edition:
    return Edition(
        card=card,
        criteria=tuple(each for each in facts.criteria if each.card_id == card.pk),
        grades=tuple(each for each in facts.grades if each.card_id == card.pk),
    )


def _rated(sheet: "ScorecardSheet", edition: Edition, facts: CardFacts) -> Rated:
    keys = {each.pk: key_of(each) for each in edition.criteria}
    scores = {
        keys[each.criterion_id]: each.score
        for each in facts.scores
        if each.sheet_id == sheet.pk and each.criterion_id in keys
    }
    bare = Rated(
        sheet=sheet,
        edition=edition,
        start=first_day(edition.card.period, sheet.period_day),
        scores=scores,
        result=None,
        grade=None,
    )
    result = _result(bare, with_way=False)
    grade = next((each for each in edition.grades if result is not None and each.uid == result.grade), None)
    return replace(bare, result=result, grade=grade)


def _result(rated: Rated, *, with_way: bool) -> ScorecardResult | None:
    """Ask the decision library; without the way to the next grade where only totals are looked at."""
    edition = rated.edition
    if not edition.is_whole or not rated.scores:
        return None
    return score(
        ScorecardInput(
            criteria=tuple(_criterion(each, with_way=with_way) for each in edition.criteria),
            scores={each.uid: rated.scores.get(key_of(each)) for each in edition.criteria},
            grades=tuple(Grade(name=each.uid, from_=each.from_total) for each in edition.grades),
            rounding=Rounding(
                mode=RoundingMode(edition.card.rounding), total_places=edition.card.total_places
            ),
        )
    )


def _criterion(each: "ScorecardCriterion", *, with_way: bool) -> Criterion:
    return Criterion(
        id=each.uid,
        weight=each.weight,
        lowest=Decimal(each.lowest),
        highest=each.highest,
        minimum=each.minimum,
        cost=Decimal(each.effort) if with_way and each.effort is not None else None,
        step=each.step,
    )


def _gaps(
    edition: Edition,
    latest: Rated | None,
    previous: Rated | None,
    rivals: Sequence[Rated],
    facts: CardFacts,
    cards: set[int],
) -> Iterable[CriterionGap]:
    beside = [each for each in rivals if latest is not None and each.start == latest.start]
    for criterion in (latest.edition if latest else edition).criteria:
        key = key_of(criterion)
        known = [each for each in beside if key in each.scores]
        best = max(known, key=lambda each: each.scores[key], default=None)
        yield CriterionGap(
            criterion=criterion,
            ours=latest.scores.get(key) if latest else None,
            before=previous.scores.get(key) if previous else None,
            best=best.scores[key] if best else None,
            best_of=best.sheet if best else None,
            actions=tuple(
                each
                for each in facts.actions
                if each.criterion.card_id in cards and key_of(each.criterion) == key
            ),
        )


def _improvements(latest: Rated | None) -> tuple[tuple["ScorecardCriterion", Improvement], ...]:
    if latest is None or latest.result is None or latest.result.next_grade is None:
        return ()
    by_uid = {each.uid: each for each in latest.edition.criteria}
    return tuple((by_uid[each.criterion], each) for each in latest.result.next_grade.improvements)


def _threats(latest: Rated | None, previous: Rated | None) -> Iterable[Threat]:
    """Return by how much each criterion may fall before the grade is lost, those with the least of their scale first."""
    if latest is None or latest.grade is None or latest.result is None or latest.total is None:
        return []
    lowest_grade = latest.edition.grades[-1]
    if latest.grade.pk == lowest_grade.pk:
        return []
    bottom, top = _scale(latest.edition)
    scored = [each for each in latest.edition.criteria if key_of(each) in latest.scores]
    weight = weight_of(scored)
    margin = latest.total - latest.grade.from_total
    found = []
    for each in scored:
        ours, span = latest.scores[key_of(each)], each.highest - each.lowest
        room = margin / (each.weight / weight * (top - bottom) / span)
        gate = None if each.minimum is None else ours - each.minimum
        is_gate = gate is not None and gate <= room
        least = gate if gate is not None and is_gate else room
        if least > ours - each.lowest:
            continue
        before = previous.scores.get(key_of(each)) if previous else None
        change = None if before is None else ours - before
        found.append(
            (least / span, Threat(criterion=each, room=least.quantize(CENT), is_gate=is_gate, change=change))
        )
    return [threat for _share, threat in sorted(found, key=lambda row: row[0])]


def _scale(edition: Edition) -> tuple[Decimal, Decimal]:
    """Return the scale of the total as the decision library takes it: that of the criteria if they share one."""
    shared = {(Decimal(each.lowest), each.highest) for each in edition.criteria}
    return shared.pop() if len(shared) == 1 else (Decimal(0), Decimal(100))
