"""Read a compiled release: tolerant of everything, since the truth is kept and may be odd."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongxin.common.text.fold import fold
from tongxin.common.text.names import match_key
from tongxin.crm.tenders.facts.model import (
    AwardFact,
    BidFact,
    ContractFact,
    DocumentFact,
    Facts,
    LotFact,
    Money,
    Organisation,
)
from tongxin.crm.tenders.facts.placeholders import is_placeholder_id, is_placeholder_name
from tongxin.crm.tenders.facts.price import OVER, price_of

_FRAMEWORK_WORDS = re.compile(
    r"framework (?:agreement|contract)|(?:acuerdo|convenio|contrato) marco|accord[- ]cadre|acordo[- ]quadro|"
    r"rahmen(?:vereinbarung|vertrag)|raamovereenkomst|umowa ramowa|accordo quadro|框架协[议定]|框架合同|共同供应契约"
)
_LATIN_NAME_BEHIND = re.compile(r"(?P<name>.*[\u3400-\u9fff].*?)\s*[((][\x20-\x7e]*[))]\s*")
_PART_TYPES = (list, tuple)
_LONG_FRACTION = re.compile(r"(\.\d{6})\d+")
_NAMED_ZONE = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<time>\d{2}:\d{2}) (?P<zone>[A-Z][a-z]+ (?:Daylight|Standard) Time)"
)
# Canada's portal writes the zone in words.
_ZONES = {
    f"{name} {season} Time": f"-{hours + (season == 'Standard'):02}:{minutes}"
    for name, hours, minutes in (
        ("Newfoundland", 2, "30"), ("Atlantic", 3, "00"), ("Eastern", 4, "00"), ("Central", 5, "00"), ("Mountain", 6, "00"), ("Pacific", 7, "00"),
    )
    for season in ("Daylight", "Standard")
}  # fmt: skip


def read_facts(compiled: Mapping[str, Any], *, is_framework: bool = False) -> Facts:
    """Return what a compiled release says.

    Args:
        compiled: the compiled release.
        is_framework: other processes call this one their framework agreement.

    """
    return _Reader(compiled).read(is_framework=is_framework)


def moment(value: Any) -> datetime | None:
    """Return a date-time of ISO 8601 as an aware moment (UTC where no zone is said); `None` for what is none."""
    if not isinstance(value, str) or len(value) < 10:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        try:
            read = datetime.fromisoformat(_plain_moment(value.strip()))
        except ValueError:
            return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _plain_moment(text: str) -> str:
    """Return a date-time with six digits of a second at most, and its zone as an offset."""
    named = _NAMED_ZONE.match(text)
    if named and named["zone"] in _ZONES:
        return f"{named['day']}T{named['time']}{_ZONES[named['zone']]}"
    return _LONG_FRACTION.sub(r"\1", text)


def clean_name(name: str) -> str:
    """Return a name without blanks around it; of a Chinese name with a Latin one in brackets the Chinese."""
    plain = " ".join(name.split())
    match = _LATIN_NAME_BEHIND.fullmatch(plain)
    return match["name"] if match else plain


def organisation(
    published: Any, parties: Mapping[str, Mapping[str, Any]] | None = None
) -> Organisation | None:
    """Return the organisation of a reference, completed from `parties`; `None` for a stand-in."""
    if not isinstance(published, Mapping):
        return None
    reference = published.get("id")
    party = (parties or {}).get(str(reference), {}) if reference is not None else {}
    name = next((n for n in (published.get("name"), party.get("name")) if not is_placeholder_name(n)), "")
    identifier = _mapping(published.get("identifier")) or _mapping(party.get("identifier"))
    number = "" if is_placeholder_id(identifier.get("id")) else str(identifier["id"]).strip()
    scheme = str(identifier.get("scheme") or "").strip() if number else ""
    legal = identifier.get("legalName")
    if not name and not is_placeholder_name(legal):
        name = str(legal)
    own_id = "" if is_placeholder_id(reference) else str(reference).strip()
    if not name and not number and not own_id:
        return None
    address = _mapping(published.get("address")) or _mapping(party.get("address"))
    return Organisation(
        name=clean_name(str(name)) if name else (number or own_id),
        key=_key(scheme, number, own_id, str(name)),
        scheme=scheme,
        number=number or own_id,
        region=str(address.get("region") or address.get("locality") or "").strip(),
        country=str(address.get("countryName") or "").strip(),
    )


@lru_cache(maxsize=100_000)
def _key(scheme: str, number: str, own_id: str, name: str) -> str:
    if number:
        prefix = f"{scheme}-" if scheme else ""
        return fold(f"{prefix}{number.removeprefix(prefix)}")
    return fold(own_id) if own_id else f"={match_key(name)}"


class _Reader:
    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.compiled = compiled
        self.tender = _mapping(compiled.get("tender"))
        self.parties = {
            str(party["id"]): party
            for party in _objects(compiled.get("parties"))
            if party.get("id") is not None
        }
        self.buyer = self._buyer()

    def read(self, *, is_framework: bool) -> Facts:
        status = _text(self.tender.get("status"))
        awards = tuple(
            self._award(award, status) for award in _objects(self.compiled.get("awards")) if _says(award)
        )
        contracts = tuple(
            self._contract(entry) for entry in _objects(self.compiled.get("contracts")) if _says(entry)
        )
        framework = is_framework or self._is_framework()
        period = _mapping(self.tender.get("tenderPeriod"))
        dates = sorted(award.awarded_at for award in awards if award.is_active and award.awarded_at)
        return Facts(
            ocid=_text(self.compiled.get("ocid")),
            title=self._title(),
            description=_text(self.tender.get("description")),
            status=status,
            method=_text(self.tender.get("procurementMethod")),
            category=_text(self.tender.get("mainProcurementCategory")),
            classification=self._classification(),
            region=self._region(),
            buyer=self.buyer,
            estimate=self._estimate(),
            floor=money_of(self.tender.get("minValue")),
            published_at=moment(self.tender.get("datePublished"))
            or moment(self.compiled.get("publishedDate")),
            opens_at=moment(period.get("startDate")),
            deadline_at=moment(period.get("endDate")),
            awarded_at=dates[0] if dates else None,
            is_framework=framework,
            frameworks=tuple(self._frameworks()),
            lots=tuple(self._lots()),
            bids=tuple(self._bids()),
            tenderers=tuple(self._tenderers()),
            awards=awards,
            contracts=contracts,
            documents=tuple(self._documents()),
            price=price_of(status=status, is_framework=framework, awards=awards, contracts=contracts),
        )

    def _title(self) -> str:
        planning = _mapping(_mapping(self.compiled.get("planning")).get("budget"))
        titles = [self.tender.get("title"), self.compiled.get("title")]
        titles += [
            part.get("title") for key in ("awards", "contracts") for part in _objects(self.compiled.get(key))
        ]
        titles += [planning.get("project"), self.tender.get("description"), planning.get("description")]
        titles += [item.get("description") for item in _objects(self.tender.get("items"))]
        return next((_text(title) for title in titles if _text(title)), "")

    def _classification(self) -> str:
        for item in _objects(self.tender.get("items")):
            said = _mapping(item.get("classification"))
            label = _text(said.get("description")) or _text(said.get("id"))
            if label:
                return label
        return ""

    def _region(self) -> str:
        places = [_mapping(item.get("deliveryAddress")) for item in _objects(self.tender.get("items"))]
        buyer = self.buyer
        named = (_text(place.get("region")) or _text(place.get("locality")) for place in places)
        return next((name for name in named if name), buyer.region if buyer else "")

    def _buyer(self) -> Organisation | None:
        by_role = (party for party in self.parties.values() if "buyer" in (party.get("roles") or ()))
        candidates = (
            self.compiled.get("buyer"),
            *by_role,
            self.tender.get("procuringEntity"),
            *(party for party in self.parties.values() if "procuringEntity" in (party.get("roles") or ())),
        )
        return next((found for found in (organisation(c, self.parties) for c in candidates) if found), None)

    def _estimate(self) -> Money | None:
        budget = _mapping(_mapping(self.compiled.get("planning")).get("budget"))
        return money_of(self.tender.get("value")) or money_of(budget.get("amount"))

    def _is_framework(self) -> bool:
        techniques = _mapping(self.tender.get("techniques"))
        if isinstance(techniques.get("hasFrameworkAgreement"), bool):
            return bool(techniques["hasFrameworkAgreement"])
        if techniques.get("frameworkAgreement"):
            return True
        if any(self._frameworks()):
            return False
        texts = (self.tender.get("procurementMethodDetails"), self.tender.get("title"))
        return any(_FRAMEWORK_WORDS.search(fold(_text(text))) for text in texts)

    def _frameworks(self) -> Iterator[str]:
        """Yield the processes whose framework agreement this process calls off from."""
        places = [self.compiled, *_objects(self.compiled.get("contracts"))]
        for related in (entry for place in places for entry in _objects(place.get("relatedProcesses"))):
            if "framework" in _texts(related.get("relationship")) and related.get("identifier"):
                yield _text(related["identifier"])

    def _lots(self) -> Iterator[LotFact]:
        for lot in _objects(self.tender.get("lots")):
            yield LotFact(
                id=_text(lot.get("id")),
                title=_text(lot.get("title")),
                status=_text(lot.get("status")),
                value=money_of(lot.get("value")),
            )

    def _bids(self) -> Iterator[BidFact]:
        for number, bid in enumerate(_objects(_mapping(self.compiled.get("bids")).get("details")), start=1):
            if _says(bid):
                yield BidFact(
                    id=_text(bid.get("id")) or str(number),
                    status=_text(bid.get("status")),
                    value=money_of(bid.get("value")),
                    tenderers=self._organisations(bid.get("tenderers")),
                    lots=tuple(_texts(bid.get("relatedLots"))),
                    submitted_at=moment(bid.get("date")),
                )

    def _tenderers(self) -> Iterator[Organisation]:
        yield from self._organisations(self.tender.get("tenderers"))
        for party in self.parties.values():
            if "tenderer" in (party.get("roles") or ()) and (found := organisation(party)):
                yield found

    def _award(self, award: Mapping[str, Any], tender_status: str) -> AwardFact:
        value = money_of(award.get("value"))
        status = _text(award.get("status"))
        fact = AwardFact(
            id=_text(award.get("id")),
            status=status or "active",
            value=value,
            suppliers=self._organisations(award.get("suppliers")),
            lots=tuple(_texts(award.get("relatedLots"))),
            awarded_at=moment(award.get("date")),
            title=_text(award.get("title")),
            is_suspect=amount_is_number(value, _objects(award.get("suppliers"))),
            has_status=bool(status),
        )
        return replace(fact, status="cancelled") if tender_status in OVER and fact.is_active else fact

    def _contract(self, contract: Mapping[str, Any]) -> ContractFact:
        ids = [_text(contract.get("awardID")), *_texts(contract.get("awardIDs"))]
        return ContractFact(
            id=_text(contract.get("id")),
            award_ids=tuple(dict.fromkeys(award_id for award_id in ids if award_id)),
            status=_text(contract.get("status")),
            value=money_of(contract.get("value")),
            amendments=len(_objects(contract.get("amendments"))),
            signed_at=moment(contract.get("dateSigned")),
        )

    def _documents(self) -> Iterator[DocumentFact]:
        places = [self.tender, _mapping(self.compiled.get("planning"))]
        places += [*_objects(self.compiled.get("awards")), *_objects(self.compiled.get("contracts"))]
        for document in (entry for place in places for entry in _objects(place.get("documents"))):
            url = _text(document.get("url"))
            if url.lower().startswith(("http://", "https://")):
                title = _text(document.get("title")) or _text(document.get("description"))
                yield DocumentFact(
                    title=title or url.rpartition("/")[2][:200] or url,
                    url=url,
                    kind=_text(document.get("documentType")),
                    published_at=moment(document.get("datePublished")),
                )

    def _organisations(self, published: Any) -> tuple[Organisation, ...]:
        found = (organisation(entry, self.parties) for entry in _objects(published))
        # One firm may stand under two ids in one list.
        by_key = {who.key: who for who in found if who is not None}
        return tuple({who.name: who for who in by_key.values()}.values())


def amount_is_number(value: Money | None, suppliers: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether an amount equals a supplier's own number: then one of the two is a slip of the key."""
    if value is None or value.amount != value.amount.to_integral_value() or value.amount < 10**5:
        return False
    amount = str(int(value.amount))
    numbers = [
        str(number)
        for supplier in suppliers
        for number in (supplier.get("id"), _mapping(supplier.get("identifier")).get("id"))
        if number is not None
    ]
    return any(
        re.sub(r"\D", "", number.rpartition("-")[2] or number).lstrip("0") == amount for number in numbers
    )


def _says(part: Mapping[str, Any]) -> bool:
    """Say whether anything is left of an award, bid or contract beside ids: a publisher removes one by emptying it."""
    return any(_holds(value) for key, value in part.items() if key != "id")


def _holds(value: Any) -> bool:
    if isinstance(value, Mapping):
        return _says(value)
    if isinstance(value, _PART_TYPES):
        return any(_holds(entry) for entry in value)
    return value is not None and value != ""


def money_of(value: Any) -> Money | None:
    """Return an amount as published; `None` where there is no number."""
    if not isinstance(value, Mapping):
        return None
    amount = value.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float | Decimal):
        return None
    number = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    return Money(amount=number, currency=_text(value.get("currency")).upper()) if number.is_finite() else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, _PART_TYPES) else []


def _texts(value: Any) -> list[str]:
    entries = value if isinstance(value, _PART_TYPES) else [value]
    return [text for text in map(_text, entries) if text]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else ""
