"""Red flags in the tender register, by the decision library: those of one tender, and those of many compared.

A flag is a question to ask, not a finding of wrongdoing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamkit.market.findings import Finding, Group
from kamkit.market.indicators import find_red_flags
from kamkit.market.params import Indicator, IndicatorParams, IndicatorsInput
from kamkit.market.reasons import MarketReason
from kamkit.reasons import Reason
from tongxin.crm.tenders.facts import read_facts
from tongxin.crm.tenders.selectors import latest_compiled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tongxin.crm.tenders.facts import Facts

FLAGS = "flags.json"
# Comparison needs all processes in memory: the latest so many are compared.
MOST_COMPARED = 20_000
# What can be said of one process without others.
OF_ONE = (
    Indicator.R003,
    Indicator.R018,
    Indicator.R028,
    Indicator.R030,
    Indicator.R035,
    Indicator.R036,
)
_READ = ("ocid", "bids", "awards", "buyer", "tender")
_READ_OF_TENDER = (
    "status", "procurementMethod", "procurementMethodDetails", "tenderPeriod", "items", "procuringEntity", "id",
    "numberOfTenderers",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One red flag.

    Attributes:
        indicator: published code, such as R018.
        group: what it hangs on, `OCID` or a kind of organisation.
        id: of the process, or the organisation's as published.
        name: title of the process, or the organisation's name.
        buyer_key: of the process's buyer; empty for organisations.
        reason: why, in numbers.

    """

    indicator: str
    group: str
    id: str
    name: str
    buyer_key: str
    buyer: str
    reason: Reason


def flags_of_one(compiled: Mapping[str, Any], facts: Facts) -> tuple[Finding, ...]:
    """Return the flags of one compiled release that need no others to compare with."""
    question = IndicatorsInput(releases=(_slim(compiled, facts),), params=IndicatorParams(indicators=OF_ONE))
    return tuple(found for found in find_red_flags(question).findings if found.group is Group.OCID)


def write_flags(folder: Path) -> int:
    """Look for flags among the latest processes of the register and keep them below a folder; return how many there are."""
    releases: list[dict[str, Any]] = []
    names: dict[str, tuple[str, str, str]] = {}
    for compiled in latest_compiled(most=MOST_COMPARED):
        release = json.loads(compiled)
        facts = read_facts(release)
        buyer = (facts.buyer.key, facts.buyer.name) if facts.buyer else ("", "")
        names[facts.ocid] = (facts.title, *buyer)
        for organisation in _organisations(release):
            names.setdefault(str(organisation.get("id")), (str(organisation.get("name") or ""), "", ""))
        releases.append(_slim(release, facts))
    found = find_red_flags(IndicatorsInput(releases=tuple(releases))).findings
    entries = [_entry(each, names) for each in found]
    fresh = folder / f"{FLAGS}.new"
    fresh.write_text(json.dumps(entries, default=str), encoding="utf-8")
    fresh.replace(folder / FLAGS)
    return len(entries)


def read_flags(
    folder: Path, *, indicator: str = "", buyer: str = "", ocid: str = "", limit: int | None = None
) -> list[Flag]:
    """Return the flags kept below a folder, as they were found; none where none were looked for yet."""
    kept = folder / FLAGS
    entries = json.loads(kept.read_text("utf-8")) if kept.is_file() else []
    chosen = [
        entry
        for entry in entries
        if indicator in {"", entry["indicator"]}
        and buyer in {"", entry["buyer_key"]}
        and (not ocid or (entry["group"] == Group.OCID and entry["id"] == ocid))
    ]
    return [
        Flag(
            **{name: entry[name] for name in ("indicator", "group", "id", "name", "buyer_key", "buyer")},
            reason=Reason(
                code=MarketReason(entry["code"]),
                params=tuple((name, Decimal(value)) for name, value in entry["params"]),
            ),
        )
        for entry in chosen[:limit]
    ]


def count_flags(folder: Path) -> dict[str, int]:
    """Return indicator → how many flags are kept, in the order of the codes."""
    counts: dict[str, int] = {}
    for flag in read_flags(folder):
        counts[flag.indicator] = counts.get(flag.indicator, 0) + 1
    return dict(sorted(counts.items()))


def _slim(release: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return what indicators read; where bidders are known but not counted, with their number."""
    slim = {name: release[name] for name in _READ if name in release}
    tender = slim.get("tender")
    if isinstance(tender, dict):
        slim["tender"] = {name: tender[name] for name in _READ_OF_TENDER if name in tender}
        if facts.bidders:
            slim["tender"].setdefault("numberOfTenderers", len(facts.bidders))
    return slim


def _organisations(release: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    bids = release.get("bids") or {}
    parts = [
        release.get("buyer"),
        (release.get("tender") or {}).get("procuringEntity"),
        *(release.get("parties") or ()),
    ]
    for bid in bids.get("details") or ():
        parts += bid.get("tenderers") or ()
    for award in release.get("awards") or ():
        parts += award.get("suppliers") or ()
    return (part for part in parts if isinstance(part, dict) and part.get("id"))


def _entry(found: Finding, names: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    name, buyer_key, buyer = names.get(found.id, ("", "", ""))
    return {
        "indicator": found.indicator.value,
        "group": found.group.value,
        "id": found.id,
        "name": name or found.id,
        "buyer_key": buyer_key,
        "buyer": buyer,
        "code": found.reason.code.value,
        "params": [(param, str(value)) for param, value in found.reason.params],
    }
