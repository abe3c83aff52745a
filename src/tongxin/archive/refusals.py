"""Why an archive cannot be written or read."""

from tongxin.common.errors import Conflict, Refusal


class ArchiveRefused(Refusal):
    """Say what is wrong with an archive, or with the place it is to be read back to."""


class NotEmpty(Conflict):
    """Say that something is there already."""
