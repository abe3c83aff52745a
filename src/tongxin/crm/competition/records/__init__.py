"""Competition as declared objects."""

from tongxin.crm.competition.records.rings import BUNDLE, PLACEMENT, RING_NAME, RING_TARGET, TIE
from tongxin.crm.competition.records.rivals import RATING, RIVAL_FACT, SHARE, WARNING
from tongxin.crm.competition.records.value import CASE_LINE, CASE_QUOTE, PRESSURE, VALUE_CASE

COMPETITION = (
    PLACEMENT,
    RING_NAME,
    RING_TARGET,
    TIE,
    BUNDLE,
    RIVAL_FACT,
    WARNING,
    SHARE,
    RATING,
    PRESSURE,
    VALUE_CASE,
    CASE_LINE,
    CASE_QUOTE,
)
# What tells first that a rival moves.
EARLY_SIGNS = (WARNING, PLACEMENT, RIVAL_FACT, SHARE)
__all__ = [
    "BUNDLE",
    "CASE_LINE",
    "CASE_QUOTE",
    "COMPETITION",
    "EARLY_SIGNS",
    "PLACEMENT",
    "PRESSURE",
    "RATING",
    "RING_NAME",
    "RING_TARGET",
    "RIVAL_FACT",
    "SHARE",
    "TIE",
    "VALUE_CASE",
    "WARNING",
]
