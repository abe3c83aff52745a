"""An organisation of the notices: what it bought, where it bid, what it won, whom it meets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tongxin.crm.tenders.lists import Standing, standing_of
from tongxin.crm.tenders.selectors import get_organisation
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Property
from tongxin.web.tenders.pages import MetLine, MoneyCell, OrganisationPage


@require_GET
def organisation(request: PageRequest, uid: str) -> HttpResponse:
    """Show what an organisation did in the register."""
    record = get_organisation(uid)
    standing = standing_of(record)
    most = max((met.tenders for met in standing.others), default=1)
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
                width=round(100 * met.tenders / most),
            )
            for met in standing.others
        ),
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
