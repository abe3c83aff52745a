"""People across accounts, and where nobody is known."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongxin.common.clock import now
from tongxin.common.listing import count_up_to
from tongxin.common.naming import named_along
from tongxin.common.rights import Right
from tongxin.crm.stakeholders.choices import PostLevel
from tongxin.crm.stakeholders.selectors import PERSON_LIST, coverage_gaps, list_people, narrowed_people
from tongxin.saved_views.choices import Area
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.export import export_rows
from tongxin.web.lists.pages import build_list, chosen_columns
from tongxin.web.lists.readers import params_of, query_of, reader_of
from tongxin.web.lists.tabs import tabs_of
from tongxin.web.people.columns import COLUMNS, VIEWS, filters
from tongxin.web.people.pages import GapLine, PeoplePage
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url

EXPORT_FORMS = {"csv", "xlsx"}
LARGEST_EXPORT = 100_000
STALE_DAYS = 90


@require_GET
def people(request: PageRequest) -> HttpResponse:
    """Show the visible people who meet the address; htmx gets further rows alone."""
    actor, params = request.actor, params_of(request, PERSON_LIST)
    query = query_of(PERSON_LIST, params, actor=actor, columns=COLUMNS)
    page = list_people(actor, query)
    more = bool(query.after)
    counted = (0, True) if more else count_up_to(narrowed_people(actor, query))
    view = build_list(
        url=reverse("web:people"),
        caption=_("People"),
        schema=PERSON_LIST,
        columns=COLUMNS,
        filters=[] if more else filters(actor),
        query=query,
        params=params,
        page=page,
        counted=counted,
        reader=reader_of(request),
        tabs=None if more else tabs_of(request, Area.PEOPLE, reverse("web:people"), VIEWS),
        can_export=actor.has(Right.EXPORT),
    )
    if wants_fragment(request) and more:
        return render(request, "lists/_rows.html", {"list": view})
    context = PeoplePage(
        lead=_lead(counted),
        list=view,
        may_create=actor.has(Right.EDIT),
        is_first_use=not page.items and not view.is_filtered and not more,
    )
    return render(request, "people/list.html", {"page": context, "list": view})


@require_GET
def people_export(request: PageRequest, form: str) -> HttpResponseBase:
    """Send the list as a file: same filters, order and columns as shown; judgements never."""
    if form not in EXPORT_FORMS:
        raise Http404
    actor = request.actor
    query = query_of(PERSON_LIST, params_of(request, PERSON_LIST), actor=actor, columns=COLUMNS)
    rows = named_along(narrowed_people(actor, query), "account", "owner")
    columns = chosen_columns(COLUMNS, query)
    total, _exact = count_up_to(rows, LARGEST_EXPORT)
    ordered = PERSON_LIST.ordered(rows, query, actor=actor)[:LARGEST_EXPORT]
    return export_rows(
        actor=actor,
        at=now(),
        name="people",
        form=form,
        columns=columns,
        rows=ordered.iterator(chunk_size=1_000),
        total=total,
    )


@require_GET
def coverage(request: PageRequest) -> HttpResponse:
    """Show senior posts that nobody holds, or whose holder was not met for long."""
    reader = reader_of(request)
    gaps = coverage_gaps(request.actor, at=now(), stale_days=STALE_DAYS)
    lines = tuple(
        GapLine(
            account=gap.post.account.display_name,
            account_url=record_url("web:account_people", gap.post.account.uid),
            post=gap.post.title,
            level=str(PostLevel(gap.post.level).label),
            person=gap.person.full_name if gap.person else "",
            person_url=record_url("web:person", gap.person.uid) if gap.person else "",
            last_contact=days.seen_from(gap.person.last_contact_at, as_of=reader.as_of)
            if gap.person and gap.person.last_contact_at
            else "",
            add_url=f"{reverse('web:person_new')}?account={gap.post.account.uid}&post={gap.post.uid}"
            if gap.person is None
            else "",
        )
        for gap in gaps
    )
    return render(request, "people/coverage.html", {"gaps": lines, "stale_days": STALE_DAYS})


def _lead(counted: tuple[int, bool]) -> str:
    number, exact = counted
    text = (
        ngettext("You can see %(count)s person.", "You can see %(count)s people.", number)
        if exact
        else _("You can see more than %(count)s people; narrow them with filters or search.")
    )
    return text % {"count": f"{number:,}"}
