"""Lead every pointer of a row to the row it means, by id or by name, and report those that lead nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from tongxin.common.text.fold import fold
from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import Ref, TargetRow, salesforce_15
from tongxin.importers.problems import PlanCode, Severity

NEAR_NAME = 85
# The pointers at what stands above a row of the same target.
ABOVE: Mapping[Target, tuple[str, ...]] = {
    Target.ACCOUNT: ("parent_id", "parent_name"),
    Target.PERSON: ("reports_to_id", "reports_to_name"),
}


@dataclass(slots=True)
class Directory:
    """The rows of one target, by id and by the names they go under."""

    keys: dict[str, str]
    names: dict[str, list[str]]
    labels: dict[str, str]
    squeezed: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[TargetRow]) -> Directory:
        """Enter rows under their ids and names."""
        book = cls({}, defaultdict(list), {}, {})
        for row in rows:
            book.keys.setdefault(row.key, row.key)
            for name in ("name", "full_name", "short_name", "username", "email"):
                value = row.values.get(name)
                if isinstance(value, str) and row.key not in book.names[fold(value)]:
                    book.names[fold(value)].append(row.key)
                    book.labels.setdefault(fold(value), value)
                    book.squeezed.setdefault(plain(value), fold(value))
        return book

    def find(self, ref: Ref) -> list[str]:
        """Return the keys of the rows that `ref` may mean."""
        if not ref.by_name and salesforce_15(ref.text) in self.keys:
            return [salesforce_15(ref.text)]
        return self.names.get(fold(ref.text), [])

    def near(self, text: str) -> tuple[str, bool] | None:
        """Return the name that `text` almost is, and whether they differ in nothing but blanks and marks."""
        squeezed = plain(text)
        if squeezed in self.squeezed:
            return self.labels[self.squeezed[squeezed]], True
        if len(squeezed) < 4 or not self.squeezed:
            return None
        match = process.extractOne(squeezed, self.squeezed.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_NAME)
        return (self.labels[self.squeezed[match[0]]], False) if match else None


def link_rows(rows: Mapping[Target, Sequence[TargetRow]], columns: Mapping[tuple[str, str], str]) -> None:
    """Set the key of every `Ref` that leads to a row of this import; `columns` names (sheet, field) for reports.

    A name that differs only in blanks and marks is followed and reported; one that is merely similar is reported with
    the suggestion. What is not in the files keeps its words: it may stand in the database.
    """
    directories = {target: Directory.of(found) for target, found in rows.items() if found}
    nearest: dict[tuple[Target, str], tuple[str, bool] | None] = {}
    for found in rows.values():
        for row in found:
            for name, ref in list(row.refs.items()):
                directory = directories.get(ref.target)
                if directory is not None:
                    row.refs[name] = _follow(
                        row, name, ref, directory, columns.get((row.sheet, name), ""), nearest
                    )


def _follow(
    row: TargetRow,
    name: str,
    ref: Ref,
    directory: Directory,
    column: str,
    nearest: dict[tuple[Target, str], tuple[str, bool] | None],
) -> Ref:
    keys = directory.find(ref)
    if len(keys) == 1:
        return replace(ref, key=keys[0])
    if keys:
        row.report(PlanCode.LINK_AMBIGUOUS, Severity.WARNING, column, text=ref.text[:80], count=len(keys))
        return replace(ref, key=_own_side(row, ref, keys))
    if (ref.target, ref.text) not in nearest:
        nearest[ref.target, ref.text] = directory.near(ref.text) if ref.by_name else None
    near = nearest[ref.target, ref.text]
    if near and near[1]:
        row.report(PlanCode.LINK_CORRECTED, Severity.WARNING, column, text=ref.text[:80], suggestion=near[0])
        return replace(ref, text=near[0], key=directory.names[fold(near[0])][0])
    code = PlanCode.PARENT_NOT_FOUND if name.startswith("parent") else PlanCode.LINK_NOT_FOUND
    params = {"suggestion": near[0]} if near else {}
    row.report(code, Severity.WARNING, column, text=ref.text[:80], **params)
    return ref


def _own_side(row: TargetRow, ref: Ref, keys: Sequence[str]) -> str:
    """Return the first of several rows of one name that is not the row itself."""
    return next((key for key in keys if not (ref.target is row.target and key == row.key)), "")


def break_cycles(rows: Sequence[TargetRow], columns: Mapping[tuple[str, str], str]) -> list[TargetRow]:
    """Return accounts or people with those above first; a circle is reported on each of its rows and cut."""
    by_key = {row.key: row for row in rows}
    parents = {row.key: parent_key(row) for row in rows}
    for row in rows:
        circle = _circle(row.key, parents)
        if circle:
            named = (by_key[key].values for key in circle[:6])
            names = " → ".join(str(values.get("name") or values.get("full_name") or "…") for values in named)
            for key in circle:
                _cut(by_key[key], columns, names)
                parents[key] = ""
    depth: dict[str, int] = {}
    return sorted(rows, key=lambda row: _depth(row.key, parents, depth))


def _cut(row: TargetRow, columns: Mapping[tuple[str, str], str], names: str) -> None:
    above = ABOVE[row.target]
    column = next((columns.get((row.sheet, name), "") for name in above), "")
    code = PlanCode.PARENT_CYCLE if row.target is Target.ACCOUNT else PlanCode.REPORTS_CYCLE
    row.report(code, Severity.WARNING, column, text=names)
    for name in above:
        row.refs.pop(name, None)


def parent_key(row: TargetRow) -> str:
    """Return the key of the account or person above, or nothing."""
    for name in ABOVE.get(row.target, ()):
        if name in row.refs and row.refs[name].key:
            return row.refs[name].key
    return ""


def _circle(start: str, parents: Mapping[str, str]) -> list[str]:
    """Return the keys of the circle that `start` is itself part of."""
    path, key = [start], parents.get(start, "")
    while key and key not in path:
        path.append(key)
        key = parents.get(key, "")
    return path if key == start else []


def _depth(key: str, parents: Mapping[str, str], known: dict[str, int]) -> int:
    if key not in known:
        chain = [key]
        while (above := parents.get(chain[-1], "")) and above not in known:
            chain.append(above)
        base = known.get(above, -1) if above else -1
        for offset, member in enumerate(reversed(chain), start=1):
            known[member] = base + offset
    return known[key]
