"""The list of tenders, and what an organisation did in the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from tongxin.common.actor import Actor
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.text.fold import fold
from tongxin.crm.tenders.choices import PartRole
from tongxin.crm.tenders.models import Organisation, Tender, TenderPart
from tongxin.crm.tenders.selectors import all_tenders

TENDER_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="ocid", path="ocid", sort="ocid"),
        ListField(key="title", path="title", sort="title"),
        ListField(key="source", path="source", kind=Kind.CODE),
        ListField(key="status", path="status", kind=Kind.CODE),
        ListField(key="buyer", path="buyer__uid", kind=Kind.CODE, sort="buyer__name"),
        ListField(key="category", path="category", sort="category"),
        ListField(key="region", path="region", sort="region"),
        ListField(key="method", path="method", kind=Kind.CODE),
        ListField(key="estimate", path="estimate", kind=Kind.NUMBER, sort="estimate"),
        ListField(key="price", path="price", kind=Kind.NUMBER, sort="price"),
        ListField(key="published_on", path="published_on", kind=Kind.DAY, sort="published_on"),
        ListField(key="deadline_at", path="deadline_at", kind=Kind.MOMENT, sort="deadline_at"),
        ListField(key="awarded_on", path="awarded_on", kind=Kind.DAY, sort="awarded_on"),
        ListField(key="bidder_count", path="bidder_count", kind=Kind.NUMBER, sort="bidder_count"),
        ListField(key="noticed_at", path="noticed_at", kind=Kind.MOMENT, sort="noticed_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="noticed_at", descending=True),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Another organisation in the same tenders: how often both bid, and how often it won then."""

    organisation: Organisation
    tenders: int
    wins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an organisation did in the register.

    Attributes:
        bought: tenders it bought in; `bids`, `wins`: tenders it bid in, awards it won.
        volume: what was bought from it or by it where one currency was used, by currency.
        others: as a buyer its suppliers, else who it meets, most often first.

    """

    bought: int
    bids: int
    wins: int
    volume: dict[str, Decimal]
    others: Sequence[Met]

    @property
    def win_rate(self) -> Decimal | None:
        """Return wins per tender it is known to have taken part in; `None` without any."""
        return Decimal(self.wins) / self.bids if self.bids else None


def narrowed_tenders(actor: Actor, query: ListQuery) -> QuerySet[Tender]:
    """Return the tenders that meet a list's address; every word of `q` must be in title, case number or a name."""
    rows = all_tenders().order_by()
    for word in fold(query.text).split():
        rows = rows.filter(words__contains=word)
    return TENDER_LIST.narrow(rows, query, actor=actor)


def list_tenders(actor: Actor, query: ListQuery) -> Page[Tender]:
    """Return one page of tenders.

    Raises:
        ListRefused: the query cannot be used.

    """
    return TENDER_LIST.page(narrowed_tenders(actor, query), query, actor=actor)


def coming_deadlines(*, at: datetime, limit: int = 200) -> list[Tender]:
    """Return the tenders whose deadline is ahead, the next first."""
    rows = Tender.objects.select_related("buyer").filter(deadline_at__gte=at)
    return list(
        rows.exclude(status__in=("cancelled", "unsuccessful", "complete", "withdrawn")).order_by(
            F("deadline_at").asc(nulls_last=True), "id"
        )[:limit]
    )


def standing_of(organisation: Organisation, *, most: int = 10) -> Standing:
    """Return what an organisation did: three queries, however many tenders."""
    own = TenderPart.objects.filter(organisation=organisation)
    figures = own.aggregate(
        tenders=Count("tender", distinct=True), wins=Sum("wins", filter=Q(role=PartRole.WINNER))
    )
    bought = Tender.objects.filter(buyer=organisation)
    is_buyer = bought.exists()
    mine = bought if is_buyer else Tender.objects.filter(parts__in=own).distinct()
    won = bought if is_buyer else Tender.objects.filter(parts__in=own.filter(role=PartRole.WINNER)).distinct()
    volume = won.filter(price__isnull=False).exclude(price_currency="").values_list("price_currency")
    return Standing(
        bought=bought.count() if is_buyer else 0,
        bids=figures["tenders"] or 0,
        wins=figures["wins"] or 0,
        volume=dict(volume.annotate(total=Sum("price")).order_by()),
        others=_others(organisation, mine, most),
    )


def _others(organisation: Organisation, tenders: QuerySet[Tender], most: int) -> list[Met]:
    rows = (
        TenderPart.objects.filter(tender__in=tenders.values("pk"))
        .exclude(organisation=organisation)
        .values("organisation")
        .annotate(tenders=Count("tender", distinct=True), won=Sum("wins"))
        .order_by("-tenders", "-won", "organisation")[:most]
    )
    counted = list(rows)
    named = Organisation.objects.in_bulk([row["organisation"] for row in counted])
    return [
        Met(organisation=named[row["organisation"]], tenders=row["tenders"], wins=row["won"] or 0)
        for row in counted
    ]
