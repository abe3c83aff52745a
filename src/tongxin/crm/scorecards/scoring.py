"""Keep what the customer gave a supplier by each criterion, whole or not at all."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.crm.relationships.actions import NewPromise, add_promise
from tongxin.crm.scorecards.models import (
    Scorecard,
    ScorecardAction,
    ScorecardCriterion,
    ScorecardScore,
    ScorecardSheet,
)
from tongxin.crm.scorecards.records import ACTION, CARD, CRITERION, GRADE, SHEET
from tongxin.crm.scorecards.rules import ScorecardRefused, check_score, check_whole
from tongxin.crm.scorecards.selectors import criteria_of, grades_of, scores_of
from tongxin.records.checks import check_may_write
from tongxin.records.definition import Definition
from tongxin.records.writing import change_record, create_record, create_records

Scores = Mapping[str, Decimal | None]


@transaction.atomic
def set_scores(
    *,
    actor: Actor,
    at: datetime,
    sheet: ScorecardSheet,
    scores: Scores,
    expected_version: int | None = None,
) -> ScorecardSheet:
    """Keep scores by the uid of their criterion, `None` for unknown; criteria not named stay as they are.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        StaleVersion: somebody else changed the sheet meanwhile.
        ScorecardRefused: `WEIGHTS_NOT_WHOLE`, `CARD_SCORE_OUTSIDE`, `SCORE_OF_ANOTHER_CARD`.
    """
    card = sheet.card
    check_may_write(SHEET, actor, sheet, card.account)
    criteria = {each.uid: each for each in criteria_of(card)}
    check_whole(criteria.values())
    before = {each.criterion.uid: each.score for each in scores_of(sheet)}
    told = []
    for uid, score in scores.items():
        if uid not in criteria:
            raise ScorecardRefused("SCORE_OF_ANOTHER_CARD", field="scores")
        if score is not None:
            check_score(criteria[uid], score)
        if before.get(uid) != score:
            _keep(sheet, criteria[uid], score, at)
            told.append(f"{criteria[uid].name}: {'—' if score is None else f'{score.normalize():f}'}")
    if told:
        save_changes(sheet, {}, at=at, expected_version=expected_version, beside=True)
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.SCORECARD_SHEET, target=sheet,
            account_uid=card.account.uid, changes={}, scores=told,
        )  # fmt: skip
    return sheet


def _keep(sheet: ScorecardSheet, criterion: ScorecardCriterion, score: Decimal | None, at: datetime) -> None:
    ScorecardScore.objects.filter(sheet=sheet, criterion=criterion).delete()
    if score is not None:
        ScorecardScore.objects.create(sheet=sheet, criterion=criterion, score=score, created_at=at)


@transaction.atomic
def enter_sheet(
    *,
    actor: Actor,
    at: datetime,
    card: Scorecard,
    values: Mapping[str, Any],
    scores: Scores,
    sheet: ScorecardSheet | None = None,
    expected_version: int | None = None,
) -> ScorecardSheet:
    """Keep what is stated of a supplier in a period together with its scores; see `set_scores`."""
    if sheet is None:
        sheet = create_record(SHEET, actor=actor, at=at, values={**values, "card": card})
    else:
        change_record(
            SHEET, actor=actor, at=at, record=sheet, values=values, expected_version=expected_version
        )
    return set_scores(actor=actor, at=at, sheet=sheet, scores=scores)


@transaction.atomic
def plan_improvement(
    *, actor: Actor, at: datetime, criterion: ScorecardCriterion, promise: NewPromise
) -> ScorecardAction:
    """Keep a promise that is to raise our score by a criterion, and return what links both.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        PromiseRefused: what is wrong with the promise.
    """
    kept = add_promise(actor=actor, at=at, account=criterion.card.account, promise=promise)
    values = {"criterion": criterion, "promise": kept, "aim": kept.text}
    made: ScorecardAction = create_record(ACTION, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def make_edition(*, actor: Actor, at: datetime, card: Scorecard) -> Scorecard:
    """Return a copy of a card with the next number, its criteria and grades; scores stay with their edition.

    Raises:
        Denied: the actor may not write.
        Conflict: the account is not in use.
    """
    beside = Scorecard.objects.filter(account=card.account_id, name=card.name).order_by("-edition", "-pk")
    newest = beside.values_list("edition", flat=True)[0]
    made: Scorecard = create_record(
        CARD, actor=actor, at=at, values={**_values_of(CARD, actor, card), "edition": newest + 1}
    )
    for definition, rows in ((CRITERION, criteria_of(card)), (GRADE, grades_of(card))):
        copies = [{**_values_of(definition, actor, row), "card": made} for row in rows]
        create_records(definition, actor=actor, at=at, rows=copies)
    return made


def _values_of(definition: Definition, actor: Actor, row: Any) -> dict[str, Any]:
    return {item.name: getattr(row, item.name) for item in definition.written_by(actor, new=True)}
