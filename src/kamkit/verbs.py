"""The kit's functions by name: what `python -m kamkit` can call.

A topic is a package of the kit. Its `__init__` holds a table `VERBS`; the function of a verb is imported when it is
called, so that asking for the list loads no heavy library. A function of a verb takes one frozen dataclass and returns one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, get_type_hints

from kamkit.problems import InputError, ProblemCode

TOPICS = (
    "bids",
    "concentration",
    "criteria",
    "early",
    "effort",
    "finance",
    "forecasting",
    "health",
    "influence",
    "installed_base",
    "ladder",
    "market",
    "plans",
    "portfolio",
    "references",
    "rules",
    "scorecards",
    "value",
    "winning",
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A function of a topic: its name there, `module:function` where it stands, and what it answers."""

    name: str
    place: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedVerb:
    """A function ready to be called, with the types of its input and its result."""

    name: str
    summary: str
    function: Callable[[Any], Any]
    input_type: type
    output_type: type


def verbs() -> dict[str, Verb]:
    """Return every verb of the kit by its full name, such as `bids.evaluate`, in the order of topics."""
    tables = ((topic, import_module(f"kamkit.{topic}").VERBS) for topic in TOPICS)
    return {f"{topic}.{verb.name}": verb for topic, table in tables for verb in table}


def load(name: str) -> LoadedVerb:
    """Return the verb of a full name, its module imported. Raises InputError (UNKNOWN_VERB)."""
    known = verbs()
    if name not in known:
        raise InputError(ProblemCode.UNKNOWN_VERB, "", f"there is no {name}; known are {', '.join(known)}")
    module, _, function_name = known[name].place.partition(":")
    function = getattr(import_module(module), function_name)
    types = get_type_hints(function)
    output_type = types.pop("return")
    (input_type,) = types.values()
    return LoadedVerb(
        name=name,
        summary=known[name].summary,
        function=function,
        input_type=input_type,
        output_type=output_type,
    )
