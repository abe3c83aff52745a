"""What a release says that should be looked at: stand-ins, amounts without a currency, winners without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tongxin.crm.tenders.facts.placeholders import is_placeholder_id, is_placeholder_name
from tongxin.crm.tenders.facts.read import amount_is_number, moment, money_of, organisation
from tongxin.importers.notices.findings import Code, Remark, pointer
from tongxin.importers.notices.merging import duplicate_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATES = (("tender", "tenderPeriod", "startDate"), ("tender", "tenderPeriod", "endDate"))


def remarks_on(release: Mapping[str, Any]) -> Iterator[Remark]:
    """Yield what is odd in a release that was taken in, with paths."""
    parties = {
        str(party["id"]): party for party in _objects(release.get("parties")) if party.get("id") is not None
    }
    yield from duplicate_ids(release)
    yield from _dates(release)
    for index, award in enumerate(_objects(release.get("awards"))):
        yield from _award(award, ("awards", index), parties)
    bids = release.get("bids")
    for index, bid in enumerate(_objects(bids.get("details") if isinstance(bids, dict) else None)):
        yield from _value(bid, ("bids", "details", index))
        yield from _organisations(bid, ("bids", "details", index), "tenderers", parties)


def _award(
    award: Mapping[str, Any], path: tuple[str | int, ...], parties: Mapping[str, Mapping[str, Any]]
) -> Iterator[Remark]:
    yield from _value(award, path)
    suppliers = _objects(award.get("suppliers"))
    is_made = award.get("status") in {"active", None, ""}
    if is_made and money_of(award.get("value")) and not suppliers:
        yield Remark(path=pointer(*path, "suppliers"), code=Code.SUPPLIER_MISSING)
    if not award.get("status") and "status" not in award and suppliers and award.get("value"):
        yield Remark(path=pointer(*path, "status"), code=Code.STATUS_MISSING)
    yield from _organisations(award, path, "suppliers", parties)
    if amount_is_number(money_of(award.get("value")), suppliers):
        yield Remark(path=pointer(*path, "value", "amount"), code=Code.AMOUNT_IS_SUPPLIER_ID)


def _value(part: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Remark]:
    value = money_of(part.get("value"))
    if value is not None and not value.currency and value.amount:
        yield Remark(path=pointer(*path, "value", "currency"), code=Code.CURRENCY_MISSING)


def _organisations(
    part: Mapping[str, Any], path: tuple[str | int, ...], key: str, parties: Mapping[str, Mapping[str, Any]]
) -> Iterator[Remark]:
    for index, entry in enumerate(_objects(part.get(key))):
        here = (*path, key, index)
        number = entry.get("id")
        if number is not None and is_placeholder_id(number):
            yield Remark(
                path=pointer(*here, "id"), code=Code.PLACEHOLDER_ID, params={"text": str(number)[:80]}
            )
        elif organisation(entry, parties) is None or (
            entry.get("name") is not None and is_placeholder_name(entry["name"])
        ):
            text = str(entry.get("name") or "")[:80]
            yield Remark(path=pointer(*here, "name"), code=Code.PLACEHOLDER_NAME, params={"text": text})


def _dates(release: Mapping[str, Any]) -> Iterator[Remark]:
    for path in _DATES:
        yield from _date(release, path)
    for index, award in enumerate(_objects(release.get("awards"))):
        value = award.get("date")
        if value and moment(value) is None:
            yield Remark(
                path=pointer("awards", index, "date"),
                code=Code.DATE_UNREADABLE,
                params={"text": str(value)[:40]},
            )


def _date(release: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Remark]:
    node: Any = release
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    if node and moment(node) is None:
        yield Remark(path=pointer(*path), code=Code.DATE_UNREADABLE, params={"text": str(node)[:40]})


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
