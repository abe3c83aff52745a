"""An organisation of the notices: what it bought, where it bid, what it won, whom it meets."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tongxin.crm.tenders.lists import Standing, standing_of
from tongxin.crm.tenders.selectors import get_organisation, key_of
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link, Property
from tongxin.web.tenders.market import BAR_HEIGHT, bars_of
from tongxin.web.tenders.pages import MetLine, MoneyCell, OrganisationPage

if TYPE_CHECKING:
    from tongxin.crm.tenders.models import Organisation


@require_GET
def organisation(request: PageRequest, uid: str) -> HttpResponse:
    """Show what an organisation did in the register."""
    record = get_organisation(uid)
    standing = standing_of(record)
    page = OrganisationPage(
        name=record.name,
        facts=tuple(text for text in (record.scheme, record.number, record.region, record.country) if text),
        is_buyer=bool(standing.bought),
        figures=tuple(_figures(standing)),
        volume=tuple(
            MoneyCell(amount=total, currency=currency) for currency, total in sorted(standing.volume.items())
        ),
        others=tuple(
            MetLine(
                name=met.organisation.name,
                url=record_url("web:tender_organisation", met.organisation.uid),
                tenders=met.tenders,
                wins=met.wins,
            )
            for met in standing.others
        ),
        bars=bars_of(
            "tenders", [{"firm": met.organisation.name, "tenders": met.tenders} for met in standing.others]
        ),
        height=len(standing.others) * BAR_HEIGHT,
        market=tuple(_market(record, is_buyer=bool(standing.bought))),
        list_url=f"{reverse('web:tenders')}?buyer={record.uid}" if standing.bought else "",
    )
    return render(request, "tenders/organisation.html", {"page": page})


def _figures(standing: Standing) -> list[Property]:
    rate = standing.win_rate
    rows = [
        (_("Tenders it bought in"), str(standing.bought) if standing.bought else ""),
        (_("Tenders it took part in"), str(standing.bids) if standing.bids else ""),
        (_("Awards it won"), str(standing.wins) if standing.bids else ""),
        (pgettext("tenders", "Awards per tender"), f"{rate:.0%}" if rate is not None else ""),
    ]
    return [
        Property(key=f"figure-{number}", label=label, value=value)
        for number, (label, value) in enumerate(rows)
    ]


def _market(record: "Organisation", *, is_buyer: bool) -> list[Link]:
    """Return the questions to the market that are about this organisation."""
    part = urlencode({"buyer" if is_buyer else "firm": key_of(record)})
    questions = (
        ("firms", _("Who wins here, at what discount")),
        ("meetings", _("Who meets whom here")),
        ("years", pgettext("market", "Trend")),
        ("concentration", pgettext("market", "Concentration")),
        ("prices", pgettext("market", "Price history")),
    )
    if not is_buyer:
        questions = (
            ("buyers", _("At whom it bids")),
            ("meetings", _("Whom it meets")),
            ("years", pgettext("market", "Trend")),
            ("categories", pgettext("market", "Categories")),
            ("prices", pgettext("market", "Price history")),
        )
    return [
        Link(label=label, url=f"{reverse('web:tender_market', args=[question])}?{part}")
        for question, label in questions
    ]
