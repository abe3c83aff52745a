"""What an evaluation committee's own method gives, and which price wins."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "evaluate",
        "kamkit.bids.evaluation:evaluate",
        "The ranking and the award that the tender's own method gives.",
    ),
    Verb(
        "counterfactual_win_rate",
        "kamkit.bids.counterfactual:counterfactual_win_rate",
        "How often bids would have won, had each been a given part higher or lower.",
    ),
)
