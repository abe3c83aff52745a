"""Products, for administrators and those who import."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.audit.choices import Kind
from tongxin.common.clock import now
from tongxin.crm.market import actions, selectors
from tongxin.crm.market.rules import check_may_edit_products, may_edit_products
from tongxin.web.edge.editing import change, make
from tongxin.web.edge.forms import VersionedForm, read_only
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.settings.pages import ThingRow, joined, settings_crumbs
from tongxin.web.settings.rates import CurrencyField
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.market.models import Product

FIELDS = ("name", "code", "series", "list_price", "currency", "is_active")


class ProductForm(VersionedForm):
    """One product."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    code = forms.CharField(label=gettext_lazy("Product code"), required=False, max_length=60)
    series = forms.CharField(label=gettext_lazy("Series"), required=False, max_length=120)
    list_price = forms.DecimalField(
        label=gettext_lazy("List price"), required=False, min_value=0, max_digits=18, decimal_places=2
    )
    currency = CurrencyField(
        label=gettext_lazy("Currency"), required=False, max_length=3, initial=settings.REPORTING_CURRENCY
    )
    is_active = forms.BooleanField(label=gettext_lazy("Offered in forms"), required=False, initial=True)


@require_safe
def product_list(request: PageRequest) -> HttpResponse:
    """List the products; everybody may know them."""
    text = request.GET.get("q", "")
    rows = tuple(
        ThingRow(
            url=record_url("web:product", each.uid),
            name=each.name,
            note=joined([each.series, each.code]),
            is_active=each.is_active,
            price=each.list_price,
            currency=each.currency,
        )
        for each in selectors.all_products(text)[:500]
    )
    context = {
        "rows": rows,
        "text": text,
        "may_edit": may_edit_products(request.actor),
        "crumbs": settings_crumbs(),
    }
    return render(request, "settings/products.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def product_new(request: PageRequest) -> HttpResponse:
    """Add a product."""
    check_may_edit_products(request.actor)
    form = ProductForm(posted(request))
    return make(
        request,
        form,
        save=lambda: actions.add_product(actor=request.actor, at=now(), values=form.values),
        show=lambda status: _draw(request, form, _("New product"), status),
        done=lambda: redirect("web:products"),
        said=_("The product was added."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def product_page(request: PageRequest, uid: str) -> HttpResponse:
    """Show one product and save what was changed."""
    product = selectors.get_product(uid)
    form = ProductForm(posted(request), initial=_initial(product))
    return change(
        request,
        form,
        save=lambda: actions.change_product(
            actor=request.actor,
            at=now(),
            product=product,
            values=form.values,
            expected_version=form.expected_version,
        ),
        show=lambda status: _draw(request, form, product.name, status),
        done=lambda: redirect("web:products"),
        fresh=_initial,
        title=product.name,
        kind=Kind.PRODUCT,
    )


def _draw(request: PageRequest, form: ProductForm, title: str, status: int) -> HttpResponse:
    crumbs = settings_crumbs(Link(label=_("Products"), url=reverse("web:products")))
    may_edit = may_edit_products(request.actor)
    context = {
        "form": form if may_edit else read_only(form),
        "may_edit": may_edit,
        "title": title,
        "crumbs": crumbs,
        "back": reverse("web:products"),
    }
    return render(request, "settings/thing.html", context, status=status)


def _initial(product: "Product") -> dict[str, Any]:
    return {name: getattr(product, name) for name in (*FIELDS, "version")}
