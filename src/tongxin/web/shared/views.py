"""A joint plan behind a link: read without signing in, proposals come back as proposals.

Every link that does not count gives the same page with the same status, whatever the reason.
"""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now, today
from tongxin.crm.projects.links import link_behind, note_opening, proposals_of, propose
from tongxin.crm.projects.plan_selectors import planned
from tongxin.team.choices import Language
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import posted
from tongxin.web.plans.shows import plan_page, proposal_lines
from tongxin.web.shared.forms import ProposalForm
from tongxin.web.shared.limits import block_of, count_guess, count_opening, count_write
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.projects.models import SharedLink
    from tongxin.crm.projects.plan_selectors import Planned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared_plan(request: HttpRequest, token: str) -> HttpResponse:
    """Show the plan that a link stands for, and take what its reader proposes."""
    count_opening(request)
    at = now()
    link = link_behind(token, at=at)
    if link is None:
        count_guess(request)
        return nothing(request)
    found = planned(link.plan, as_of=today(), shared_only=True)
    rows = [(each.row.uid, f"{place} {each.row.name}") for place, each in enumerate(found.rows, start=1)]
    form = ProposalForm(posted(request), rows=rows, chosen=request.GET.get("row", ""))
    if request.method == "POST" and link.may_propose and form.is_valid():
        count_write(request)
        if attempt(form, lambda: _propose(link, found, form)) is not None:
            return HttpResponseRedirect(f"{request.path}?sent=1#proposals")
    if request.method == "GET" and "sent" not in request.GET:
        note_opening(link, at=at, address=block_of(request))
    context = {
        "page": plan_page(found, as_of=today(), calendar="AD", may_edit=False, is_shared=True),
        "account": link.plan.project.account.display_name,
        "project": link.plan.project.name,
        "name": link.plan.name,
        "until": link.expires_at,
        "may_propose": link.may_propose,
        "form": form,
        "proposals": proposal_lines(proposals_of(link.plan, link=link), as_of=today(), calendar="AD"),
        "sent": "sent" in request.GET,
        "languages": languages(),
    }
    return private(
        render(request, "shared/plan.html", context, status=422 if request.method == "POST" else 200)
    )


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer a link that shows nothing: the same for every reason."""
    return private(render(request, "shared/nothing.html", {"languages": languages()}, status=404))


def _propose(link: "SharedLink", found: "Planned", form: ProposalForm) -> object:
    values = dict(form.cleaned_data)
    row = next((each.row for each in found.rows if each.row.uid == values["row"]), None)
    return propose(link=link, at=now(), **{**values, "row": row})


def languages() -> tuple[Link, ...]:
    """Return the languages the page can be read in."""
    return tuple(
        Link(label=str(label), url=code, current=code == get_language()) for code, label in Language.choices
    )


def private(response: HttpResponse) -> HttpResponse:
    """Keep the page out of caches and search engines, and its address out of the logs of other servers."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
