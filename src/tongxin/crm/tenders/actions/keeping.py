"""Keep processes and their releases, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.fold import fold
from tongxin.common.text.names import match_key
from tongxin.crm.tenders.actions.matching import match_organisations
from tongxin.crm.tenders.actions.watching import find_hits
from tongxin.crm.tenders.choices import PartRole, TenderSource, TenderStatus
from tongxin.crm.tenders.facts import Facts
from tongxin.crm.tenders.facts import Organisation as Named
from tongxin.crm.tenders.models import MONEY_DIGITS, Organisation, Tender, TenderPart, TenderRelease
from tongxin.search.actions import Entry, index

_Entry = TypeVar("_Entry")
_AT_ONCE = 400
_CURRENCY_LETTERS = 3
_WHOLE_DIGITS = MONEY_DIGITS - 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelease:
    """A release that the register does not have yet; `body` is its JSON text."""

    moment: datetime
    digest: str
    body: str
    version: str = ""
    is_compiled: bool = False
    rank: int = 0
    replaces: str = ""
    origin: str = ""
    remarks: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProcess:
    """A process as it stands after new releases: what it says, its compiled release as JSON text."""

    facts: Facts
    compiled: str
    source: TenderSource
    noticed_at: datetime
    releases: Sequence[NewRelease]


@transaction.atomic
def keep_processes(*, actor: Actor | None, at: datetime, processes: Sequence[KeptProcess]) -> list[Tender]:
    """Add processes to the register, or bring the ones it has to their new state.

    Whoever calls writes one entry of the log for all of it: a file may hold a hundred thousand.

    Raises:
        Denied: the actor may not import.

    """
    if actor is not None:
        actor.must_have(Right.IMPORT)
    return keep_states(at=at, processes=processes)


def keep_states(*, at: datetime, processes: Sequence[KeptProcess]) -> list[Tender]:
    """Write the states of processes; the caller has checked who does it, and holds the transaction."""
    organisations = _ensure_organisations(processes, at)
    known = {
        tender.ocid: tender
        for tender in Tender.objects.filter(ocid__in=[process.facts.ocid for process in processes])
        .select_for_update()
        .order_by("pk")
    }
    tenders, added, changed = [], [], []
    for process in processes:
        tender = known.get(process.facts.ocid)
        if tender is None:
            tender = Tender(ocid=process.facts.ocid, created_at=at, version=0, release_count=0)
            added.append(tender)
        else:
            changed.append(tender)
        _fill(tender, process, organisations, at)
        tenders.append(tender)
    Tender.objects.bulk_create(added, batch_size=_AT_ONCE)
    _update(changed)
    _add_releases(tenders, processes, at)
    _write_parts(tenders, processes, organisations, at)
    _mark_frameworks(processes)
    index([_entry(tender) for tender in tenders])
    find_hits(tenders=tenders, at=at)
    return tenders


def identity_of(who: Named) -> str:
    """Return what tells an organisation from others: number and name together, in one source neither is sure alone."""
    name = match_key(who.name) or fold(who.name)
    return f"{who.key}|{name}"[:400]


def _ensure_organisations(processes: Sequence[KeptProcess], at: datetime) -> dict[str, Organisation]:
    wanted: dict[str, Named] = {}
    for who in (named for process in processes for named in _named(process.facts)):
        wanted.setdefault(identity_of(who), who)
    found = {
        organisation.identity: organisation
        for chunk in _chunks(list(wanted))
        for organisation in Organisation.objects.filter(identity__in=chunk)
    }
    new = [
        Organisation(
            name=who.name[:300],
            match_key=(match_key(who.name) or fold(who.name))[:300],
            identity=identity,
            scheme=who.scheme[:120],
            number=who.number[:120],
            region=who.region[:120],
            country=who.country[:120],
            created_at=at,
            updated_at=at,
        )
        for identity, who in wanted.items()
        if identity not in found
    ]
    Organisation.objects.bulk_create(new, batch_size=_AT_ONCE)
    match_organisations(organisations=new, at=at)
    return {**found, **{organisation.identity: organisation for organisation in new}}


def _named(facts: Facts) -> Iterable[Named]:
    if facts.buyer is not None:
        yield facts.buyer
    yield from facts.bidders
    for award in facts.wins:
        yield from award.suppliers


def _fill(
    tender: Tender, process: KeptProcess, organisations: Mapping[str, Organisation], at: datetime
) -> None:
    facts = process.facts
    tender.source = process.source
    tender.title = facts.title[:500]
    tender.words = _words(facts)
    tender.status = facts.status if facts.status in TenderStatus.values else ""
    tender.buyer = organisations[identity_of(facts.buyer)] if facts.buyer else None
    tender.method = facts.method[:40]
    tender.category = (facts.classification or facts.category)[:300]
    tender.region = facts.region[:120]
    estimate = (facts.estimate.amount, facts.estimate.currency) if facts.estimate else (None, "")
    tender.estimate, tender.estimate_currency = _column(*estimate)
    price = next(iter(facts.price.items())) if len(facts.price) == 1 else ("", None)
    tender.price, tender.price_currency = _column(price[1], price[0])
    tender.published_on = _day(facts.published_at)
    tender.deadline_at = facts.deadline_at
    offset = facts.deadline_at.utcoffset() if facts.deadline_at else None
    tender.deadline_offset = int(offset.total_seconds() // 60) if offset else 0
    tender.awarded_on = _day(facts.awarded_at)
    tender.bidder_count = len(facts.bidders) or None
    tender.has_suspect_amount = any(award.is_suspect for award in facts.wins)
    tender.is_framework = facts.is_framework
    tender.framework_ocid = (facts.frameworks[0] if facts.frameworks else "")[:300]
    tender.noticed_at = process.noticed_at
    tender.compiled = process.compiled
    tender.release_count += len(process.releases)
    tender.version += 1
    tender.updated_at = at


def _words(facts: Facts) -> str:
    names = [facts.buyer.name if facts.buyer else "", *(who.name for who in facts.bidders)]
    names += [supplier.name for award in facts.wins for supplier in award.suppliers]
    return fold(" ".join([facts.ocid, facts.title, facts.description[:2000], *dict.fromkeys(names)]))


def _column(amount: Decimal | None, currency: str) -> tuple[Decimal | None, str]:
    """Return an amount as the column can hold it; the truth in the compiled release keeps every digit."""
    if amount is None or abs(amount) >= Decimal(10) ** _WHOLE_DIGITS:
        return None, ""
    code = currency if len(currency) == _CURRENCY_LETTERS else ""
    return amount.quantize(Decimal("0.01")), code


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _update(tenders: Sequence[Tender]) -> None:
    fields = [
        field.name
        for field in Tender._meta.concrete_fields
        if field.name not in {"id", "uid", "created_at", "ocid"}
    ]
    Tender.objects.bulk_update(tenders, fields, batch_size=50)


def _add_releases(tenders: Sequence[Tender], processes: Sequence[KeptProcess], at: datetime) -> None:
    TenderRelease.objects.bulk_create(
        [
            TenderRelease(
                tender=tender,
                moment=release.moment.astimezone(UTC),
                digest=release.digest,
                version=release.version[:12],
                is_compiled=release.is_compiled,
                rank=release.rank,
                replaces=release.replaces,
                origin=release.origin[:400],
                remarks=list(release.remarks),
                body=release.body,
                created_at=at,
            )
            for tender, process in zip(tenders, processes, strict=True)
            for release in process.releases
        ],
        batch_size=_AT_ONCE,
    )


def _write_parts(
    tenders: Sequence[Tender],
    processes: Sequence[KeptProcess],
    organisations: Mapping[str, Organisation],
    at: datetime,
) -> None:
    for chunk in _chunks([tender.pk for tender in tenders]):
        TenderPart.objects.filter(tender_id__in=chunk).delete()
    rows: dict[tuple[int, int, str], TenderPart] = {}

    def part(tender: Tender, who: Named, role: PartRole) -> TenderPart:
        organisation = organisations[identity_of(who)]
        key = (tender.pk, organisation.pk, role.value)
        return rows.setdefault(
            key, TenderPart(tender=tender, organisation=organisation, role=role, created_at=at)
        )

    for tender, process in zip(tenders, processes, strict=True):
        for who in process.facts.bidders:
            part(tender, who, PartRole.BIDDER)
        for award in process.facts.wins:
            for who in award.suppliers:
                part(tender, who, PartRole.WINNER).wins += 1
    TenderPart.objects.bulk_create(rows.values(), batch_size=_AT_ONCE)


def _mark_frameworks(processes: Sequence[KeptProcess]) -> None:
    """Take back the price of processes that others call their framework: its award is a ceiling."""
    named = [ocid for process in processes for ocid in process.facts.frameworks]
    for chunk in _chunks(named):
        Tender.objects.filter(ocid__in=chunk, is_framework=False).update(
            is_framework=True, price=None, price_currency="", version=F("version") + 1
        )


def _entry(tender: Tender) -> Entry:
    names = (tender.ocid.rpartition("/")[2],)
    buyer = tender.buyer.name if tender.buyer else ""
    return Entry(
        kind=Kind.TENDER,
        uid=tender.uid,
        title=tender.title or tender.ocid,
        names=names,
        subtitle=buyer[:200],
        body=buyer,
        touched_at=tender.noticed_at,
    )


def _chunks(entries: Sequence[_Entry]) -> Iterable[Sequence[_Entry]]:
    for start in range(0, len(entries), _AT_ONCE):
        yield entries[start : start + _AT_ONCE]
