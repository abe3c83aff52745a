"""Read competitors and products; everybody signed in may see which there are."""

from django.db.models import QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.text.names import match_key
from tongxin.crm.market.models import Competitor, Product

_COMMON = (
    ListField(key="uid", path="uid", kind=Kind.CODE),
    ListField(key="name", path="name", sort="name"),
    ListField(key="is_active", path="is_active", kind=Kind.FLAG),
    ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
    ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
)
COMPETITOR_LIST = ListSchema(
    fields=(
        *_COMMON,
        ListField(key="website", path="website"),
        ListField(key="strengths", path="strengths"),
        ListField(key="weaknesses", path="weaknesses"),
        ListField(key="price_behaviour", path="price_behaviour"),
    ),
    default_sort=(SortKey(key="name", descending=False),),
)
PRODUCT_LIST = ListSchema(
    fields=(
        *_COMMON,
        ListField(key="code", path="code", kind=Kind.CODE, sort="code"),
        ListField(key="series", path="series", sort="series"),
        ListField(key="list_price", path="list_price", kind=Kind.NUMBER, sort="list_price"),
        ListField(key="currency", path="currency", kind=Kind.CODE),
    ),
    default_sort=(SortKey(key="series", descending=False), SortKey(key="name", descending=False)),
)


def all_competitors(text: str = "") -> QuerySet[Competitor]:
    """Return competitors by name, active ones first; `text` keeps those whose name has it."""
    found = Competitor.objects.order_by("-is_active", "name", "pk")
    return found.filter(match_key__contains=match_key(text)) if text.strip() else found


def list_competitors(actor: Actor, query: ListQuery) -> Page[Competitor]:
    """Return one page of competitors; `q` keeps those whose name has it, whatever its script.

    Raises:
        ListRefused: the query cannot be used.

    """
    rows = COMPETITOR_LIST.narrow(all_competitors(query.text), query, actor=actor)
    return COMPETITOR_LIST.page(rows, query, actor=actor)


def active_competitors() -> QuerySet[Competitor]:
    """Return the competitors that forms offer."""
    return all_competitors().filter(is_active=True)


def get_competitor(uid: str) -> Competitor:
    """Return one competitor.

    Raises:
        Missing: `COMPETITOR_MISSING`.

    """
    competitor = Competitor.objects.filter(uid=uid).first()
    if competitor is None:
        raise Missing("COMPETITOR_MISSING", uid=uid)
    return competitor


def find_competitor(name: str) -> Competitor | None:
    """Return the competitor of this name, whatever its script or legal form."""
    return Competitor.objects.filter(match_key=match_key(name)).first()


def all_products(text: str = "") -> QuerySet[Product]:
    """Return products by series and name, active ones first; `text` keeps those whose name has it."""
    found = Product.objects.order_by("-is_active", "series", "name", "pk")
    return found.filter(match_key__contains=match_key(text)) if text.strip() else found


def list_products(actor: Actor, query: ListQuery) -> Page[Product]:
    """Return one page of products; `q` keeps those whose name has it, whatever its script.

    Raises:
        ListRefused: the query cannot be used.

    """
    rows = PRODUCT_LIST.narrow(all_products(query.text), query, actor=actor)
    return PRODUCT_LIST.page(rows, query, actor=actor)


def active_products() -> QuerySet[Product]:
    """Return the products that forms offer."""
    return all_products().filter(is_active=True)


def get_product(uid: str) -> Product:
    """Return one product.

    Raises:
        Missing: `PRODUCT_MISSING`.

    """
    product = Product.objects.filter(uid=uid).first()
    if product is None:
        raise Missing("PRODUCT_MISSING", uid=uid)
    return product


def find_product(name: str) -> Product | None:
    """Return the product of this name, whatever its script or case."""
    return Product.objects.filter(match_key=match_key(name)).first()
