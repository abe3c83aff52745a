"""Records that a body names by their uid."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tongxin.common.errors import Missing

Found = TypeVar("Found")
Asked = ParamSpec("Asked")


class ReferenceMissing(Missing):
    """Say that a field names a record that does not exist for this actor; the address itself is right."""

    status = 422


def referenced(field: str, find: Callable[Asked, Found], *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
    """Return the record that a field of the body names, through the selector that finds it.

    `referenced("account", get_account_for, request.actor, sent.account)`

    Raises:
        ReferenceMissing: the selector's own code, with the field; kept in the audit log like any other.

    """
    try:
        return find(*args, **kwargs)
    except Missing as missing:
        raise ReferenceMissing(missing.code, field=field, **missing.params) from missing
