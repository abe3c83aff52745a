"""The demo company's texts in every language: facts are written in zh-Hant, a table holds the other languages beside them."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar, cast

FILE = Path(__file__).with_name("words.csv")
# The language the facts are written in; customers abroad and in China speak their own there.
SOURCE = "zh-hant"
CHINESE = re.compile(r"[\u3400-\u9fff]")

Facts = TypeVar("Facts")


class Native(str):
    """A text that stays as it is in every language: a name in its own script, words to look for in real notices."""

    __slots__ = ()


class WordMissing(LookupError):  # noqa: N818 - named as other refusals are
    """Say that a text of the facts has no line in the table."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts in one language."""

    language: str = SOURCE
    _table: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str) -> Self:
        """Return the texts in a language: zh-hant, zh-hans or en."""
        return cls(language, {} if language == SOURCE else _column(language))

    def told(self, facts: Facts) -> Facts:
        """Return facts with every Chinese text in them in the language, however deep; codes, keys and figures stay.

        Raises:
            WordMissing: a text has no line in the table.
        """
        return facts if self.language == SOURCE else cast("Facts", self._told(facts))

    def _told(self, fact: Any) -> Any:
        if isinstance(fact, str):
            return self._text(fact)
        if isinstance(fact, tuple | list):
            return type(fact)(map(self._told, fact))
        if isinstance(fact, dict):
            return {self._told(key): self._told(value) for key, value in fact.items()}
        if is_dataclass(fact) and not isinstance(fact, type):
            return replace(fact, **{each.name: self._told(getattr(fact, each.name)) for each in fields(fact)})
        return fact

    def _text(self, text: str) -> str:
        if isinstance(text, Native) or not CHINESE.search(text):
            return text
        if text not in self._table:
            raise WordMissing(f"{FILE.name} has no line for {text!r}")
        return self._table[text]


@cache
def _column(language: str) -> Mapping[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row[SOURCE]: row[language] for row in csv.DictReader(file)}
