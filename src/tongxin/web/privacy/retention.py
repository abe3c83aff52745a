"""How long personal data are kept: the rules, what is due by them, removing it."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.privacy import retention as domain
from tongxin.privacy.choices import FEWEST_MONTHS, MOST_MONTHS
from tongxin.privacy.subjects import check_can_manage
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.settings.pages import settings_crumbs
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next


class TermForm(forms.Form):
    """How long one kind of data is kept."""

    months = forms.IntegerField(
        label=gettext_lazy("Months; empty keeps for ever"),
        required=False,
        min_value=FEWEST_MONTHS,
        max_value=MOST_MONTHS,
    )
    is_automatic = forms.BooleanField(label=gettext_lazy("Remove every night what is due"), required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBox:
    """One rule with its form, and the first of what it would remove."""

    code: str
    title: str
    form: TermForm
    term_url: str
    removal_url: str
    count: int
    rows: tuple[tuple[str, datetime], ...]


@needs(Right.ADMINISTER)
@require_safe
def retention_rules(request: PageRequest) -> HttpResponse:
    """Show the rules, and what each would remove now."""
    return _draw(request, {}, 200)


@needs(Right.ADMINISTER)
@require_POST
def retention_term(request: PageRequest, code: str) -> HttpResponse:
    """Say how long something is kept."""
    domain.get_rule(request.actor, code)
    form = TermForm(request.POST, prefix=code)
    saved = (
        None
        if not form.is_valid()
        else attempt(
            form, lambda: domain.set_rule(actor=request.actor, at=now(), code=code, **form.cleaned_data)
        )
    )
    if saved is None:
        return _draw(request, {code: form}, 422)
    say_next(request, _("Saved. Nothing was removed by it yet."))
    return redirect("web:retention")


@needs(Right.ADMINISTER)
@require_POST
def retention_removal(request: PageRequest, code: str) -> HttpResponse:
    """Remove what a rule makes due."""
    rule = domain.get_rule(request.actor, code)
    count = domain.remove_due(actor=request.actor, at=now(), rule=rule)
    say_next(request, _("Removed: %(count)s.") % {"count": count})
    return redirect("web:retention")


def _draw(request: PageRequest, forms_of: dict[str, TermForm], status: int) -> HttpResponse:
    check_can_manage(request.actor)
    found = [domain.due(rule, at=now()) for rule in domain.rules()]
    boxes = tuple(
        RuleBox(
            code=each.rule.code,
            title=str(each.rule),
            form=forms_of.get(each.rule.code)
            or _form(each.rule.code, each.rule.months, automatic=each.rule.is_automatic),
            term_url=reverse("web:retention_term", args=[each.rule.code]),
            removal_url=reverse("web:retention_removal", args=[each.rule.code]),
            count=each.count,
            rows=each.rows,
        )
        for each in found
    )
    crumbs = settings_crumbs(Link(label=_("Personal data"), url=reverse("web:personal_data")))
    return render(request, "privacy/retention.html", {"boxes": boxes, "crumbs": crumbs}, status=status)


def _form(code: str, months: int | None, *, automatic: bool) -> TermForm:
    return TermForm(prefix=code, initial={"months": months, "is_automatic": automatic})
