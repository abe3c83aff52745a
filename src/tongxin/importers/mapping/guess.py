"""Map whole files by themselves: which target a table is, which field each column fills, how sure and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tongxin.common.text.fold import fold
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.mapping.content import Profile, Shape, agreement, profile
from tongxin.importers.mapping.headers import header_book
from tongxin.importers.mapping.targets import NEEDED, Target, field_of, fields_of

JOINED = frozenset({"description", "situation", "note", "text", "street", "alias"})

# What tables are called; longer names first, because "account team" holds "account".
_TABLE_NAMES: tuple[tuple[str, Target], ...] = (
    ("opportunitycontactrole", Target.CONTACT_ROLE),
    ("contactrole", Target.CONTACT_ROLE),
    ("accountteam", Target.TEAM),
    ("客户团队", Target.TEAM),
    ("商机联系人", Target.CONTACT_ROLE),
    ("商机连络人", Target.CONTACT_ROLE),
    ("商机联络人", Target.CONTACT_ROLE),
    ("pipeline", Target.OPPORTUNITY),
    ("opportunit", Target.OPPORTUNITY),
    ("deal", Target.OPPORTUNITY),
    ("商机", Target.OPPORTUNITY),
    ("contact", Target.PERSON),
    ("people", Target.PERSON),
    ("person", Target.PERSON),
    ("lead", Target.PERSON),
    ("联系人", Target.PERSON),
    ("联络人", Target.PERSON),
    ("competitor", Target.COMPETITOR),
    ("竞争对手", Target.COMPETITOR),
    ("product", Target.PRODUCT),
    ("产品", Target.PRODUCT),
    ("event", Target.ACTIVITY),
    ("task", Target.ACTIVITY),
    ("activit", Target.ACTIVITY),
    ("visit", Target.ACTIVITY),
    ("拜访", Target.ACTIVITY),
    ("活动", Target.ACTIVITY),
    ("user", Target.USER),
    ("seller", Target.USER),
    ("salesteam", Target.USER),
    ("业务员", Target.USER),
    ("case", Target.CASE),
    ("account", Target.ACCOUNT),
    ("compan", Target.ACCOUNT),
    ("customer", Target.ACCOUNT),
    ("客户", Target.ACCOUNT),
    ("公司", Target.ACCOUNT),
)


class Why(StrEnum):
    """Why a column was mapped as it was."""

    HEADER = "HEADER"
    HEADER_PART = "HEADER_PART"
    HEADER_SIMILAR = "HEADER_SIMILAR"
    CONTENT = "CONTENT"
    CHOSEN = "CHOSEN"
    KNOWN_UNUSED = "KNOWN_UNUSED"
    TAKEN = "TAKEN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMatch:
    """One column: the field it fills (empty = ignored), how sure (0 to 1), why, and what its cells look like."""

    index: int
    header: str
    field: str
    confidence: float
    why: Why
    note: str = ""
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMatch:
    """One table: its target (None = not recognised), how sure, the system it seems to come from, its columns."""

    sheet: str
    target: Target | None
    confidence: float
    system: str
    columns: tuple[ColumnMatch, ...]
    other_targets: tuple[tuple[Target, float], ...] = ()

    def column_for(self, field: str) -> ColumnMatch | None:
        """Return the first column that fills `field`, or None."""
        return next((column for column in self.columns if column.field == field), None)

    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of fields of which one is needed and none is mapped."""
        filled = {column.field for column in self.columns}
        return tuple(group for group in NEEDED.get(self.target or Target.CASE, ()) if not filled & set(group))


def guess_sheet(sheet: Sheet, *, target: Target | None = None) -> SheetMatch:
    """Map one table; `target` overrides the guess of what it holds."""
    rows = sheet.sample(1_000)
    profiles = [profile([row.cells[i] for row in rows]) for i in range(len(sheet.headers))]
    ranked = rank_targets(sheet.name, sheet.headers)
    best = target or (ranked[0][0] if ranked and ranked[0][1] > 0.15 else None)
    votes = header_book().votes(sheet.headers)
    sure = 1.0 if target else (ranked[0][1] if best else 0.0)
    columns = (
        _match_columns(sheet.headers, profiles, best)
        if best
        else [_unknown(i, header, profiles[i]) for i, header in enumerate(sheet.headers)]
    )
    system = max(
        (name for name in votes if name != "general"), key=lambda name: votes[name], default="general"
    )
    return SheetMatch(
        sheet=sheet.name,
        target=best,
        confidence=round(sure, 2),
        system=system,
        columns=tuple(columns),
        other_targets=tuple(ranked[:4]),
    )


def choose_column(match: SheetMatch, index: int, field: str) -> SheetMatch:
    """Return the mapping with one column set by a person; raises KeyError for a field the target does not have."""
    if field:
        field_of(match.target or Target.CASE, field)
    columns = tuple(
        replace(column, field=field, confidence=1.0, why=Why.CHOSEN, note="")
        if column.index == index
        else column
        for column in match.columns
    )
    return replace(match, columns=columns)


