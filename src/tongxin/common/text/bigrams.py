"""Search tokens of Chinese and Latin text: one tokeniser for SQLite FTS5 and PostgreSQL.

Text without blanks between words is cut into overlapping pairs, so that a word of two characters is found anywhere:
the run `abcd` becomes `ab bc cd d`, and a query is a phrase of neighbouring pairs. Answers for Chinese are exactly
those of a substring search on folded text; Latin words and numbers are found by their beginning.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tongxin.common.text.fold import fold

# The tokens hold no ASCII but letters and digits, so the `ascii` tokenizer splits at the blanks and nowhere else. The
# `unicode61` tokenizer works too, but knows only the characters of its own Unicode version and drops newer ones.
FTS5_TOKENIZER = "ascii"

# PostgreSQL refuses words of 2,047 bytes and more; nobody types a hundred letters to find one.
_LONGEST_WORD = 100

_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTerm:
    """One part of a query that must be found: `tokens` side by side, the last one only a beginning if `prefix`."""

    tokens: tuple[str, ...]
    prefix: bool


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which `text` is indexed, in order of their place."""
    return [token for run in _runs(text) for token in run.index_tokens()]


def index_text(text: str) -> str:
    """Return the tokens of `text` joined by blanks, as an FTS5 column stores them."""
    return " ".join(index_tokens(text))


def parse_query(query: str) -> list[QueryTerm]:
    """Return what a reader's `query` asks for: one term for each blank-separated part, all of them to be found.

    A part of two or more Chinese characters is a phrase, a single character or a Latin word is a beginning, and a part
    mixed of both (AWS移轉) is one phrase. An empty list means that the query holds nothing to search for.
    """
    return [term for part in fold(query).split(" ") if (term := _term(list(_runs(part))))]


def to_fts5(terms: Iterable[QueryTerm], *, column: str = "") -> str:
    """Return the FTS5 MATCH expression that asks for all `terms`, in one column if named; raise ValueError if there is none."""
    asked = " AND ".join(_fts5_phrase(term) for term in _some(terms))
    return f"{column} : ({asked})" if column else asked


def to_tsquery(terms: Iterable[QueryTerm], *, weight: str = "") -> str:
    """Return the text for PostgreSQL's `to_tsquery('simple', …)` that asks for all `terms`, of one weight if named.

    A cast `::tsquery` understands the same text. Raises ValueError if there is no term.
    """
    return " & ".join(_tsquery_phrase(term, weight) for term in _some(terms))


def to_tsvector(tokens: Sequence[str]) -> str:
    """Return the text whose cast `::tsvector` holds `tokens` at their places, whatever the database's locale.

    PostgreSQL keeps places up to 16,383: what follows in a longer text is found word by word, not as a phrase.
    """
    return " ".join(f"{_pg_word(token)}:{min(place, 16_383)}" for place, token in enumerate(tokens, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    text: str
    is_cjk: bool

    def index_tokens(self) -> list[str]:
        if not self.is_cjk:
            return [self.text[:_LONGEST_WORD]]
        return [self.text[start : start + 2] for start in range(len(self.text))]

    def final_query_tokens(self) -> tuple[list[str], bool]:
        """Return the tokens of a query's last run, which in the text may go on, and whether the last is a beginning."""
        tokens = self.index_tokens()
        if self.is_cjk and len(tokens) > 1:
            return tokens[:-1], False
        return tokens, True


def _runs(text: str) -> Iterator[_Run]:
    for match in _RUN.finditer(fold(text)):
        yield _Run(text=match[0], is_cjk=match.lastgroup == "cjk")


def _term(runs: list[_Run]) -> QueryTerm | None:
    if not runs:
        return None
    leading = [token for run in runs[:-1] for token in run.index_tokens()]
    final, prefix = runs[-1].final_query_tokens()
    return QueryTerm(tokens=(*leading, *final), prefix=prefix)


def _fts5_phrase(term: QueryTerm) -> str:
    phrase = '"' + _doubled(" ".join(term.tokens), '"') + '"'
    return phrase + " *" if term.prefix else phrase


def _tsquery_phrase(term: QueryTerm, weight: str) -> str:
    *before, last = term.tokens
    asked = [f"{_pg_word(token)}:{weight}" if weight else _pg_word(token) for token in before]
    signs = f"*{weight}" if term.prefix else weight
    asked.append(f"{_pg_word(last)}:{signs}" if signs else _pg_word(last))
    return f"({' <-> '.join(asked)})"


def _some(terms: Iterable[QueryTerm]) -> list[QueryTerm]:
    listed = list(terms)
    if not listed:
        raise ValueError("a query without terms matches nothing and everything: do not run it")
    return listed


def _doubled(text: str, quote: str) -> str:
    return text.replace(quote, quote * 2)


def _pg_word(token: str) -> str:
    return f"'{_doubled(_doubled(token, chr(92)), chr(39))}'"
