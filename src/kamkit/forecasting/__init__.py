"""What will close and when, and what it brings in which fiscal quarter."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "deals", "kamkit.forecasting.deals:deals", "When open deals close, and how: won, lost or still open."
    ),
    Verb(
        "revenue",
        "kamkit.forecasting.revenue:revenue",
        "What open deals and contracts bring by fiscal quarter and year, with bands.",
    ),
    Verb(
        "backtest",
        "kamkit.forecasting.backtest:backtest",
        "Whether the bands of past forecasts held what they said.",
    ),
)
