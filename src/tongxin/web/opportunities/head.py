"""The top of every page of one opportunity, and its tabs; also used by the areas that fill them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongxin.common.rights import Right
from tongxin.crm.opportunities.rules import can_edit, can_move, can_reopen
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.pages import OpportunityHead
from tongxin.web.opportunities.texts import OUTCOME_CHIPS, window_text
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One part of a deal's pages; `name` is its URL name."""

    code: str
    name: str
    label: str | LazyText


TABS = (
    Tab(code="process", name="web:opportunity", label=pgettext_lazy("opportunity tab", "Process")),
    Tab(
        code="people",
        name="web:opportunity_people",
        label=pgettext_lazy("opportunity tab", "Team and people"),
    ),
    Tab(
        code="committee",
        name="web:opportunity_committee",
        label=pgettext_lazy("opportunity tab", "Committee"),
    ),
    Tab(
        code="competition",
        name="web:opportunity_competition",
        label=pgettext_lazy("opportunity tab", "Competition"),
    ),
    Tab(code="products", name="web:opportunity_products", label=pgettext_lazy("opportunity tab", "Products")),
    Tab(code="timeline", name="web:opportunity_timeline", label=pgettext_lazy("account tab", "Time line")),
    Tab(code="history", name="web:opportunity_history", label=pgettext_lazy("account tab", "Changes")),
)


def opportunity_head(request: PageRequest, deal: "Opportunity", tab: str) -> OpportunityHead:
    """Return the head of a deal's page with one of its tabs current."""
    actor, reader = request.actor, reader_of(request)
    may_edit = can_edit(actor, deal)
    account_url = record_url("web:account", deal.account.uid)
    return OpportunityHead(
        uid=deal.uid,
        name=deal.name,
        account=deal.account.display_name,
        account_url=account_url,
        stage=deal.stage.label,
        outcome=deal.get_outcome_display(),
        outcome_kind=OUTCOME_CHIPS[deal.outcome],
        amount=deal.amount,
        currency=deal.currency,
        owner=deal.owner.display_name if deal.owner else "",
        close=window_text(deal.close_from, deal.close_to, reader),
        version=deal.version,
        tabs=tuple(_tabs(deal.uid, tab)),
        crumbs=(
            Link(label=_("Opportunities"), url=reverse("web:opportunities")),
            Link(label=deal.account.display_name, url=account_url),
        ),
        may_edit=may_edit,
        may_move=can_move(actor, deal),
        may_reopen=can_reopen(actor, deal),
        may_delete=actor.has(Right.DELETE),
        may_staff=may_edit and actor.has(Right.MANAGE_ACCOUNT_TEAM),
    )


def _tabs(uid: str, current: str) -> list[Link]:
    links: list[Link] = []
    for tab in TABS:
        try:
            url = reverse(tab.name, args=[uid])
        except NoReverseMatch:
            continue
        links.append(Link(label=str(tab.label), url=url, current=tab.code == current))
    return links
