"""How well a relationship with an account stands."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "score",
        "kamkit.health.score:score",
        "The health of an account, to be opened down to each record, old facts counting less.",
    ),
)
