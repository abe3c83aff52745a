"""Who decides at a customer: who carries weight, what the committee will lean to, whom to meet next, whom we miss."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "rank",
        "kamkit.influence.ranking:rank",
        "Who carries weight, by typed and directed ties, and which type of tie carried the ranking.",
    ),
    Verb(
        "outlook",
        "kamkit.influence.outlook:outlook",
        "What each person and the committee will lean to once they have talked, and how sure that is.",
    ),
    Verb(
        "next_contacts",
        "kamkit.influence.contacts:next_contacts",
        "Whose attitude moves the decision most, and who can introduce us.",
    ),
    Verb(
        "coverage",
        "kamkit.influence.coverage:coverage",
        "Our team against their seats: depth and age of contact, gaps ordered by power.",
    ),
)