def rank_targets(name: str, headers: Sequence[str]) -> list[tuple[Target, float]]:
    """Return the targets a table may be, likeliest first, each with a share of belief (0 to 1)."""
    book = header_book()
    scores = dict.fromkeys(Target, 0.0)
    for header in headers:
        meanings = book.meanings(header)
        targets = {meaning.target for meaning in meanings}
        for target in targets:
            used = any(meaning.field for meaning in meanings if meaning.target is target)
            scores[target] += (1.0 if used else 0.7) / len(targets)
    hinted = table_hint(name)
    if hinted and (scores[hinted] > 0 or not any(scores.values())):
        scores[hinted] += 1.0 + 0.1 * len(headers)
    for target, groups in NEEDED.items():
        found = {m.field for header in headers for m in book.meanings(header) if m.target is target}
        if not all(found & set(group) for group in groups):
            scores[target] *= 0.5
    total = sum(scores.values()) or 1.0
    ranked = sorted(
        ((target, score / total) for target, score in scores.items() if score), key=lambda pair: -pair[1]
    )
    coverage = min(1.0, sum(1 for header in headers if book.meanings(header)) / max(len(headers), 1) + 0.3)
    return [(target, round(min(0.99, share * 1.5) * coverage, 3)) for target, share in ranked]


def table_hint(name: str) -> Target | None:
    """Return the target that the name of a table speaks of, or None."""
    key = re.sub(r"[\W_]+", "", fold(name))
    return next((target for word, target in _TABLE_NAMES if word in key), None)


def _match_columns(headers: Sequence[str], profiles: Sequence[Profile], target: Target) -> list[ColumnMatch]:
    votes = header_book().votes(headers)
    matches = [_match(i, header, profiles[i], target, votes) for i, header in enumerate(headers)]
    matches = _one_column_per_field(matches)
    if target is not Target.CASE:
        matches = _by_content(matches, target)
    return matches


def _match(index: int, header: str, seen: Profile, target: Target, votes: dict[str, int]) -> ColumnMatch:
    found = header_book().find(header, target, votes)
    if found is None:
        return _unknown(index, header, seen)
    meaning, sure = found
    if not meaning.field:
        return ColumnMatch(
            index=index,
            header=header,
            field="",
            confidence=sure,
            why=Why.KNOWN_UNUSED,
            note=meaning.note,
            profile=seen,
        )
    fits = agreement(field_of(target, meaning.field).kind, seen)
    why = {0.85: Why.HEADER_PART, 0.7: Why.HEADER_SIMILAR}.get(sure, Why.HEADER)
    confidence = sure if fits > 0.9 else sure * (0.4 + 0.6 * fits)
    return ColumnMatch(
        index=index,
        header=header,
        field=meaning.field,
        confidence=round(confidence, 2),
        why=why,
        profile=seen,
    )


def _unknown(index: int, header: str, seen: Profile) -> ColumnMatch:
    return ColumnMatch(index=index, header=header, field="", confidence=0.0, why=Why.UNKNOWN, profile=seen)


def _one_column_per_field(matches: list[ColumnMatch]) -> list[ColumnMatch]:
    """Leave each field to its surest and fullest column; texts may be joined from several."""
    best: dict[str, ColumnMatch] = {}
    for match in matches:
        if match.field and match.field not in JOINED:
            rival = best.get(match.field)
            if rival is None or _strength(match) > _strength(rival):
                best[match.field] = match
    return [
        match
        if not match.field or match.field in JOINED or best[match.field] is match
        else replace(match, field="", why=Why.TAKEN, note=best[match.field].header)
        for match in matches
    ]


def _strength(match: ColumnMatch) -> tuple[bool, float, int]:
    return match.profile.filled > 0, match.confidence, match.profile.filled


_TELLING: tuple[tuple[Shape, str], ...] = (
    (Shape.EMAIL, "email"),
    (Shape.WEB, "website"),
    (Shape.TAX_ID, "tax_id"),
    (Shape.PHONE, "phone"),
)


def _by_content(matches: list[ColumnMatch], target: Target) -> list[ColumnMatch]:
    """Give columns with unknown headers the field that their cells speak of, when it is still free."""
    names = {field.name for field in fields_of(target)}
    taken = {match.field for match in matches}
    result: list[ColumnMatch] = []
    for match in matches:
        if match.why is Why.UNKNOWN:
            for shape, field in _TELLING:
                if match.profile.shape is shape and field in names and field not in taken:
                    sure = round(0.7 * match.profile.share, 2)
                    match = replace(match, field=field, confidence=sure, why=Why.CONTENT)  # noqa: PLW2901
                    taken.add(field)
                    break
        result.append(match)
    return result
