"""Plans that a supplier and a customer keep together: working days, last days, and what follows what."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "schedule",
        "kamkit.plans.schedule:schedule",
        "First and last day of every step of a plan, forward from its start or back from the day it goes live.",
    ),
    Verb(
        "span",
        "kamkit.plans.days:span",
        "The last day, the first day or the length of one piece of work, in working or calendar days.",
    ),
)
