"""What the go/no-go sheet of a bid says, by the decision library."""

from collections.abc import Mapping
from decimal import Decimal

from kamkit.bids.go_no_go import GoNoGo, GoNoGoResult, KnockOut, Question, go_no_go
from tongxin.crm.bids.desk_choices import MOST_POINTS, WEIGHTS, KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_models import BidAnswer


def sheet_says(answers: Mapping[str, BidAnswer]) -> GoNoGoResult:
    """Return whether to bid by the answers: knock-outs first, then the weighted score against the usual bands."""

    def score(code: str) -> Decimal | None:
        found = answers.get(code)
        return None if found is None or found.score is None else Decimal(found.score)

    return go_no_go(
        GoNoGo(
            knock_outs=tuple(
                KnockOut(id=code, met=answers[code].met if code in answers else None)
                for code in KnockOutCode.values
            ),
            questions=tuple(
                Question(
                    id=code, weight=Decimal(WEIGHTS[QuestionCode(code)]), max=Decimal(MOST_POINTS),
                    score=score(code),
                )
                for code in QuestionCode.values
            ),
        )
    )  # fmt: skip
