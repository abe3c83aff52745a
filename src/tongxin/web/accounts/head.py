"""The top of every page of one account, and its tabs; also used by the areas that fill them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongxin.common.rights import Right
from tongxin.crm.accounts.rules import can_edit
from tongxin.crm.accounts.selectors import last_contact_below, seen_parent
from tongxin.web.accounts.pages import AccountHead
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

Count = Callable[[PageRequest, "Account"], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of an account's pages; `name` is its URL name."""

    code: str
    name: str
    label: str | LazyText


TABS = (
    Tab(code="overview", name="web:account", label=pgettext_lazy("account tab", "Overview")),
    Tab(code="people", name="web:account_people", label=pgettext_lazy("account tab", "People")),
    Tab(
        code="opportunities",
        name="web:account_opportunities",
        label=pgettext_lazy("account tab", "Opportunities"),
    ),
    Tab(
        code="competition", name="web:account_competition", label=pgettext_lazy("account tab", "Competition")
    ),
    Tab(code="ladder", name="web:account_ladder", label=pgettext_lazy("account tab", "Relationship")),
    Tab(code="scorecard", name="web:account_scorecard", label=pgettext_lazy("account tab", "Scorecard")),
    Tab(code="plan", name="web:account_plan_now", label=pgettext_lazy("account tab", "Account plan")),
    Tab(code="timeline", name="web:account_timeline", label=pgettext_lazy("account tab", "Time line")),
    Tab(code="history", name="web:account_history", label=pgettext_lazy("account tab", "Changes")),
)


def account_head(request: PageRequest, account: "Account", tab: str) -> AccountHead:
    """Return the head of an account's page with one of its tabs current."""
    actor = request.actor
    crumbs = [Link(label=str(_("Accounts")), url=reverse("web:accounts"))]
    if (parent := seen_parent(account)) is not None:
        crumbs.append(Link(label=parent.name, url=record_url("web:account", parent.uid)))
    return AccountHead(
        uid=account.uid,
        name=account.name,
        name_latin=account.name_latin,
        tier=account.tier_label,
        kind=account.kind_label,
        owner=account.owner_name,
        last_contact=_last_contact(request, account),
        tabs=tuple(_tabs(account.uid, tab)),
        crumbs=tuple(crumbs),
        may_edit=can_edit(actor, account),
        may_merge=actor.has(Right.MERGE),
        may_delete=actor.has(Right.DELETE),
    )


def _last_contact(request: PageRequest, account: "Account") -> str:
    """Say when we last were in contact with an account or one below it, as its deals count those below."""
    as_of = reader_of(request).as_of
    here, below = account.last_contact_at, last_contact_below(request.actor, account)
    if below is not None and (here is None or below > here):
        return _("%(when)s, at an account below") % {"when": days.seen_from(below, as_of=as_of)}
    return days.seen_from(here, as_of=as_of) if here else ""


def _tabs(uid: str, current: str) -> list[Link]:
    links: list[Link] = []
    for tab in TABS:
        try:
            url = reverse(tab.name, args=[uid])
        except NoReverseMatch:
            continue
        links.append(Link(label=str(tab.label), url=url, current=tab.code == current))
    return links
