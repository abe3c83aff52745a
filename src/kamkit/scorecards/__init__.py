"""Scorecards with any weights, scales, gates and grades."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "score",
        "kamkit.scorecards.score:score",
        "The total and grade of a scorecard, and the cheapest way to the next grade.",
    ),
)
