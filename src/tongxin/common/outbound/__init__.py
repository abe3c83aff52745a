"""The one place that calls out: hosts that the operator named, public addresses, answers of a bounded size and time."""

from tongxin.common.outbound.client import fetch
from tongxin.common.outbound.policy import Fetched, OutboundRefused, Policy

__all__ = ["Fetched", "OutboundRefused", "Policy", "fetch"]
