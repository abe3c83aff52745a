"""Where the next day of the sales force goes."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "allocate",
        "kamkit.effort.allocate:allocate",
        "How many calls each account gets so that the time brings most, and what one more hour would bring.",
    ),
)
