"""Facts about competition around a customer."""

from tongxin.crm.competition.models.rings import Placement, RingName, RingTarget, SupplierBundle, SupplierTie
from tongxin.crm.competition.models.rivals import EarlyWarning, RivalFact, SupplierRating, WalletShare
from tongxin.crm.competition.models.value import CaseLine, CaseQuote, Pressure, ValueCase

__all__ = [
    "CaseLine",
    "CaseQuote",
    "EarlyWarning",
    "Placement",
    "Pressure",
    "RingName",
    "RingTarget",
    "RivalFact",
    "SupplierBundle",
    "SupplierRating",
    "SupplierTie",
    "ValueCase",
    "WalletShare",
]
