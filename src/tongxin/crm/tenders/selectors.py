"""Read the tender register; what was published everybody signed in may see."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.tenders.choices import MatchState
from tongxin.crm.tenders.facts import Facts, read_facts
from tongxin.crm.tenders.facts.changes import Change, leaves
from tongxin.crm.tenders.models import MatchProposal, NoticeSource, Organisation, Tender, TenderRelease


def all_tenders() -> QuerySet[Tender]:
    """Return every tender, the newest notice first."""
    return Tender.objects.select_related("buyer").order_by("-noticed_at", "-id")


def get_tender(uid: str) -> Tender:
    """Return one tender.

    Raises:
        Missing: `TENDER_MISSING`.

    """
    tender = all_tenders().filter(uid=uid).first()
    if tender is None:
        raise Missing("TENDER_MISSING", uid=uid)
    return tender


def uids_of(ocids: Iterable[str]) -> dict[str, str]:
    """Return ocid → uid of tenders."""
    return dict(Tender.objects.filter(ocid__in=list(ocids)).values_list("ocid", "uid"))


def get_organisation(uid: str) -> Organisation:
    """Return one organisation of the notices.

    Raises:
        Missing: `ORGANISATION_MISSING`.

    """
    found = Organisation.objects.select_related("account", "competitor").filter(uid=uid).first()
    if found is None:
        raise Missing("ORGANISATION_MISSING", uid=uid)
    return found


def key_of(organisation: Organisation) -> str:
    """Return the key that tells an organisation from others in the market's figures."""
    return organisation.identity.removesuffix(f"|{organisation.match_key}")


def get_match_for(actor: Actor, uid: str) -> MatchProposal:
    """Return one proposed match; one with an account that the actor may not see does not exist.

    Raises:
        Missing: `MATCH_MISSING`.

    """
    found = _matches_for(actor).filter(uid=uid).first()
    if found is None:
        raise Missing("MATCH_MISSING", uid=uid)
    return found


def open_matches_for(actor: Actor, limit: int = 200) -> list[MatchProposal]:
    """Return the matches to be decided, within the accounts the actor may see, the oldest first."""
    return list(_matches_for(actor).filter(state=MatchState.OPEN).order_by("id")[:limit])


def _matches_for(actor: Actor) -> QuerySet[MatchProposal]:
    rows = MatchProposal.objects.select_related("organisation", "account", "competitor")
    return rows.filter(Q(account=None) | visible_through(actor, "account"))


def facts_of(tender: Tender) -> Facts:
    """Return what a tender's compiled release says."""
    return read_facts(json.loads(tender.compiled, parse_float=Decimal), is_framework=tender.is_framework)


def history_of(tender: Tender) -> list[TenderRelease]:
    """Return the releases of a tender by their dates, then as they came."""
    return list(tender.releases.defer("body").order_by("moment", "rank", "pk"))


def changes_of(tender: Tender) -> list[tuple[TenderRelease, list[Change]]]:
    """Return what each release of a tender changed, the first one left out, by their dates."""
    told: list[tuple[TenderRelease, list[Change]]] = []
    so_far: dict[str, str] = {}
    for release in tender.releases.order_by("moment", "rank", "pk"):
        said = dict(leaves(json.loads(release.body, parse_float=Decimal)))
        changes = [
            Change(path=path, old=so_far[path], new=value)
            for path, value in said.items()
            if path in so_far and so_far[path] != value
        ]
        if so_far:
            told.append((release, changes))
        so_far.update(said)
    return told


def each_compiled(*, after: str = "") -> Iterator[tuple[str, str]]:
    """Yield ocid and compiled release as JSON text of every tender, by ocid from the one after `after`, a page at a time."""
    rows = Tender.objects.filter(ocid__gt=after).order_by("ocid").values_list("ocid", "compiled")
    yield from rows.iterator(chunk_size=500)


def count_tenders() -> int:
    """Return how many tenders the register has."""
    return Tender.objects.count()


def latest_compiled(*, most: int) -> Iterator[str]:
    """Yield the compiled releases of the tenders with the latest notices, a page at a time."""
    latest = Tender.objects.order_by("-noticed_at", "-id").values_list("compiled", flat=True)[:most]
    yield from latest.iterator(chunk_size=500)


def framework_ocids() -> set[str]:
    """Return the processes that others call their framework agreement."""
    return set(Tender.objects.exclude(framework_ocid="").values_list("framework_ocid", flat=True).distinct())


def digests_of(ocids: Iterable[str]) -> dict[str, set[str]]:
    """Return ocid → digests of the releases the register has of it."""
    found: dict[str, set[str]] = {}
    rows = TenderRelease.objects.filter(tender__ocid__in=list(ocids)).values_list("tender__ocid", "digest")
    for ocid, digest in rows:
        found.setdefault(ocid, set()).add(digest)
    return found


def releases_of(ocids: Iterable[str]) -> dict[str, list[TenderRelease]]:
    """Return ocid → the releases the register has of it, in the order in which they came."""
    found: dict[str, list[TenderRelease]] = {}
    rows = TenderRelease.objects.filter(tender__ocid__in=list(ocids)).select_related("tender").order_by("pk")
    for release in rows:
        found.setdefault(release.tender.ocid, []).append(release)
    return found


def state_of_register() -> list[str]:
    """Return what changes whenever the register does: its last tender, and its last release, without which nothing changes."""
    last = [
        rows.order_by("-pk").values_list("pk", flat=True).first()
        for rows in (Tender.objects, TenderRelease.objects)
    ]
    return [str(pk or 0) for pk in last]


def get_source(uid: str) -> NoticeSource:
    """Return one source of notices.

    Raises:
        Missing: `TENDER_SOURCE_MISSING`.

    """
    source = NoticeSource.objects.filter(uid=uid, deleted_at=None).first()
    if source is None:
        raise Missing("TENDER_SOURCE_MISSING", uid=uid)
    return source


def sources_in_use() -> list[NoticeSource]:
    """Return the sources that are fetched, those first that waited longest."""
    rows = NoticeSource.objects.filter(deleted_at=None, is_active=True)
    # PostgreSQL sorts nulls last, SQLite first; one that was never fetched has waited longest.
    return list(rows.order_by(F("last_run_at").asc(nulls_first=True), "pk"))


def due_sources(*, at: datetime) -> list[NoticeSource]:
    """Return the sources that are to be fetched by now, those first that waited longest."""
    return [
        source
        for source in sources_in_use()
        if source.last_run_at is None or source.last_run_at + timedelta(hours=source.every_hours) <= at
    ]
