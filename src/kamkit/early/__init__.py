"""Being early: when those who decide were first met, how far we shaped what is required, and what went with it."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "rates",
        "kamkit.early.engagement:rates",
        "Lead of the first contact before charter and tender, share of requirements shaped, and win rates beside them.",
    ),
)
