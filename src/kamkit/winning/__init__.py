"""How likely deals are won, learnt from those that were decided."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "fit_predict",
        "kamkit.winning.fit_predict:fit_predict",
        "How likely open deals are won, learnt from decided ones, and whether there is anything to learn.",
    ),
)
