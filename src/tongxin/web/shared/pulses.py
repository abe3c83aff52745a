"""One question behind a link: how a step was for the one who answers."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.crm.projects.pulse_choices import Feeling
from tongxin.crm.projects.pulses import answer, pulse_behind
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import posted
from tongxin.web.shared.limits import count_guess, count_opening, count_write
from tongxin.web.shared.views import languages, nothing, private


class AnswerForm(forms.Form):
    """One answer, a word if they like, and their consent."""

    score = forms.TypedChoiceField(
        label=pgettext_lazy("pulse", "How was it for you?"),
        choices=Feeling.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=pgettext_lazy("pulse", "A word about it, if you like"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(label=gettext_lazy("I agree that my answer is kept, to serve us better"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared_pulse(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the question that a link stands for, and take its answer once."""
    count_opening(request)
    pulse = pulse_behind(token, at=now())
    if pulse is None:
        count_guess(request)
        return nothing(request)
    form = AnswerForm(posted(request))
    context: dict[str, Any] = {
        "step": pulse.step,
        "happened_on": pulse.happened_on,
        "account": pulse.project.account.display_name,
        "form": form,
        "until": pulse.link_until,
        "languages": languages(),
    }
    if request.method == "POST" and form.is_valid():
        count_write(request)
        said = {name: form.cleaned_data[name] for name in ("score", "comment")}
        if attempt(form, lambda: answer(pulse=pulse, at=now(), **said)) is not None:
            return private(render(request, "shared/pulse.html", context | {"sent": True}))
    return private(
        render(request, "shared/pulse.html", context, status=422 if request.method == "POST" else 200)
    )
