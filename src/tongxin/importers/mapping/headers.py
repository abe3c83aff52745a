"""Know the headers of other systems in three languages; the knowledge itself is `headers.csv`, for anyone to extend."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.utils import translation
from rapidfuzz import fuzz, process

from tongxin.common.text.fold import fold
from tongxin.importers.mapping.declared import columns_of, filled_by_files
from tongxin.importers.mapping.targets import DECLARED, Target

SIMILAR_FROM = 87
_BRACKETS = re.compile(r"[(\[<【（].*?[)\]>】）]")
_CUSTOM = re.compile(r"__[cr]$", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means for one target: a field, or nothing on purpose (`field` empty, `note` says why)."""

    target: Target
    field: str
    system: str
    note: str


class Certainty:
    """How sure a header alone makes us, by the way it was found."""

    SYSTEM = 0.98
    GENERAL = 0.9
    PART = 0.85
    SIMILAR = 0.7


def plain(header: str) -> str:
    """Return the header without case, script, punctuation, blanks and the suffix of custom fields."""
    return _NOT_WORD.sub("", fold(_CUSTOM.sub("", header.strip())))


def without_brackets(header: str) -> str:
    """Return the plain header without units and hints in brackets: 金額(萬元) becomes 金额."""
    return plain(_BRACKETS.sub(" ", header))


class HeaderBook:
    """All known headers, asked by `find`."""

    def __init__(self, meanings: Mapping[str, list[Meaning]]) -> None:
        self._meanings = dict(meanings)

    def meanings(self, header: str) -> list[Meaning]:
        """Return what the header may mean, over all targets; empty for an unknown one."""
        return self._meanings.get(plain(header)) or self._meanings.get(without_brackets(header)) or []

    def find(self, header: str, target: Target, votes: Mapping[str, int]) -> tuple[Meaning, float] | None:
        """Return the meaning for `target` and how sure it is (0 to 1); `votes` counts the systems of the neighbours."""
        for key, part in ((plain(header), False), (without_brackets(header), True)):
            found = [meaning for meaning in self._meanings.get(key, []) if meaning.target is target]
            if found:
                best = max(found, key=lambda m: (votes.get(m.system, 0), bool(m.field)))
                sure = Certainty.GENERAL if best.system == "general" else Certainty.SYSTEM
                return best, Certainty.PART if part and key != plain(header) else sure
        return self._similar(without_brackets(header), target)

    def _similar(self, key: str, target: Target) -> tuple[Meaning, float] | None:
        """Forgive a slip of the pen in longer names: `Acount Name`, `客户名稱 1`."""
        if len(key) < 5 or not key.isascii():
            return None
        names = {
            name: found for name, found in self._meanings.items() if any(m.target is target for m in found)
        }
        match = process.extractOne(key, names.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR_FROM)
        if match is None or len(match[0]) < 5:
            return None
        meaning = next(m for m in names[match[0]] if m.target is target)
        return meaning, Certainty.SIMILAR

    def votes(self, headers: Iterable[str]) -> Counter[str]:
        """Count how many of the headers each system knows."""
        counts: Counter[str] = Counter()
        for header in headers:
            counts.update({meaning.system for meaning in self.meanings(header)})
        return counts


@cache
def header_book() -> HeaderBook:
    """Return the book read from `headers.csv`."""
    meanings: dict[str, list[Meaning]] = defaultdict(list)
    with files("tongxin.importers.mapping").joinpath("headers.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            field = "" if line["field"] == "-" else line["field"]
            meaning = Meaning(Target(line["target"]), field, line["system"], line["note"])
            for header in line["headers"].split("|"):
                known = meanings[plain(header)]
                if meaning not in known:
                    known.append(meaning)
    for target, definition in DECLARED.items():
        for item in filled_by_files(definition):
            meaning = Meaning(target, columns_of(item)[-1], "general", "")
            for header in (item.name, *in_three_languages(item.label)):
                # What the book says of a header stands before what a declaration calls its field.
                if not any(known.target is target for known in meanings[plain(header)]):
                    meanings[plain(header)].append(meaning)
    return HeaderBook(meanings)


def in_three_languages(text: object) -> tuple[str, ...]:
    """Return a text of ours in each language, as headers are compared: without case, script and blanks."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(plain(str(text)))
    return tuple(found)
