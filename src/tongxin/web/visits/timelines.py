"""Lines of time of accounts, people and deals."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tongxin.common.rights import Right
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.relationships.choices import LineKind
from tongxin.crm.relationships.timeline import TimelinePage, timeline_of
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.visits.entries import timeline_entries
from tongxin.web.visits.pages import TimelineView

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.stakeholders.models import Person


def account_line(request: PageRequest, account: "Account") -> TimelineView:
    """Return the line of an account, as far as the address asks for it."""
    found = timeline_of(request.actor, account=account, kinds=_kinds(request), before=_before(request))
    url = record_url("web:account_timeline", account.uid)
    return _view(request, found, url, account.display_name, {"account": account.uid})


def person_line(request: PageRequest, person: "Person") -> TimelineView:
    """Return the line of a person, as far as the address asks for it."""
    found = timeline_of(request.actor, person=person, kinds=_kinds(request), before=_before(request))
    url = record_url("web:person_timeline", person.uid)
    return _view(request, found, url, person.full_name, {"person": person.uid})


def opportunity_line(request: PageRequest, opportunity: "Opportunity") -> TimelineView:
    """Return the line of a deal, as far as the address asks for it."""
    found = timeline_of(
        request.actor, opportunity=opportunity, kinds=_kinds(request), before=_before(request)
    )
    url = record_url("web:opportunity_timeline", opportunity.uid)
    return _view(request, found, url, opportunity.name, {"opportunity": opportunity.uid})


@require_GET
def account_timeline(request: PageRequest, uid: str) -> HttpResponse:
    """Show everything that happened at an account, newest first."""
    account = get_account_for(request.actor, uid)
    line = account_line(request, account)
    head = account_head(request, account, "timeline")
    return _answer(request, line, "visits/account_timeline.html", head=head)


@require_GET
def person_timeline(request: PageRequest, uid: str) -> HttpResponse:
    """Show everything that happened with a person, newest first."""
    person = get_person_for(request.actor, uid)
    return _answer(request, person_line(request, person), "visits/record_timeline.html", record=person)


@require_GET
def opportunity_timeline(request: PageRequest, uid: str) -> HttpResponse:
    """Show everything that happened on a deal, newest first."""
    deal = get_opportunity_for(request.actor, uid)
    head = opportunity_head(request, deal, "timeline")
    return _answer(request, opportunity_line(request, deal), "opportunities/timeline.html", head=head)


def _answer(request: PageRequest, line: TimelineView, template: str, **context: object) -> HttpResponse:
    # Older items arrive below the ones that are there.
    name = "visits/_timeline_rest.html" if wants_fragment(request) and _before(request) else template
    return render(request, name, {"line": line, "here": request.get_full_path(), **context})


def _kinds(request: PageRequest) -> list[str]:
    return [kind for kind in request.GET.getlist("kind") if kind]


def _before(request: PageRequest) -> str:
    return str(request.GET.get("before", ""))


def _view(
    request: PageRequest, found: TimelinePage, url: str, about: str, fields: dict[str, str]
) -> TimelineView:
    chosen = _kinds(request)
    links = [Link(label=pgettext("time line", "Everything"), url=url, current=not chosen)]
    links += [
        Link(label=str(kind.label), url=f"{url}?kind={kind.value}", current=chosen == [kind.value])
        for kind in LineKind
    ]
    kept = urlencode([("kind", kind) for kind in chosen] + [("before", found.next)])
    return TimelineView(
        entries=timeline_entries(found.items, about=about),
        filters=tuple(links),
        next_url=f"{url}?{kept}" if found.next else "",
        is_narrowed=bool(chosen),
        about=about,
        about_fields=fields,
        may_log=request.actor.has(Right.EDIT),
    )
