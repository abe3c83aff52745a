"""How close a relationship is, by evidence."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "assess",
        "kamkit.ladder.assess:assess",
        "The level of a relationship that evidence supports, what the next one lacks, and when it falls.",
    ),
)
