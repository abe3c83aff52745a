"""Addresses that a page writes by the hundred: Django finds each one anew among all routes."""

from functools import cache

from django.urls import get_script_prefix, reverse

# Stands for the uid in a route; shaped like one.
_MARK = "0" * 14


def record_url(name: str, uid: str) -> str:
    """Return the address of a record by the name of a route that takes its uid and nothing else.

    Raises:
        NoReverseMatch: there is no such route.
    """
    before, after = _around(name, get_script_prefix())
    return f"{before}{uid}{after}"


def page_url(name: str) -> str:
    """Return the address of a page by the name of a route that takes nothing.

    Raises:
        NoReverseMatch: there is no such route.
    """
    return _whole(name, get_script_prefix())


@cache
def _whole(name: str, _prefix: str) -> str:
    return reverse(name)


@cache
def _around(name: str, _prefix: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_MARK]).partition(_MARK)
    return before, after
