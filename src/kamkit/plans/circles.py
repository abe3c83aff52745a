"""What waits for what: an order to go through it, or the circle that makes one impossible."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter


def find_circle(waits_for: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return names that wait for one another, the first repeated at the end; empty if there is no circle.

    Each waits for the one named after it.
    """
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        # The library names each before the one that waits for it.
        return tuple(reversed(error.args[1]))
    return ()


def in_order(waits_for: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return every name after all it waits for. Raises CycleError where `find_circle` finds one."""
    return tuple(TopologicalSorter(waits_for).static_order())
