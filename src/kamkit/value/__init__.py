"""What customers are worth: who is still one, what they will buy and spend, and whether to keep or to win."""

from kamkit.verbs import Verb

VERBS = (
    Verb("bgnbd", "kamkit.value.bgnbd:bgnbd", "Who is still a customer and what they will buy: BG/NBD."),
    Verb(
        "pareto_nbd",
        "kamkit.value.pareto_nbd:pareto_nbd",
        "Who is still a customer and what they will buy: Pareto/NBD.",
    ),
    Verb(
        "bgbb",
        "kamkit.value.bgbb:bgbb",
        "Who is still a customer and what they will buy, one occasion a period: BG/BB.",
    ),
    Verb("sbg", "kamkit.value.sbg:sbg", "How a cohort of contracts melts: shifted-beta-geometric."),
    Verb(
        "gamma_gamma",
        "kamkit.value.gamma_gamma:gamma_gamma",
        "What customers spend on a purchase: gamma-gamma.",
    ),
    Verb(
        "lifetime", "kamkit.value.lifetime:lifetime", "What a customer is worth: margins to come, discounted."
    ),
    Verb(
        "keep_or_win",
        "kamkit.value.retention:keep_or_win",
        "What to spend on winning and on keeping customers, and which of the two lacks more.",
    ),
)
