"""Why what is held on somebody cannot be given out or erased."""

from tongxin.common.errors import Conflict, Refusal


class PrivacyRefused(Refusal):
    """Say which value is wrong."""


class NotErasable(Conflict):
    """Say why somebody cannot be erased now."""
