"""How rivals fit the criteria of a committee, set in place."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongxin.common.clock import now
from tongxin.crm.committees.pairing import set_rival_fit
from tongxin.crm.committees.selectors import get_criterion_for
from tongxin.crm.market.selectors import get_competitor
from tongxin.web.committees.places import committee_url
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.toasts import say_next


@require_POST
def criterion_fits(request: PageRequest, uid: str) -> HttpResponse:
    """Say how well a rival meets a criterion.

    Raises:
        Missing: `COMPETITOR_MISSING`.
        Refusal: the fit is none of those offered.
    """
    criterion = get_criterion_for(request.actor, uid)
    rival = get_competitor(request.POST.get("competitor", ""))
    fit = request.POST.get("fit", "")
    set_rival_fit(
        actor=request.actor, at=now(), criterion=criterion, competitor=rival,
        fit=int(fit) if fit.isdecimal() else None,
    )  # fmt: skip
    say_next(request, _("Saved."))
    return go_on(request, f"{committee_url(criterion.committee)}#criteria")
