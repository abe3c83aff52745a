"""The customer's scorecards: how we and rivals stand, and what suppliers were given."""

from typing import TYPE_CHECKING, Any

from tongxin.analytics.scorecards.standing import CardStanding, CriterionGap, Rated, standings_of
from tongxin.api.etags import made
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.scorecards import CardEditionOut, CardScoresIn, CardScoresOut, CardStandingOut
from tongxin.common.access import changing, seeing
from tongxin.common.clock import now, today
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.scorecards.records import CARD, SHEET
from tongxin.crm.scorecards.scoring import make_edition, set_scores
from tongxin.records import reading
from tongxin.wording.scorecards import finding_of, told_reasons

if TYPE_CHECKING:
    from tongxin.crm.scorecards.models import Scorecard, ScorecardSheet

router = ApiRouter(tags=["scorecards"])


@router.show("/accounts/{uid}/scorecards", of=list[CardStandingOut], access=seeing(uid="ACCOUNT"))
def account_scorecards(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show how we and rivals stand by the cards of an account: totals, grades, gaps, the way up and what threatens."""
    account = get_account_for(request.actor, uid)
    return [_standing(each) for each in standings_of(request.actor, [account], as_of=today())]


@router.make("/scorecard-sheets/{uid}/scores", of=CardScoresOut, access=changing(uid="SCORECARD_SHEET"))
def make_scorecard_scores(request: ApiRequest, uid: str, sent: CardScoresIn) -> "ScorecardSheet":
    """Keep what a supplier was given by each criterion, whole or not at all."""
    sheet = reading.get_for(SHEET, request.actor, uid)
    scores = {each.criterion: each.score for each in sent.scores}
    return set_scores(actor=request.actor, at=now(), sheet=sheet, scores=scores)


@router.make("/scorecards/{uid}/editions", of=CardEditionOut, access=changing(uid="SCORECARD"))
def make_scorecard_edition(request: ApiRequest, uid: str) -> "Scorecard":
    """Make the next edition of a card, with its criteria and grades; scores stay with their edition."""
    card = reading.get_for(CARD, request.actor, uid)
    return made(request, make_edition(actor=request.actor, at=now(), card=card), "scorecard")


def _standing(each: CardStanding) -> dict[str, Any]:
    result = each.latest.result if each.latest else None
    following = each.next_grade
    return {
        "card": each.edition.card.uid,
        "name": each.name,
        "edition": each.edition.card.edition,
        "weights": each.edition.weight,
        "finding": finding_of(each),
        "ours": [_rated(rated) for rated in each.ours],
        "rivals": [_rated(rated) for rated in each.rivals],
        "gaps": [_gap(gap) for gap in each.gaps],
        "next_grade": following.name if following else None,
        "gap": result.next_grade.gap if result and result.next_grade else None,
        "ways": [
            {"criterion": criterion.uid, "score": way.from_, "raised_to": way.to}
            for criterion, way in each.improvements
        ],
        "threats": [
            {"criterion": threat.criterion.uid, "room": threat.room, "is_gate": threat.is_gate}
            for threat in each.threats
        ],
        "reasons": list(told_reasons(each)),
        "has_fallen": each.has_fallen,
        "overdue": each.overdue,
    }


def _rated(each: Rated) -> dict[str, Any]:
    sheet = each.sheet
    return {
        "sheet": sheet.uid,
        "supplier": sheet.competitor.uid if sheet.competitor else None,
        "period": each.start,
        "edition": each.edition.card.edition,
        "total": each.total,
        "grade": each.grade.name if each.grade else None,
        "printed_total": sheet.printed_total,
        "printed_grade": sheet.printed_grade,
        "differs": each.differs,
        "source": sheet.source,
        "said_by": sheet.said_by,
        "stated_on": sheet.stated_on,
        "scores": each.by_uid,
    }


def _gap(gap: CriterionGap) -> dict[str, Any]:
    best_of = gap.best_of.competitor if gap.best_of else None
    return {
        "criterion": gap.criterion.uid,
        "name": gap.criterion.name,
        "weight": gap.criterion.weight,
        "ours": gap.ours,
        "before": gap.before,
        "best": gap.best,
        "best_of": best_of.uid if best_of else None,
        "actions": [
            {
                "uid": each.uid,
                "promise": each.promise.uid,
                "text": each.promise.text,
                "state": each.promise.state,
                "due_on": each.promise.due_on,
            }
            for each in gap.actions
        ],
    }
