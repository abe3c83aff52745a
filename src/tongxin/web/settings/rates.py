"""Exchange rates, for administrators."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.market import rates as domain
from tongxin.crm.opportunities.actions import enter_rate, withdraw_rate
from tongxin.web.edge.editing import make
from tongxin.web.edge.named import CurrencyField
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.rights import needs
from tongxin.web.settings.pages import RateRow, settings_crumbs
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.day_field import DayField
from tongxin.web.shell.toasts import say_next


class RateForm(forms.Form):
    """A new rate."""

    currency = CurrencyField(label=gettext_lazy("Currency"))
    valid_from = DayField(label=gettext_lazy("Valid from"))
    rate = forms.DecimalField(
        label=gettext_lazy("One unit is worth"), min_value=Decimal(0), max_digits=18, decimal_places=8
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=120)


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def rate_list(request: PageRequest) -> HttpResponse:
    """List the rates and add one."""
    form = RateForm(posted(request), initial={"valid_from": today()})
    return make(
        request,
        form,
        save=lambda: enter_rate(actor=request.actor, at=now(), **form.cleaned_data),
        show=lambda status: _draw(request, form, status),
        done=lambda: redirect("web:rates"),
        said=_("The rate was added."),
    )


@needs(Right.ADMINISTER)
@require_POST
def rate_removal(request: PageRequest, uid: str) -> HttpResponse:
    """Take a rate back."""
    withdraw_rate(actor=request.actor, at=now(), rate=domain.get_rate(uid))
    say_next(request, _("The rate was deleted."))
    return redirect("web:rates")


def _draw(request: PageRequest, form: RateForm, status: int) -> HttpResponse:
    rows = tuple(
        RateRow(
            currency=rate.currency,
            valid_from=rate.valid_from,
            rate=rate.rate.normalize(),
            source=rate.source,
            removal_url=record_url("web:rate_removal", rate.uid),
        )
        for rate in domain.all_rates()
    )
    context = {
        "rows": rows,
        "form": form,
        "reporting": settings.REPORTING_CURRENCY,
        "crumbs": settings_crumbs(),
    }
    return render(request, "settings/rates.html", context, status=status)
