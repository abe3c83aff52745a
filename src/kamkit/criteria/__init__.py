"""What criteria weigh, and how alternatives stand by them."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "weigh",
        "kamkit.criteria.weighing:weigh",
        "Weights of criteria from comparisons, from data or given, with their consistency.",
    ),
    Verb(
        "rank",
        "kamkit.criteria.ranking:rank",
        "Alternatives in order by several criteria, and how far weights may move before the first changes.",
    ),
)
