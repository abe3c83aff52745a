"""What an evaluation committee's own method gives, and which price wins."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "evaluate",
        "kamkit.bids.evaluation:evaluate",
        "The ranking and the award that the tender's own method gives.",
    ),
    Verb(
        "sensitivity",
        "kamkit.bids.sensitivity:sensitivity",
        "Which change of a price, a score or the share of the price changes the award.",
    ),
    Verb(
        "price_to_win",
        "kamkit.bids.price_to_win:price_to_win",
        "The highest price that still wins: for sure, and with probability.",
    ),
    Verb(
        "win_curve",
        "kamkit.bids.win_curve:win_curve",
        "How likely a price wins against rivals, from their history, and which price earns most.",
    ),
    Verb(
        "go_no_go",
        "kamkit.bids.go_no_go:go_no_go",
        "Whether to bid: knock-outs, then a weighted score against bands.",
    ),
    Verb(
        "counterfactual_win_rate",
        "kamkit.bids.counterfactual:counterfactual_win_rate",
        "How often bids would have won, had each been a given part higher or lower.",
    ),
)
