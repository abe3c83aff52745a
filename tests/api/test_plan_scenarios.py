"""Reports of users of other planners, as collected with their right outcome: typed in over the API, read there and on the page."""

import json
import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from tests.factories import make_account

from tongxin.crm.projects.models import PlanRow
from tongxin.team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.1")]


def case_of(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the inputs of a collected case, and what is right for them."""
    folder = Path(os.environ["TONGXIN_DATA"]) / "scenario_cases" / name
    told = (folder / "RIGHT.md").read_text(encoding="utf-8").partition("```json")[2].partition("```")[0]
    return json.loads((folder / "case.json").read_text(encoding="utf-8"))["inputs"], json.loads(told)


class Planner:
    """A plan over the API: rows by name, its days, and its page."""

    def __init__(self, caller: Any, starts_on: str, **more: Any) -> None:
        self.caller = caller
        account = make_account(caller.user)
        project = caller.post("/customer-projects", {"account": account.uid, "name": "Line 4"}).json()["uid"]
        sent = {"project": project, "name": "Plan", "starts_on": starts_on, "direction": "FORWARD", **more}
        self.uid = caller.post("/joint-plans", sent).json()["uid"]

    def add(self, name: str, **values: Any) -> str:
        sent = {"plan": self.uid, "name": name, **{key: each for key, each in values.items() if each}}
        sent |= {"length": values["length"]} if values.get("length") is not None else {}
        answer = self.caller.post("/plan-rows", sent)
        assert answer.status_code == 201, answer.json()
        return answer.json()["uid"]

    def rows(self) -> dict[str, Any]:
        told = self.caller.get(f"/joint-plans/{self.uid}/schedule").json()["rows"]
        return {each["name"]: each for each in told}

    def page(self, client: Any) -> str:
        client.force_login(self.caller.user)
        return client.get(reverse("web:joint_plan", args=[self.uid])).content.decode()


@pytest.fixture
def plan_from(api):
    return lambda starts_on, **more: Planner(api(), starts_on, **{"calendar": "WEEK", **more})


def cell(page: str, uid: str) -> str:
    """Return the row of the plan's table as words, one blank between two."""
    row = re.search(rf'<tr id="row-{uid}">(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    return " ".join(re.sub(r"<[^>]+>", " ", row[1]).split())


@pytest.mark.data
def test_last_days_working_days_and_zones_come_out_right(plan_from, client):
    case, right = case_of("a07_gantt_days")
    plan = plan_from(min(task["start"] for task in case["tasks"]))
    assert case["calendar"] == {"closed": ["Sat", "Sun"], "holidays": []}
    for task in case["tasks"]:
        length = task.get("working_days", task.get("calendar_days"))
        unit = "CALENDAR" if "calendar_days" in task else "WORKING"
        plan.add(
            str(task["id"]),
            first_on=task["start"],
            length=length,
            unit=unit,
            last_on=task.get("end_typed"),
        )
    uids = {name: each["row"] for name, each in plan.rows().items()}
    for follow in case["follows"]:
        plan.add(follow["task"], after=[uids[str(follow["after"])]], length=1)
    zone = case["zone_case"]
    day = plan.add("Milestone", last_on=zone["milestone_day"], length=0)
    hour = plan.add("Deadline", due_at=zone["deadline_moment"], length=0)
    rows = plan.rows()
    assert {name: rows[name]["last"] for name in right["ends"]} == right["ends"]
    assert rows["next"]["first"] == right["successor_of_1"]
    moment = datetime.fromisoformat(rows["Deadline"]["due_at"]).astimezone(ZoneInfo(zone["reader_zone"]))
    assert (rows["Milestone"]["last"], moment.isoformat()) == (
        right["milestone_for_LA"],
        right["deadline_for_LA"],
    )
    User.objects.update(time_zone=zone["reader_zone"], language="en")
    page = plan.page(client)
    for name, last in right["ends"].items():
        assert f'datetime="{last}"' in page, name
    assert "180 working days" in page
    assert "180 calendar days" in page
    assert f'datetime="{right["milestone_for_LA"]}"' in page
    assert "1 December" in cell(page, day) or "Dec 1" in cell(page, day) or "1 Dec" in cell(page, day)
    for said in ("17:00 Asia/Taipei", "01:00"):
        assert said in cell(page, hour)


@pytest.mark.parametrize(
    ("starts_on", "row", "last"),
    [
        # A week that ends on a Sunday, begun in the middle of a leap February.
        ("2024-02-26", {"length": 4}, "2024-02-29"),
        ("2024-02-26", {"length": 7, "unit": "CALENDAR"}, "2024-03-03"),
        # Begun on a Saturday, work is done on the Monday; a calendar day is that Saturday.
        ("2026-11-28", {"length": 1}, "2026-11-30"),
        ("2026-11-28", {"length": 1, "unit": "CALENDAR"}, "2026-11-28"),
        # The days in which summer time begins and ends are whole days.
        ("2026-03-07", {"length": 3, "unit": "CALENDAR"}, "2026-03-09"),
        ("2026-10-30", {"length": 3}, "2026-11-03"),
        # A last day that is typed stays, closed or not.
        ("2019-01-15", {"last_on": "2019-01-20"}, "2019-01-20"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Taipei", "America/Los_Angeles"])
def test_a_last_day_is_the_same_whatever_the_zone(plan_from, client, starts_on, row, last, zone):
    plan = plan_from(starts_on, zone=zone)
    uid = plan.add("Work", first_on=starts_on, **row)
    User.objects.update(time_zone="America/Los_Angeles" if zone == "Asia/Taipei" else "Asia/Taipei")
    assert plan.rows()["Work"]["last"] == last
    assert f'datetime="{last}"' in plan.page(client).partition(f'id="row-{uid}"')[2].partition("</tr>")[0]


SWITCHED = [
    ("FIRST_AND_LENGTH", "2021-02-01", "2021-07-30", 180),
    ("FIRST_AND_LAST", "2021-02-01", "2021-10-08", 250),
    ("LENGTH_AND_LAST", "2021-04-12", "2021-10-08", 180),
]


@pytest.mark.parametrize(("kept", "first", "last", "length"), SWITCHED)
def test_who_switches_the_unit_says_what_stays(plan_from, client, kept, first, last, length):
    plan = plan_from("2021-02-01")
    uid = plan.add("Work", length=180)
    offered = plan.caller.get(f"/plan-rows/{uid}/unit").json()
    assert {"kept": kept, "unit": "CALENDAR", "first": first, "last": last, "length": length} in offered
    etag = plan.caller.get(f"/plan-rows/{uid}")["ETag"]
    assert plan.caller.patch(f"/plan-rows/{uid}", {"unit": "CALENDAR"}, If_Match=etag).status_code == 422
    client.force_login(plan.caller.user)
    url = reverse("web:plan_row_unit", args=[uid])
    assert client.get(url).content.decode().count('name="kept"') == len(SWITCHED)
    assert client.post(url).status_code == 422
    assert client.post(url, {"kept": kept}).status_code == 302
    told = plan.rows()["Work"]
    assert (told["first"], told["last"], told["length"], told["unit"]) == (first, last, length, "CALENDAR")
    back = plan.caller.post(f"/plan-rows/{uid}/unit", {"kept": "FIRST_AND_LAST"}).json()
    assert (back["unit"], back["last"]) == ("WORKING", last)


def test_days_planned_back_stay_where_they_are_when_the_unit_is_switched(plan_from):
    plan = plan_from("2021-02-01", direction="BACKWARD", goes_live_on="2021-10-10")
    uid = plan.add("Work", length=10)
    before = plan.rows()["Work"]
    assert (before["first"], before["last"]) == ("2021-09-27", "2021-10-08")
    plan.caller.post(f"/plan-rows/{uid}/unit", {"kept": "FIRST_AND_LAST"})
    after = plan.rows()["Work"]
    assert (after["first"], after["last"], after["length"]) == ("2021-09-27", "2021-10-08", 12)
    fixed = plan.add("Fixed", first_on="2021-03-06", last_on="2021-03-14", unit="CALENDAR")
    plan.caller.post(f"/plan-rows/{fixed}/unit", {"kept": "FIRST_AND_LAST"})
    row = PlanRow.objects.get(uid=fixed)
    assert (row.length, row.first_on, row.last_on) == (5, date(2021, 3, 6), date(2021, 3, 14))


def test_a_milestone_and_an_hour_stand_against_another_unit(plan_from):
    plan = plan_from("2021-02-01")
    milestone = plan.add("Live", length=0)
    refused = plan.caller.post(f"/plan-rows/{milestone}/unit", {"kept": "FIRST_AND_LAST"})
    assert (refused.status_code, refused.json()["code"]) == (422, "PLAN_UNIT_MILESTONE")
    due = plan.add("Bid", length=8, first_on="2021-02-01", due_at="2021-02-10T17:00:00+08:00")
    refused = plan.caller.post(f"/plan-rows/{due}/unit", {"kept": "FIRST_AND_LENGTH"})
    assert (refused.status_code, refused.json()["code"]) == (422, "PLAN_TWO_ENDS")
    assert PlanRow.objects.get(uid=due).unit == "WORKING"


GATE_OF = {"G1": 0, "G2": 1, "G3": 2, "G4": 3}
PARTS = {"need": "on_need", "budget": "on_budget", "vendors": "on_partners"}
RULE = re.compile(r"score (?:>=|<) (\d+)")


class Dossier:
    """A dossier over the API, told day by day."""

    def __init__(self, caller: Any, case: dict[str, Any]) -> None:
        self.caller = caller
        self.uid = caller.post(
            "/customer-projects",
            {
                "account": make_account(caller.user).uid,
                "name": "MES",
                "planned_budget": "1000",
                "currency": "TWD",
            },
        ).json()["uid"]
        go, stop = (int(RULE.search(case["rule"][name])[1]) for name in ("GO", "STOP"))
        self.gates = []
        for place, name in enumerate(case["gates"]):
            basis = case["basis"].get(name[:2], [])
            sent = {"project": self.uid, "name": name, "place": place + 1, "go_from": go, "stop_below": stop}
            sent |= {PARTS[part]: True for part in basis}
            self.gates.append(caller.post("/project-gates", sent).json()["uid"])

    def change(self, **values: str) -> None:
        etag = self.caller.get(f"/customer-projects/{self.uid}")["ETag"]
        answer = self.caller.patch(f"/customer-projects/{self.uid}", values, If_Match=etag)
        assert answer.status_code == 200, answer.json()

    def freeze(self, why: str) -> int:
        sent = {"why": why, "own_parts": ["NEED", "BUDGET", "PARTNERS"]}
        return self.caller.post(f"/customer-projects/{self.uid}/editions", sent).json()["number"]

    def decide(self, gate: str, verdict: str, **more: Any) -> Any:
        sent = {"verdict": verdict, **more}
        return self.caller.post(f"/project-gates/{self.gates[GATE_OF[gate]]}/decisions", sent)

    def standing(self, gate: str, on: str) -> str:
        told = self.caller.get(f"/customer-projects/{self.uid}/gates?on={on}").json()
        return told["gates"][GATE_OF[gate]]["standing"]

    def tell(self, on: str, said: str, score: int) -> Any:
        """Do what the story says of a day; return the answer to a decision."""
        gate = said[:2]
        if "approved" in said:
            if "v1" in said:
                assert self.freeze(said) == 1
            return self.decide(gate, "APPROVED", score=score)
        if "put forward" in said:
            return self.decide(gate, "PUT_FORWARD")
        if "set to passed" in said:
            return self.decide(gate, "APPROVED")
        figures = {"2026-09-10": {"planned_budget": "1200"}, "2026-10-01": {"planned_budget": "1320"}}
        self.change(**figures.get(on, {"note": "A typing error mended"}))
        return self.freeze(said)


@pytest.mark.data
def test_gates_rest_on_versions_and_come_in_their_order(api, client):
    case, right = case_of("a18_dossier_gates")
    with time_machine.travel("2026-08-31T02:00:00Z", tick=False):
        caller = api()
        dossier = Dossier(caller, case)
    told, kept = {}, None
    for on, said in case["events"]:
        with time_machine.travel(f"{on}T02:00:00Z", tick=False):
            told[on] = dossier.tell(on, said, case["score_today"])
            if on == "2026-09-15":
                client.force_login(caller.user)
                typed = client.post(f"/project-gates/{dossier.gates[2]}/decisions/", {"verdict": "APPROVED"})
            if told[on] == 2:
                kept = caller.get(f"/customer-projects/{dossier.uid}/editions").json()[0]
    ahead = told["2026-09-15"]
    assert (ahead.status_code, ahead.json()["code"]) == (422, "GATE_AHEAD")
    assert "G2 budget" in ahead.json()["detail"]
    assert (typed.status_code, "“G2 budget” comes first" in typed.content.decode()) == (422, True)
    assert told["2026-09-20"].json()["rule"] == right["decision_at_60"]
    assert dossier.standing("G1", "2026-10-01") == right["G1_today"]
    assert dossier.standing("G2", "2026-09-25") == right["G2_on_2026-09-25"]
    assert dossier.standing("G2", "2026-10-01") == right["G2_on_2026-10-01"]
    with time_machine.travel("2026-10-01T03:00:00Z", tick=False):
        editions = caller.get(f"/customer-projects/{dossier.uid}/editions").json()
        approval = caller.get(f"/customer-projects/{dossier.uid}/gates").json()["gates"][1]["decision"]
        client.force_login(caller.user)
        page = client.get(reverse("web:project_editions", args=[dossier.uid])).content.decode()
    assert (editions[-2] != kept) is right["v2_snapshot_changed"]
    assert (approval["edition"], approval["decided_on"]) == (2, "2026-09-20")
    for said in ("approved on an earlier basis", "60: undecided by the rule", "approved, current"):
        assert said in page
