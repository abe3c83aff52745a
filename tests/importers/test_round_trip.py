"""Our own lists, exported as CSV or XLSX and imported again, change nothing."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.common.clock import now
from tongxin.crm.opportunities.actions import close_won, create_opportunity
from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.stakeholders.actions import create_person, record_departure
from tongxin.importers import actions
from tongxin.team.choices import Role

if TYPE_CHECKING:
    from django.test import Client

    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]
NAMES = [
    "Café Zürich AG",
    "+886 Traders",
    "@home Media",
    '=HYPERLINK("http://x.example")',
    "臺灣精密",
    "🚀 Rocket 火箭",
    "'- Quoted",
    "Fir Labs",
]


def fill(actor: Actor) -> None:
    accounts = [make_account(actor.user, name=name, annual_revenue=Decimal("1200000.50")) for name in NAMES]
    for number, account in enumerate(accounts):
        create_person(
            actor=actor,
            at=AT,
            full_name=f"An Lee {number}",
            account=account,
            title="Buyer",
            email=f"a{number}@x.example",
        )
    gone = create_person(actor=actor, at=AT, full_name="Ex Person", account=accounts[0])
    record_departure(actor=actor, at=AT, person=gone)
    stages = list(stages_of(default_process()))
    for number, (name, currency) in enumerate((("Plain", "TWD"), ("Foreign", "USD"), ("Won one", "TWD"))):
        deal = create_opportunity(
            actor=actor, at=AT, account=accounts[number], name=name, stage=stages[2],
            amount=Decimal(25_000), currency=currency, close_from=date(2026, 12, 1), close_to=date(2026, 12, 20),
        )  # fmt: skip
        if name == "Won one":
            close_won(actor=actor, at=AT, opportunity=deal)


def exported(client: Client, form: str) -> list[tuple[str, io.BytesIO]]:
    files = []
    for address, more in (
        ("accounts", ""),
        ("people", "?cols=name,account,title,owner,status,email"),
        ("opportunities", ""),
    ):
        answer = client.get(f"/{address}/export.{form}{more}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        name = re.search(r'filename="([^"]+)"', answer["Content-Disposition"])
        assert name is not None
        files.append((name[1], io.BytesIO(content)))
    return files


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_lists_read_back_to_no_change(client: Client, form: str, language: str) -> None:
    user = make_user((Role.ADMINISTRATOR,), language=language, display_name="Ada Min")
    actor = make_actor(user)
    client.force_login(user)
    fill(actor)
    batch = actions.start_import(actor=actor, at=now(), files=exported(client, form))
    preview = actions.preview(actor=actor, at=now(), batch=batch)
    changed = [(str(step.record), step.differences) for step in preview.tally.updates]
    failed = [(step.row.cells, step.reason) for step in preview.tally.failures]
    assert (changed, failed) == ([], [])
    assert preview.tally.totals() == {
        "ACCOUNT": {"UNCHANGED": len(NAMES)},
        "PERSON": {"UNCHANGED": len(NAMES) + 1},
        "OPPORTUNITY": {"UNCHANGED": 3},
    }
