"""What the go/no-go sheet of a bid says, by the decision library."""

from collections.abc import Mapping
from decimal import Decimal

from kamkit.bids.go_no_go import (
    DEFAULT_BANDS,
    Band,
    Decision,
    GoNoGo,
    GoNoGoResult,
    KnockOut,
    Question,
    go_no_go,
)
from tongxin.crm.bids.desk_choices import MOST_POINTS, WEIGHTS, KnockOutCode, QuestionCode
from tongxin.crm.bids.desk_models import BidAnswer
from tongxin.crm.bids.sheet_models import BidPolicy
from tongxin.crm.bids.sums import POLICY_WEIGHTS

USUAL_GO, USUAL_NO_GO = DEFAULT_BANDS[0].from_, DEFAULT_BANDS[-1].to


def weights_in_use(policy: BidPolicy | None) -> dict[str, int]:
    """Return code of a question → its weight: as the house set it in its policy, else as usual."""
    own = (
        {code: getattr(policy, field) for code, field in POLICY_WEIGHTS.items()} if policy is not None else {}
    )
    return {code.value: usual if own.get(code) is None else int(own[code]) for code, usual in WEIGHTS.items()}


def bands_in_use(policy: BidPolicy | None) -> tuple[Band, ...]:
    """Return what a score means: as the house set it, else as usual; between both ends we bid on conditions."""
    go = policy.go_from if policy is not None and policy.go_from is not None else USUAL_GO
    no_go = policy.no_go_below if policy is not None and policy.no_go_below is not None else USUAL_NO_GO
    # A house that only raises or lowers one end means the other to give way.
    no_go = min(no_go or Decimal(0), go or Decimal(0))
    return (
        Band(decision=Decision.GO, from_=go),
        Band(decision=Decision.CONDITIONAL, from_=no_go, to=go),
        Band(decision=Decision.NO_GO, to=no_go),
    )


def sheet_says(answers: Mapping[str, BidAnswer], policy: BidPolicy | None) -> GoNoGoResult:
    """Return whether to bid by the answers: knock-outs first, then the weighted score against the bands of the house."""
    weights = weights_in_use(policy)

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
                    id=code, weight=Decimal(weights[code]), max=Decimal(MOST_POINTS),
                    score=score(code),
                )
                for code in QuestionCode.values
            ),
            bands=bands_in_use(policy),
        )
    )  # fmt: skip
