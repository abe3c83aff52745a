"""Merge the releases of one process into a compiled release by the rules of the standard, and tell what no rule decides.

The library `ocdsmerge` (BSD) holds the rules; the order is by moment, not by text, so that zones do not matter. Releases of
one moment keep the order in which they arrived. OCDS 1.0 replaces suppliers and tenderers as a whole, 1.1 merges them by id.
A compiled release is derived: it counts only where a process has nothing else, and the newest one replaces the older.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from tongxin.common.text.names import match_key
from tongxin.crm.tenders.facts.read import organisation
from tongxin.importers.notices.checking import release_schema
from tongxin.importers.notices.findings import Code, Remark, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocdsmerge.merge import CompiledRelease

_WHOLE = "wholeListMerge"
# In OCDS 1.0 organisations have no id, so lists of them are replaced as a whole.
_RULES_OF_1_0: dict[tuple[str, ...], str] = {("awards", "suppliers"): _WHOLE, ("tender", "tenderers"): _WHOLE}
_SELF_TOLD = frozenset({"id", "date", "tag", "ocid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A release with what orders it.

    Attributes:
        data: the release.
        moment: its date.
        version: `1.0`, `1.1`, or empty where nothing says.
        is_compiled: it was published as a compiled release.
        rank: among releases of one moment, the higher rank comes later (a correction after the notice it corrects).
        replaces: sections it states anew as a whole, so that older entries of them go.

    """

    data: Mapping[str, Any]
    moment: datetime
    version: str = ""
    is_compiled: bool = False
    rank: int = 0
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A compiled release, and remarks by the position of the release they are about."""

    compiled: dict[str, Any]
    remarks: tuple[tuple[int, Remark], ...] = ()


def merge(releases: Sequence[Dated]) -> Merged:
    """Merge the releases of one process.

    Args:
        releases: in the order of their arrival, at least one.

    """
    if len(releases) == 1 and not releases[0].is_compiled and (alone := compiled_alone(releases[0].data)):
        return Merged(compiled=alone)
    originals = [index for index, release in enumerate(releases) if not release.is_compiled]
    if not originals:
        newest = max(range(len(releases)), key=lambda index: (releases[index].moment, index))
        return Merged(compiled=dict(releases[newest].data), remarks=tuple(_conflicts(releases)))
    order = sorted(originals, key=lambda index: (releases[index].moment, releases[index].rank, index))
    merged, remarks = _state(version_of(releases)), list(_conflicts(releases))
    for index in order:
        release = releases[index]
        remarks += [(index, remark) for remark in _lost_awards(merged, release)]
        for section in release.replaces:
            _forget(merged, section)
        _append(merged, release.data)
    return Merged(compiled=merged.asdict(), remarks=tuple(remarks))


def compiled_alone(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the compiled release of a release that is the only one of its process, as `ocdsmerge` would make it.

    Most processes of most publishers have one release; copying it without what is null or empty takes a third of the time.
    `None` where only the rules know: an id twice in a list, lists in lists, entries and objects with nothing in them.
    """
    copied = _copied(data)
    if copied is None:
        return None
    head = {"tag": ["compiled"], "id": f"{data['ocid']}-{data['date']}"}
    return {**head, **{key: value for key, value in copied.items() if key not in head}}


def _copied(node: Mapping[str, Any]) -> dict[str, Any] | None:
    copy: dict[str, Any] = {}
    for key, value in node.items():
        if value is None or (isinstance(value, dict | list) and not value):
            continue
        kept = value
        if isinstance(value, dict):
            kept = _copied(value)
        elif isinstance(value, list):
            kept = _copied_list(value)
        if kept is None or (isinstance(kept, dict) and not kept):
            return None
        copy[key] = kept
    return copy


def _copied_list(entries: list[Any]) -> list[Any] | None:
    if not any(isinstance(entry, dict | list) or entry is None for entry in entries):
        return list(entries)
    copies, numbers = [], set()
    for entry in entries:
        copy = _copied(entry) if isinstance(entry, dict) else None
        if not copy:
            return None
        numbers.add(str(copy.get("id", "")))
        copies.append(copy)
    # Two of one id, or two without, are for the rules.
    return copies if len(numbers) == len(copies) and (len(copies) == 1 or "" not in numbers) else None


def version_of(releases: Sequence[Dated]) -> str:
    """Return the version whose rules hold for a process: one for all, so that a guess cannot split it."""
    stated = {release.version for release in releases if release.version}
    if stated:
        return max(stated)
    return "1.1" if any(_looks_like_1_1(release.data) for release in releases) else "1.0"


def _looks_like_1_1(data: Mapping[str, Any]) -> bool:
    """Tell by what came with 1.1: parties, and ids of organisations. A release outside a package says no version."""
    if data.get("parties"):
        return True
    awards = data.get("awards")
    suppliers = [
        supplier
        for award in (awards if isinstance(awards, list) else ())
        if isinstance(award, dict) and isinstance(award.get("suppliers"), list)
        for supplier in award["suppliers"]
    ]
    return any(isinstance(who, dict) and "id" in who for who in (data.get("buyer"), *suppliers))


