"""By what somebody is named in texts, and how those names are found and taken out."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

from tongxin.crm.stakeholders.models import Person
from tongxin.team.models import User

NAMELESS = "•••"
_LETTER = "[0-9A-Za-z\u00c0-\u024f]"
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SHORTEST_NUMBER = 7
SURE_HAN, SHORTEST = 3, 2


@dataclass(frozen=True)
class Names:
    """What somebody is called.

    Attributes:
        certain: nobody else is meant by these: long names, addresses, numbers.
        doubtful: these may be others too: short names, forms of address, names that somebody else bears.

    """

    certain: tuple[str, ...]
    doubtful: tuple[str, ...]

    @cached_property
    def certainly(self) -> "re.Pattern[str] | None":
        """Return the pattern of the certain ones."""
        return _pattern(self.certain)

    @cached_property
    def possibly(self) -> "re.Pattern[str] | None":
        """Return the pattern of all."""
        return _pattern((*self.certain, *self.doubtful))

    @property
    def pieces(self) -> set[str]:
        """Return texts of which one is in every text that names them, as a database keeps text and JSON."""
        found: set[str] = set()
        for name in (*self.certain, *self.doubtful):
            longest = max(name.split(), key=len)
            found |= {longest, json.dumps(longest)[1:-1], quote_plus(longest)}
        return found


def names_of_person(person: Person) -> Names:
    """Return what a person at a customer is called."""
    others = [name.name for name in person.names.all()]
    shared = Person.objects.filter(match_key=person.match_key).exclude(pk=person.pk).exists()
    return _sorted_out(
        [person.full_name, person.name_latin, *others],
        [person.form_of_address],
        [person.email, person.phone, person.mobile],
        shared=shared,
    )


def names_of_user(user: User) -> Names:
    """Return what a colleague is called."""
    shared = User.objects.filter(display_name=user.display_name).exclude(pk=user.pk).exists()
    return _sorted_out([user.display_name], [user.username], [user.email], shared=shared)


def names_in_all(every: Iterable[Names]) -> Names:
    """Return the names of several records of one person together."""
    every = list(every)
    certain = {name for names in every for name in names.certain}
    doubtful = {name for names in every for name in names.doubtful} - certain
    return Names(tuple(sorted(certain)), tuple(sorted(doubtful)))


def without(value: Any, pattern: "re.Pattern[str] | None") -> Any:
    """Return a value, a text or what JSON can hold, with what a pattern meets taken out."""
    if pattern is None:
        return value
    match value:
        case str():
            return pattern.sub(NAMELESS, value)
        case list():
            return [without(item, pattern) for item in value]
        case Mapping():
            return {without(key, pattern): without(item, pattern) for key, item in value.items()}
    return value


def _sorted_out(names: list[str], loose: list[str], addresses: list[str], *, shared: bool) -> Names:
    certain: set[str] = {
        text for text in addresses if "@" in text or sum(c.isdigit() for c in text) >= SHORTEST_NUMBER
    }
    doubtful: set[str] = {text for text in loose if len(text) >= SHORTEST}
    for name in filter(None, names):
        if not shared and _is_sure(name):
            certain.add(name)
        elif len(name) >= SHORTEST:
            doubtful.add(name)
    return Names(
        tuple(sorted(filter(str.strip, certain))), tuple(sorted(filter(str.strip, doubtful - certain)))
    )


def has_han(text: str) -> bool:
    """Say whether a text has Chinese characters."""
    return _HAN.search(text) is not None


def _is_sure(name: str) -> bool:
    """Say whether a name alone means one person: three Chinese characters, or two words."""
    return len(_HAN.findall(name)) >= SURE_HAN or (not _HAN.search(name) and len(name.split()) > 1)


def _pattern(names: Iterable[str]) -> "re.Pattern[str] | None":
    ways = {way for name in names for way in (_way(name), re.escape(quote_plus(name)))}
    return re.compile("|".join(sorted(ways, key=len, reverse=True)), re.IGNORECASE) if ways else None


def _way(name: str) -> str:
    before = f"(?<!{_LETTER})" if re.match(_LETTER, name) else ""
    after = f"(?!{_LETTER})" if re.match(_LETTER, name[-1]) else ""
    return before + r"\s+".join(re.escape(word) for word in name.split()) + after
