"""The totals of an imported export are the sums of its own files: deals by outcome, amounts by currency."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db.models import Count, Sum
from tests.importers.running import DATA, run_folder

from tongxin.crm.opportunities.models import Opportunity

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

ENDS = {"Closed Won": "WON", "Closed Lost": "LOST"}


@pytest.mark.django_db
@pytest.mark.requirement("R9.7")
def test_the_sums_of_a_salesforce_export_are_those_of_its_files(administrator: Actor) -> None:
    with gzip.open(DATA / "crm_synthetic_salesforce" / "Opportunity.csv.gz", "rt", newline="") as lines:
        rows = list(csv.DictReader(lines))
    batch = run_folder(administrator, "crm_synthetic_salesforce")
    deals = Opportunity.objects.order_by()
    outcomes = Counter(ENDS.get(row["StageName"], "OPEN") for row in rows)
    assert {row["outcome"]: row["n"] for row in deals.values("outcome").annotate(n=Count("pk"))} == dict(
        outcomes
    )
    amount = sum((Decimal(row["Amount"]) for row in rows if row["Amount"]), Decimal(0))
    sums = {row["currency"]: row["all"] for row in deals.values("currency").annotate(all=Sum("amount"))}
    assert sums == {"TWD": amount}
    assert batch.totals["OPPORTUNITY"] == {"CREATED": len(rows)}
