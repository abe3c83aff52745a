"""Who sees an account, an opportunity or a person, and why."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tongxin.common.clock import today
from tongxin.crm.accounts.selectors import get_account_for, viewers_of_account
from tongxin.crm.opportunities.selectors import get_opportunity_for, viewers_of_opportunity
from tongxin.crm.stakeholders.selectors import get_person_for, viewers_of_person
from tongxin.team.choices import Role
from tongxin.web.edge.requests import PageRequest, wants_fragment
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.viewers.pages import SeerGroup, SeerLine, SeersPage

if TYPE_CHECKING:
    from tongxin.team.models import User
    from tongxin.team.viewers import Viewers


@require_GET
def account_viewers(request: PageRequest, uid: str) -> HttpResponse:
    """Show who sees an account and what hangs on it."""
    account = get_account_for(request.actor, uid)
    viewers = viewers_of_account(account, as_of=today())
    return _answer(request, viewers, account.name, record_url("web:account", uid))


@require_GET
def opportunity_viewers(request: PageRequest, uid: str) -> HttpResponse:
    """Show who sees an opportunity."""
    deal = get_opportunity_for(request.actor, uid)
    viewers = viewers_of_opportunity(deal, as_of=today())
    return _answer(request, viewers, deal.name, record_url("web:opportunity", uid))


@require_GET
def person_viewers(request: PageRequest, uid: str) -> HttpResponse:
    """Show who sees a person's page."""
    person = get_person_for(request.actor, uid)
    viewers = viewers_of_person(person, as_of=today())
    return _answer(request, viewers, person.full_name, record_url("web:person", uid))


def _answer(request: PageRequest, viewers: "Viewers", name: str, back_url: str) -> HttpResponse:
    page = SeersPage(
        name=name,
        back_url=back_url,
        count=viewers.count,
        groups=tuple(group for group in _groups(request, viewers) if group.lines),
    )
    frame = "base_fragment.html" if wants_fragment(request) else "base.html"
    return render(request, "viewers/page.html", {"page": page, "frame": frame})


def _groups(request: PageRequest, viewers: "Viewers") -> Iterable[SeerGroup]:
    yield SeerGroup(
        title=_("On the team"),
        lines=tuple(SeerLine(name=user.display_name, note=_roles(user)) for user in viewers.team),
    )
    yield SeerGroup(
        title=_("To whom the team reports"),
        lines=tuple(SeerLine(name=user.display_name, note=_roles(user)) for user in viewers.leads),
    )
    calendar = reader_of(request).calendar
    yield SeerGroup(
        title=_("Standing in today"),
        lines=tuple(
            SeerLine(
                name=deputy.user.display_name,
                note=_("for %(name)s until %(day)s")
                % {
                    "name": deputy.away.display_name,
                    "day": days.short_day(deputy.until, as_of=today(), calendar=calendar),
                },
            )
            for deputy in viewers.deputies
        ),
    )
    yield SeerGroup(
        title=_("By their role, which sees every account"),
        lines=tuple(SeerLine(name=user.display_name, note=_roles(user)) for user in viewers.all_seeing),
    )


def _roles(user: "User") -> str:
    return pgettext("between listed values", ", ").join(str(Role(role).label) for role in user.roles)
