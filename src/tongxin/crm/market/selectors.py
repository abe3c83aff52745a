"""Read competitors and products; everybody signed in may see which there are."""

from django.db.models import QuerySet

from tongxin.common.errors import Missing
from tongxin.common.text.names import match_key
from tongxin.crm.market.models import Competitor, Product


def all_competitors(text: str = "") -> QuerySet[Competitor]:
    """Return competitors by name, active ones first; `text` keeps those whose name has it."""
    found = Competitor.objects.order_by("-is_active", "name", "pk")
    return found.filter(match_key__contains=match_key(text)) if text.strip() else found


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
