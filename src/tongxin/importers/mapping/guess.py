"""Map whole files by themselves: which target a table is, which field each column fills, how sure and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tongxin.common.text.fold import fold
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.mapping.content import Profile, Shape, agreement, profile
from tongxin.importers.mapping.headers import header_book, in_three_languages, plain
from tongxin.importers.mapping.split import place_of_part
from tongxin.importers.mapping.tables import Recognition, recognise
from tongxin.importers.mapping.targets import DECLARED, NEEDED, Target, field_of, fields_of

# What a number in a column of amounts may stand for.
UNITS = (1, 1_000, 10_000, 1_000_000, 100_000_000)
JOINED = frozenset({"description", "situation", "note", "text", "street", "alias"})

# How sure a table must be from its headers alone: to be guessed at all, to be written without asking, and how near
# the next likely target may come (as a share of the first one's belief).
GUESSED_FROM, SURE_FROM, RIVAL_SHARE = 0.3, 0.5, 0.75
# Tables that are known by their own names and headers (`tables.csv`) are no rivals of the main ones.
RANKED: tuple[Target, ...] = tuple(
    target
    for target in Target
    if target
    not in {
        Target.POST,
        Target.STAGE_HISTORY,
        Target.LINE_ITEM,
        Target.PROMISE,
        Target.PLACEMENT,
        Target.RIVAL_FACT,
        Target.WALLET_SHARE,
        Target.LADDER_PROOF,
    }
)
_NAMING = frozenset({"name", "full_name", "first_name", "last_name", "username"})
_VAGUE = frozenset(
    plain(word)
    for word in ("Name", "Title", "Status", "State", "Type", "Id", "Code", "Item", "名稱", "標題", "狀態", "進度", "編號", "项目名称")
)  # fmt: skip

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
    *(
        (word, target)
        for target, definition in DECLARED.items()
        for word in dict.fromkeys((definition.one.replace("_", ""), *in_three_languages(definition.title)))
    ),
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


class MatchReason(StrEnum):
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
    why: MatchReason
    note: str = ""
    profile: Profile
    # What one of its numbers stands for, as a person said; 0 as long as nobody has.
    unit: int = 0

    @property
    def choice(self) -> str:
        """Return what was decided about the column, as decisions keep it: a field, `field*1000` for one in thousands."""
        return f"{self.field}*{self.unit}" if self.field and self.unit else self.field


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMatch:
    """One table: its target (None = not recognised), how sure, the system it seems to come from, its columns."""

    sheet: str
    target: Target | None
    confidence: float
    system: str
    columns: tuple[ColumnMatch, ...]
    other_targets: tuple[tuple[Target, float], ...] = ()
    # What the table is, also where it has no place here: CAMPAIGN, SHARE, …; empty for an unknown one.
    kind: str = ""
    # A guess that nothing confirms is put to a person and never written by itself.
    is_sure: bool = True
    # A person said what the rows are.
    is_decided: bool = False

    @property
    def is_asked(self) -> bool:
        """Tell a table of which a person must say what its rows are."""
        return self.target is not None and not self.is_sure

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
    known = recognise(sheet.name, sheet.headers)
    if place := place_of_part(sheet.name):
        known = Recognition(place.value, place, by_name=True)
    ranked = rank_targets(sheet.name, sheet.headers)
    best = target or _best(known, ranked, sheet.headers)
    votes = header_book().votes(sheet.headers)
    sure = 1.0 if target else (dict(ranked).get(best, 0.0) if best else 0.0)
    columns = (
        _match_columns(sheet.headers, profiles, best)
        if best
        else [_unknown(i, header, profiles[i]) for i, header in enumerate(sheet.headers)]
    )
    system = max(
        sorted(votes.keys() - {"general"}, key=_system_order), key=votes.__getitem__, default="general"
    )
    match = SheetMatch(
        sheet=sheet.name,
        target=best,
        confidence=round(sure, 2),
        system=system,
        columns=tuple(columns),
        other_targets=tuple(ranked[:4]),
        kind=known.kind or (best.value if best else ""),
    )
    return replace(
        match, is_sure=target is not None or _is_confirmed(match, known), is_decided=target is not None
    )


def _system_order(system: str) -> tuple[bool, str]:
    """Order systems for a tie: the one whose headers were there first, else by name."""
    return not system.startswith("salesforce"), system


def _best(
    known: Recognition, ranked: Sequence[tuple[Target, float]], headers: Sequence[str]
) -> Target | None:
    """Return what a table holds: what it is known as, else what most of its headers speak of."""
    likeliest = ranked[0] if ranked else None
    if known.is_side_table and not _is_misnamed(known, likeliest, headers):
        return known.place
    if known.place is not None and not _lacking(known.place, headers):
        return known.place
    return likeliest[0] if likeliest and likeliest[1] >= GUESSED_FROM else None


def _is_misnamed(known: Recognition, likeliest: tuple[Target, float] | None, headers: Sequence[str]) -> bool:
    """Tell a table called “roles” that holds parts in deals: what only the name says gives way to clear headers."""
    if known.kind != "ROLE" or known.by_headers or likeliest is None:
        return False
    return likeliest[1] >= SURE_FROM and not _lacking(likeliest[0], headers)


def _lacking(target: Target, headers: Sequence[str]) -> bool:
    found = {
        meaning.field
        for header in headers
        for meaning in header_book().meanings(header)
        if meaning.target is target
    }
    return any(not found & set(group) for group in NEEDED.get(target, ()))


def _is_confirmed(match: SheetMatch, known: Recognition) -> bool:
    """Tell whether name or headers leave no doubt of what the rows are."""
    target = match.target
    if target is None:
        return True
    if match.missing():
        return False
    if known.place is target:
        return True
    first, *others = [*match.other_targets, (target, 0.0)]
    rival = others[0][1] if others else 0.0
    return first[1] >= SURE_FROM and rival <= RIVAL_SHARE * first[1] and _is_explicit(match)


def _is_explicit(match: SheetMatch) -> bool:
    """Tell whether a header says by itself what the rows are: “Name” and “Status” stand in tables of everything."""
    spoken = {plain(column.header) for column in match.columns if column.field in _NAMING}
    if match.target is Target.OPPORTUNITY:
        telling = {"amount", "close_on", "probability", "closed_on", "is_won"}
        stages = {plain(column.header) for column in match.columns if column.field == "stage"}
        return bool(telling & {column.field for column in match.columns}) or bool(stages - _VAGUE)
    if match.target in {Target.ACCOUNT, Target.PERSON, Target.PRODUCT, Target.COMPETITOR, Target.USER}:
        return bool(spoken - _VAGUE)
    return True


def choose_column(match: SheetMatch, index: int, field: str) -> SheetMatch:
    """Return the mapping with one column set by a person; raises KeyError for a field the target does not have.

    An amount may be followed by its unit: `annual_revenue*1000000` is one in millions.
    """
    name, unit = field_and_unit(field)
    if name:
        field_of(match.target or Target.CASE, name)
    columns = tuple(
        replace(column, field=name, unit=unit, confidence=1.0, why=MatchReason.CHOSEN, note="")
        if column.index == index
        else column
        for column in match.columns
    )
    return replace(match, columns=columns)


def field_and_unit(choice: str) -> tuple[str, int]:
    """Return field and unit of a choice; 0 for a choice without a unit. Raises KeyError for a unit that is none."""
    name, sign, unit = choice.partition("*")
    if sign and unit not in {str(number) for number in UNITS}:
        raise KeyError(choice)
    return name, int(unit or 0)


def rank_targets(name: str, headers: Sequence[str]) -> list[tuple[Target, float]]:
    """Return the targets a table may be, likeliest first, each with a share of belief (0 to 1)."""
    book = header_book()
    scores: dict[Target, float] = dict.fromkeys(RANKED, 0.0)
    for header in headers:
        meanings = [meaning for meaning in book.meanings(header) if meaning.target in scores]
        targets = {meaning.target for meaning in meanings}
        for target in targets:
            used = any(meaning.field for meaning in meanings if meaning.target is target)
            scores[target] += (1.0 if used else 0.7) / len(targets)
    hinted = table_hint(name)
    if hinted in scores and (scores[hinted] > 0 or not any(scores.values())):
        scores[hinted] += 1.0 + 0.1 * len(headers)
    for target in NEEDED.keys() & scores.keys():
        if _lacking(target, headers):
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
    matches = _one_column_per_field(_status_beside_stage(matches, target))
    if target is not Target.CASE:
        matches = _by_content(matches, target)
    return matches


def _status_beside_stage(matches: list[ColumnMatch], target: Target) -> list[ColumnMatch]:
    """Read a column “Status” beside one of stages as the status: won, lost, open; alone it is the stage."""
    staged = [match for match in matches if match.field == "stage"]
    if target is not Target.OPPORTUNITY or all(plain(match.header) in _VAGUE for match in staged):
        return matches
    return [
        replace(match, field="status") if match in staged and plain(match.header) in _VAGUE else match
        for match in matches
    ]


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
            why=MatchReason.KNOWN_UNUSED,
            note=meaning.note,
            profile=seen,
        )
    fits = agreement(field_of(target, meaning.field).kind, seen)
    why = {0.85: MatchReason.HEADER_PART, 0.7: MatchReason.HEADER_SIMILAR}.get(sure, MatchReason.HEADER)
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
    return ColumnMatch(
        index=index, header=header, field="", confidence=0.0, why=MatchReason.UNKNOWN, profile=seen
    )


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
        else replace(match, field="", why=MatchReason.TAKEN, note=best[match.field].header)
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
        if match.why is MatchReason.UNKNOWN:
            for shape, field in _TELLING:
                if match.profile.shape is shape and field in names and field not in taken:
                    sure = round(0.7 * match.profile.share, 2)
                    match = replace(match, field=field, confidence=sure, why=MatchReason.CONTENT)  # noqa: PLW2901
                    taken.add(field)
                    break
        result.append(match)
    return result
