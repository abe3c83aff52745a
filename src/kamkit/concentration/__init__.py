"""How much hangs on a few customers."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "measure",
        "kamkit.concentration.measure:measure",
        "How concentrated sales are: HHI, CR-n, Lorenz curve, Gini, and who depends on whom.",
    ),
)
