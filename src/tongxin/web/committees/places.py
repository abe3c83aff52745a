"""Where a committee is shown."""

from typing import TYPE_CHECKING

from django.urls import reverse

from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.crm.committees.models import Committee


def committee_url(committee: "Committee") -> str:
    """Return the address of a committee: under its deal, else by itself; its deal is loaded along."""
    if committee.opportunity is not None:
        deal = reverse("web:opportunity_committee", args=[committee.opportunity.uid])
        return f"{deal}?committee={committee.uid}"
    return record_url("web:committee_map", committee.uid)
