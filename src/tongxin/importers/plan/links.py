"""Lead every pointer of a row to the row it means, by id or by name, and report those that lead nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from tongxin.common.text.fold import fold
from tongxin.common.text.names import match_key
from tongxin.importers.mapping.headers import plain
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.rows import salesforce_15
from tongxin.importers.plan.target_rows import Ref, TargetRow
from tongxin.importers.problems import PlanCode, Severity

NEAR_NAME = 85
_RANK = {target: place for place, target in enumerate(Target)}
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
    # Accounts of one match key are one: Elm Works Ltd. and ELM WORKS LTD.
    alike: dict[str, list[str]]

    @classmethod
    def of(cls, rows: Iterable[TargetRow]) -> Directory:
        """Enter rows under their ids and names."""
        book = cls({}, defaultdict(list), {}, {}, defaultdict(list))
        merged: dict[str, str] = {}
        for row in rows:
            if "merged_into_id" in row.refs:
                merged[row.key] = salesforce_15(row.refs["merged_into_id"].text)
                continue
            if row.is_blocked or row.same_as:
                book.keys.setdefault(row.key, row.key)
                continue
            book.keys[row.key] = row.key
            if row.target is Target.ACCOUNT:
                name = str(row.values.get("name", ""))
                same = book.alike[match_key(name)]
                same += [name] if name not in same else []
            for name in ("name", "full_name", "short_name", "username", "email"):
                value = row.values.get(name)
                if isinstance(value, str) and row.key not in book.names[folded := fold(value)]:
                    book.names[folded].append(row.key)
                    book.labels.setdefault(folded, value)
                    book.squeezed.setdefault(plain(value), folded)
        for gone, first in merged.items():
            survivor, seen = first, {gone}
            while survivor in merged and survivor not in seen:
                seen.add(survivor)
                survivor = merged[survivor]
            book.keys[gone] = survivor
        return book

    def find(self, ref: Ref) -> list[str]:
        """Return the keys of the rows that `ref` may mean."""
        if not ref.by_name and salesforce_15(ref.text) in self.keys:
            return [self.keys[salesforce_15(ref.text)]]
        return self.names.get(fold(ref.text), [])

    def near(self, text: str) -> tuple[str, bool] | None:
        """Return the name that `text` almost is, and whether they differ in nothing but blanks and marks."""
        squeezed = plain(text)
        if squeezed in self.squeezed:
            return self.labels[self.squeezed[squeezed]], True
        same = self.alike.get(match_key(text) or "-", [])
        if len(same) == 1:
            return same[0], True
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
    accounts: dict[tuple[Target, str], str] = {}
    for found in rows.values():
        for row in found:
            _settle_related(row, directories)
            # Ids before names, accounts before those of several people of one name who belong to them.
            for name, ref in sorted(
                row.refs.items(), key=lambda pair: (pair[1].by_name, _RANK[pair[1].target])
            ):
                directory = directories.get(ref.target)
                if directory is not None:
                    column = row.columns.get(name) or columns.get((row.sheet, name), "")
                    row.refs[name] = _follow(row, name, ref, directory, column, nearest, accounts)
            accounts[row.target, row.key] = _home(row, accounts)


# Where a pointer that may lead to several kinds of record leads: tried in this order, named by its pointer there.
_RELATED = (
    (Target.OPPORTUNITY, "opportunity", "006"),
    (Target.ACCOUNT, "account", "001"),
    (Target.PERSON, "contact", "003"),
)


def _settle_related(row: TargetRow, directories: Mapping[Target, Directory]) -> None:
    """Make of `related_id` and `related_name` the pointer at a deal, an account or a person that it is."""
    for suffix in ("id", "name"):
        ref = row.refs.get(f"related_{suffix}")
        if ref is None:
            continue
        for target, kind, prefix in _RELATED:
            aimed = replace(ref, target=target)
            directory = directories.get(target)
            known = directory is not None and len(directory.find(aimed)) == 1
            if known or (suffix == "id" and len(ref.text) in {15, 18} and ref.text.startswith(prefix)):
                row.refs.setdefault(f"{kind}_{suffix}", aimed)
                del row.refs[f"related_{suffix}"]
                row.columns.setdefault(f"{kind}_{suffix}", row.columns.get(f"related_{suffix}", ""))
                break


def _follow(
    row: TargetRow,
    name: str,
    ref: Ref,
    directory: Directory,
    column: str,
    nearest: dict[tuple[Target, str], tuple[str, bool] | None],
    accounts: Mapping[tuple[Target, str], str],
) -> Ref:
    keys = directory.find(ref)
    if len(keys) == 1:
        return replace(ref, key=keys[0])
    if keys:
        chosen = _of_own_account(row, ref, keys, accounts)
        if chosen:
            return replace(ref, key=chosen)
        row.report(PlanCode.LINK_AMBIGUOUS, Severity.WARNING, column, text=ref.text[:80], count=len(keys))
        return replace(ref, ambiguous=True)
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


def _of_own_account(
    row: TargetRow, ref: Ref, keys: Sequence[str], accounts: Mapping[tuple[Target, str], str]
) -> str:
    """Return the one of several rows of one name that belongs to the row's own account, or nothing."""
    others = [key for key in keys if not (ref.target is row.target and key == row.key)]
    if len(others) == 1:
        return others[0]
    home = _home(row, accounts)
    of_home = [key for key in others if home and accounts.get((ref.target, key)) == home]
    return of_home[0] if len(of_home) == 1 else ""


def _home(row: TargetRow, accounts: Mapping[tuple[Target, str], str]) -> str:
    """Return the key of the account that a row is of, by itself or by its deal."""
    for name in ("account_id", "account_name"):
        if name in row.refs and row.refs[name].key:
            return row.refs[name].key
    for name in ("opportunity_id", "opportunity_name"):
        if name in row.refs and row.refs[name].key:
            return accounts.get((Target.OPPORTUNITY, row.refs[name].key), "")
    return ""


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
