"""One's own API tokens."""

from datetime import datetime, time

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.team import actions as team
from tongxin.team.rules import TokenRefused
from tongxin.team.selectors import get_token_for
from tongxin.web.edge.forms import add_refusal
from tongxin.web.edge.requests import PageRequest
from tongxin.web.settings.own import profile_page
from tongxin.web.settings.own_forms import TokenForm
from tongxin.web.shell.toasts import say_next

FIELDS = {"expires_at": "expires_on", "scopes": "scope"}


@require_POST
def own_tokens(request: PageRequest) -> HttpResponse:
    """Issue a token and show its key, this once."""
    form = TokenForm(
        request.POST, as_of=today(), administers=request.actor.has(Right.ADMINISTER), prefix="token"
    )
    if form.is_valid():
        last_day = form.cleaned_data["expires_on"]
        try:
            _token, key = team.issue_token(
                actor=request.actor,
                at=now(),
                name=form.cleaned_data["name"],
                scopes=[form.cleaned_data["scope"]],
                expires_at=make_aware(datetime.combine(last_day, time(23, 59, 59))),
            )
        except TokenRefused as refusal:
            add_refusal(form, refusal, names=FIELDS)
        else:
            return profile_page(request, status=201, key=key)
    return profile_page(request, status=422, token=form)


@require_POST
def token_revocation(request: PageRequest, uid: str) -> HttpResponse:
    """End a token at once."""
    token = get_token_for(request.actor, uid)
    team.revoke_token(actor=request.actor, at=now(), token=token)
    say_next(
        request,
        _("“%(name)s” was revoked. Programs that use it are refused from now on.") % {"name": token.name},
    )
    return HttpResponseRedirect(f"{reverse('web:profile')}#tokens")
