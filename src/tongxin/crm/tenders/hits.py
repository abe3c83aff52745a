"""Read what watch lists found: everybody their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.crm.tenders.choices import HitState
from tongxin.crm.tenders.models import Tender, WatchHit


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTender:
    """A tender that watch lists of the reader found.

    Attributes:
        uid: of its latest hit.
        watches: names of the watch lists.

    """

    uid: str
    tender: Tender
    watches: Sequence[str]
    state: str
    found_at: datetime


def hits_for(actor: Actor) -> QuerySet[WatchHit]:
    """Return the hits of the actor's own watch lists."""
    return WatchHit.objects.filter(watch__created_by=actor.user.pk, watch__deleted_at=None)


def get_hit_for(actor: Actor, uid: str) -> WatchHit:
    """Return one hit of the actor's own watch lists.

    Raises:
        Missing: `HIT_MISSING`.

    """
    hit = hits_for(actor).select_related("tender__buyer", "watch").filter(uid=uid).first()
    if hit is None:
        raise Missing("HIT_MISSING", uid=uid)
    return hit


def found_for(actor: Actor, state: str = HitState.NEW, *, limit: int = 200) -> list[FoundTender]:
    """Return the tenders found for the actor that are in a state, the latest first; one query.

    A tender that several watch lists found stands once.
    """
    rows = hits_for(actor).filter(state=state).select_related("tender__buyer", "watch")
    found: dict[int, list[WatchHit]] = {}
    for hit in rows.defer("tender__compiled", "tender__words").order_by("-found_at", "-tender", "-pk")[
        :limit
    ]:
        found.setdefault(hit.tender_id, []).append(hit)
    return [
        FoundTender(
            uid=hits[0].uid,
            tender=hits[0].tender,
            watches=tuple(sorted(hit.watch.name for hit in hits)),
            state=state,
            found_at=hits[0].found_at,
        )
        for hits in found.values()
    ]


def count_new_for(actor: Actor) -> int:
    """Return how many tenders are new for the actor."""
    return hits_for(actor).filter(state=HitState.NEW).values("tender").distinct().count()
