"""Put notices before those whose watch lists they meet, and note what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.crm.tenders.choices import HitState
from tongxin.crm.tenders.hits import hits_for
from tongxin.crm.tenders.models import Tender, WatchHit, WatchList
from tongxin.crm.tenders.rules import check_hit_state
from tongxin.crm.tenders.watching import NEWS, is_news, meets
from tongxin.team.selectors import get_actor

_AT_ONCE = 400
# A new watch list looks at so many notices, the newest first.
MOST_LOOKED_AT = 20_000


def find_hits(*, tenders: Sequence[Tender], at: datetime) -> int:
    """Compare new or changed tenders with every watch list; return how many hits are new, or new again.

    Inside the caller's transaction. Hits that somebody set aside stay aside.
    """
    recent = [tender for tender in tenders if is_news(tender, at=at)]
    if not recent:
        return 0
    watches = WatchList.objects.filter(deleted_at=None, created_by__is_active=True)
    return sum(_find(watch, recent, at) for watch in watches.select_related("created_by").order_by("pk"))


@transaction.atomic
def fill_watch(*, watch: WatchList, at: datetime) -> int:
    """Look for what a new or changed watch list finds in the register; return how many hits are new.

    Hits that nobody has looked at and that its criteria no longer ask for go.
    """
    recent = Q(deadline_at__gte=at) | Q(noticed_at__gte=at - NEWS)
    rows = Tender.objects.filter(recent).select_related("buyer").defer("compiled")
    tenders = list(rows.order_by("-noticed_at", "-id")[:MOST_LOOKED_AT])
    watch.hits.filter(state=HitState.NEW).delete()
    return _find(watch, tenders, at, renews=False)


@transaction.atomic
def decide_hits(*, actor: Actor, at: datetime, tender: Tender, state: str) -> int:
    """Say that a tender found for the actor was seen, or is not for them; on all of their watch lists at once.

    Returns how many hits changed.

    Raises:
        TenderRefused: `CHOICE_UNKNOWN`.

    """
    check_hit_state(state)
    mine = hits_for(actor).filter(tender=tender).exclude(state=state).values("pk")
    return WatchHit.objects.filter(pk__in=mine).update(state=state, updated_at=at)


@transaction.atomic
def see_all_hits(*, actor: Actor, at: datetime) -> int:
    """Note that the actor has seen everything that is new; return how many hits that were."""
    mine = hits_for(actor).filter(state=HitState.NEW).values("pk")
    return WatchHit.objects.filter(pk__in=mine).update(state=HitState.SEEN, updated_at=at)


def _find(watch: WatchList, tenders: Sequence[Tender], at: datetime, *, renews: bool = True) -> int:
    customers = _customers(watch, tenders, at)
    met = [tender for tender in tenders if meets(watch, tender, customers=customers)]
    known = _known(watch, met)
    new = [
        WatchHit(watch=watch, tender=tender, found_at=at, created_at=at, updated_at=at)
        for tender in met
        if tender.pk not in known
    ]
    WatchHit.objects.bulk_create(new, batch_size=_AT_ONCE)
    again = [pk for pk, state in known.values() if renews and state == HitState.SEEN]
    for start in range(0, len(again), _AT_ONCE):
        chunk = WatchHit.objects.filter(pk__in=again[start : start + _AT_ONCE])
        chunk.update(state=HitState.NEW, found_at=at, updated_at=at)
    return len(new) + len(again)


def _known(watch: WatchList, tenders: Sequence[Tender]) -> Mapping[int, tuple[int, str]]:
    """Return tender → hit and its state, of those the watch list has found before."""
    found: dict[int, tuple[int, str]] = {}
    for start in range(0, len(tenders), _AT_ONCE):
        rows = watch.hits.filter(tender__in=[tender.pk for tender in tenders[start : start + _AT_ONCE]])
        found.update(
            {tender: (pk, state) for tender, pk, state in rows.values_list("tender_id", "pk", "state")}
        )
    return found


def _customers(watch: WatchList, tenders: Sequence[Tender], at: datetime) -> Collection[int]:
    """Return the buying accounts that the watch list's owner may see; none where it asks for none."""
    if not watch.customers_only:
        return ()
    accounts = {tender.buyer.account_id for tender in tenders if tender.buyer and tender.buyer.account_id}
    owner = get_actor(watch.created_by, as_of=timezone.localdate(at))
    return set(visible_accounts(owner).filter(pk__in=accounts).values_list("pk", flat=True))
