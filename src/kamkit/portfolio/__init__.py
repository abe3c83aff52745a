"""Where accounts stand in the portfolio."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "position",
        "kamkit.portfolio.position:position",
        "How attractive accounts are and how strong we are there against the best rival.",
    ),
)
