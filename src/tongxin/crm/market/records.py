"""Competitors and products as declared objects."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tongxin.audit.choices import Kind
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.market.rules import check_may_edit_products, check_product_values
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Currency, Flag, Paragraphs, Text

COMPETITOR = Definition(
    kind=Kind.COMPETITOR,
    model=Competitor,
    one="competitor",
    many="competitors",
    path="settings/competitors",
    tag="market",
    icon="competitor",
    title=_("Competitors"),
    about="A supplier we meet at customers; `is_active` says whether forms offer it.",
    hint=_("Record whom you meet at customers: their strengths, weaknesses and prices help every later bid."),
    visible=lambda _actor: Competitor.objects.all(),
    shared=True,
    order=("name",),
    fields=(
        Text("name", _("Name"), required=True, main=True, key=True, sort=True),
        Text("website", _("Website"), column="offered"),
        Paragraphs("strengths", _("Strengths"), most=10_000, indexed=True),
        Paragraphs("weaknesses", _("Weaknesses"), most=10_000, indexed=True),
        Paragraphs(
            "price_behaviour",
            _("Price behaviour"),
            most=10_000,
            indexed=True,
            help=_("How they quote, give way, and what they do to win at any cost."),
        ),
        Flag("is_active", _("Offered in forms"), initial=True, filters=("eq",), imported=False),
    ),
)
PRODUCT = Definition(
    kind=Kind.PRODUCT,
    model=Product,
    one="product",
    many="products",
    path="settings/products",
    tag="market",
    icon="tag",
    title=_("Products"),
    about="Something we sell; `is_active` says whether forms offer it.",
    hint=_("Enter what you sell, or import it together with the opportunities."),
    visible=lambda _actor: Product.objects.all(),
    shared=True,
    order=("series", "name"),
    may_write=lambda actor, _product: check_may_edit_products(actor),
    right=None,
    check=check_product_values,
    fields=(
        Text("name", _("Name"), required=True, main=True, key=True, sort=True),
        Text("code", _("Product code"), most=60, code=True, sort=True, indexed=True),
        Text("series", _("Series"), most=120, sort=True, indexed=True),
        Amount("list_price", _("List price"), sort=True),
        Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none"),
        Flag("is_active", _("Offered in forms"), initial=True, filters=("eq",)),
    ),
)
