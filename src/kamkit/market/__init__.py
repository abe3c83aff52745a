"""What published tenders tell about a market: red flags, after the methods of the Open Contracting Partnership."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "indicators",
        "kamkit.market.indicators:find_red_flags",
        "Red flags in published tenders: eleven indicators of the Open Contracting Partnership.",
    ),
)
