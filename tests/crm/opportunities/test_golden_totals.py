"""The totals of a real pipeline of 8,800 deals, to the unit; expected values come with the data."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.deals import make_process, stage_of
from tests.factories import AT, make_account, make_actor

from tongxin.crm.opportunities.actions import NewOpportunity, creating, import_opportunities
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import (
    OPPORTUNITY_LIST,
    choose_process,
    figures_of,
    stage_sums,
    totals,
)
from tongxin.team.choices import Role

PIPELINE = Path(__file__).parents[2] / "data" / "maven_crm" / "sales_pipeline.csv"
OUTCOMES = {"Won": Outcome.WON, "Lost": Outcome.LOST}
STAGES = {"Prospecting": "RESEARCH", "Engaging": "ANALYSIS"}


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.django_db
@pytest.mark.requirement("R4.1")
def test_the_totals_of_a_real_pipeline_hold_to_the_unit(monkeypatch):
    # The words to find deals by cost more time than all the rest, and no total depends on them.
    monkeypatch.setattr(creating, "index_opportunities", lambda deals: None)
    actor, process = make_actor(roles=[Role.ADMINISTRATOR]), make_process()
    stages = {code: stage_of(process, code) for code in STAGES.values()}
    with PIPELINE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    names = {line["account"] or "No account" for line in lines}
    accounts = {name: make_account(actor.user, name=name) for name in sorted(names)}
    import_opportunities(
        actor=actor,
        at=AT,
        rows=[
            NewOpportunity(
                name=line["opportunity_id"],
                account=accounts[line["account"] or "No account"],
                stage=stages[STAGES.get(line["deal_stage"], "ANALYSIS")],
                outcome=OUTCOMES.get(line["deal_stage"], Outcome.OPEN),
                started_on=day(line["engage_date"]),
                closed_on=day(line["close_date"]),
                values={"amount": Decimal(line["close_value"])} if line["close_value"] else {},
            )
            for line in lines
        ],
    )

    everything = OPPORTUNITY_LIST.parse({}, actor=actor)
    found = totals(actor, everything)

    assert (found.of(Outcome.WON).count, found.of(Outcome.WON).amount) == (4_238, 10_005_534)
    assert (found.of(Outcome.LOST).count, found.of(Outcome.OPEN).count) == (2_473, 2_089)
    assert round(found.win_rate * 100, 2) == Decimal("63.15")
    assert round(found.days_to_win, 2) == Decimal("51.78")
    assert [item.amount for item in found.won_by_quarter] == [1_134_672, 3_086_111, 2_982_255, 2_802_496]
    assert (found.top_accounts[0].name, found.top_accounts[0].amount) == ("Kan-code", 341_455)
    choice = choose_process(everything, stage_sums(actor, everything))
    assert choice.shown == process
    lanes = {item.stage.code: item.count for item in figures_of(choice)}
    assert (lanes["ANALYSIS"], lanes["RESEARCH"]) == (1_589, 500)