def duplicate_ids(release: Mapping[str, Any]) -> Iterator[Remark]:
    """Yield awards, contracts and bids of one release that repeat an id: merged into one, the last amount stays."""
    sections: dict[tuple[str, ...], Any] = {
        ("awards",): release.get("awards"),
        ("contracts",): release.get("contracts"),
    }
    bids = release.get("bids")
    if isinstance(bids, dict):
        sections[("bids", "details")] = bids.get("details")
    for path, entries in sections.items():
        seen: dict[str, Any] = {}
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            number = entry.get("id") if isinstance(entry, dict) else None
            if number is None:
                continue
            if str(number) in seen:
                params = {"id": str(number), "amount": _amount_text(seen[str(number)])}
                yield Remark(path=pointer(*path, index), code=Code.DUPLICATE_ID, params=params)
            seen[str(number)] = entry


def differs(compiled: Mapping[str, Any], merged: Mapping[str, Any]) -> bool:
    """Say whether a published compiled release lacks or contradicts what its releases give, in what counts."""
    return any(
        compiled.get(key) != merged.get(key) for key in ("awards", "contracts", "tender", "buyer", "bids")
    )


def _state(version: str) -> CompiledRelease:
    # Loaded on first use: it brings an HTTP library along that only it needs.
    from ocdsmerge.merge import CompiledRelease  # noqa: PLC0415

    return CompiledRelease(merge_rules=_rules(version))


@cache
def _rules(version: str) -> dict[tuple[str, ...], str]:
    from ocdsmerge.rules import get_merge_rules  # noqa: PLC0415

    rules: dict[tuple[str, ...], str] = dict(get_merge_rules(release_schema()))
    if version < "1.1":
        rules.update(_RULES_OF_1_0)
    return rules


def _append(merged: CompiledRelease, data: Mapping[str, Any]) -> None:
    import warnings  # noqa: PLC0415 - only to still the library's own warnings; ours have a path

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        merged.append(dict(data))


def _forget(merged: CompiledRelease, section: str) -> None:
    path = tuple(section.split("."))
    for key in [key for key in merged.data if key[: len(path)] == path]:
        del merged.data[key]


def _lost_awards(merged: CompiledRelease, release: Dated) -> Iterator[Remark]:
    """Yield awards that get another supplier by merging: the earlier amount is no longer counted."""
    if "awards" in release.replaces or not release.data.get("awards"):
        return
    if not any(key[0] == "awards" for key in merged.data):
        return
    so_far = merged.asdict()
    parties = _parties(so_far) | _parties(release.data)
    earlier = {str(award.get("id")): award for award in so_far.get("awards") or ()}
    for index, award in enumerate(release.data["awards"]):
        before = earlier.get(str(award.get("id"))) if isinstance(award, dict) else None
        if before is None:
            continue
        old, new = _supplier_keys(before, parties), _supplier_keys(award, parties)
        if old and new and not new <= old:
            params = {"id": str(award.get("id")), "amount": _amount_text(before)}
            yield Remark(path=pointer("awards", index), code=Code.OTHER_SUPPLIER, params=params)


def _parties(data: Mapping[str, Any]) -> dict[str, Any]:
    parties = data.get("parties")
    return {str(party.get("id")): party for party in (parties if isinstance(parties, list) else ())}


def _supplier_keys(award: Mapping[str, Any], parties: Mapping[str, Any]) -> set[str]:
    suppliers = award.get("suppliers")
    found = (organisation(entry, parties) for entry in (suppliers if isinstance(suppliers, list) else ()))
    return {match_key(who.name) or who.key for who in found if who is not None}


def _amount_text(part: Mapping[str, Any]) -> str:
    value = part.get("value")
    if not isinstance(value, dict) or value.get("amount") is None:
        return ""
    return f"{value['amount']} {value.get('currency') or ''}".strip()


def _conflicts(releases: Sequence[Dated]) -> Iterator[tuple[int, Remark]]:
    """Yield releases of one id and moment with different content, and the fields they contradict each other in."""
    groups: dict[tuple[str, datetime], list[int]] = {}
    for index, release in enumerate(releases):
        if not release.is_compiled:
            groups.setdefault((str(release.data.get("id")), release.moment), []).append(index)
    for (number, _), members in groups.items():
        if len(members) < 2:
            continue
        last = members[-1]
        yield last, Remark(path="/id", code=Code.SAME_ID_OTHER_CONTENT, params={"id": number})
        for path, values in _contradictions([releases[index].data for index in members]):
            params = {"values": " / ".join(values)}
            yield last, Remark(path=path, code=Code.CONFLICT, params=params)


def _contradictions(contents: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    said: dict[str, list[str]] = {}
    for content in contents:
        for path, value in _leaves({key: part for key, part in content.items() if key not in _SELF_TOLD}):
            values = said.setdefault(path, [])
            if value not in values:
                values.append(value)
    yield from ((path, values) for path, values in said.items() if len(values) > 1)


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield values by path; entries of a list by their id, so that the order of a list does not matter."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, path + pointer(key))
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            number = entry.get("id") if isinstance(entry, dict) else None
            yield from _leaves(entry, path + pointer(index if number is None else str(number)))
    elif node is not None:
        yield path, str(node)
