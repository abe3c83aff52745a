"""A judgement about somebody is seen through no side door, and stands in the file of everything held on them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.crm.committees.scenes import make_table
from tests.factories import make_member, make_user

from tongxin.common.clock import now, today
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.seating import draw_tie, judge
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]
TOLD = ("OPPONENT", "Does not support", "Supports", "SUPPORTER", "brother works at the rival", "Influences")


@pytest.fixture
def kao():
    """Oda judged Kao in favour, then against, with a note; Lin influences Kao."""
    table = make_table("Alder", at=now() - timedelta(days=30))
    seat = table.seat("Kao", role="APPROVER")
    lin = table.seat("Lin")
    draw_tie(actor=table.actor, at=now(), ends=(lin, seat), kind=TieKind.INFLUENCE)
    for attitude in ("SUPPORTER", "OPPONENT"):
        values = {"attitude": attitude, "power": 4, "wins": "His brother works at the rival"}
        judge(actor=table.actor, at=now(), seat=seat, values=values)
    return table, seat


@pytest.fixture
def max_(kao):
    """On the team of the deal and allowed to export, without the right to judgements."""
    table, _seat = kao
    user = make_user((Role.TEAM_MEMBER,), granted_rights=["EXPORT"])
    make_member(table.account, user)
    return user


def body(answer):
    streamed = getattr(answer, "streaming_content", None)
    return (b"".join(streamed) if streamed is not None else answer.content).decode(errors="replace")


DOORS = {
    "map": lambda t, s: reverse("web:opportunity_committee", args=[t.deal.uid]),
    "map with what changed": lambda t, s: (
        reverse("web:opportunity_committee", args=[t.deal.uid]) + f"?since={today() - timedelta(days=20)}"
    ),
    "seat": lambda t, s: reverse("web:seat", args=[s.uid]),
    "seats": lambda t, s: reverse("web:seats"),
    "history": lambda t, s: reverse("web:seat_history", args=[s.uid]),
    "ties": lambda t, s: reverse("web:ties"),
    "person": lambda t, s: reverse("web:person", args=[s.person.uid]),
    "person's history": lambda t, s: reverse("web:person_history", args=[s.person.uid]),
    "deal": lambda t, s: reverse("web:opportunity", args=[t.deal.uid]),
    "today": lambda t, s: reverse("web:today"),
    "search": lambda t, s: reverse("web:search") + "?q=brother",
    "seats as CSV": lambda t, s: reverse("web:committee_file", args=[t.committee.uid, "seats", "csv"]),
    "map as SVG": lambda t, s: (
        reverse("web:opportunity_committee", args=[t.deal.uid]) + "?take=committee-map.svg"
    ),
    "heat as XLSX": lambda t, s: (
        reverse("web:opportunity_committee", args=[t.deal.uid]) + "?take=committee-heat.xlsx"
    ),
    "brief": lambda t, s: reverse("web:committee_brief", args=[t.committee.uid]),
    "API seat": lambda t, s: f"/api/v1/seats/{s.uid}",
    "API seats": lambda t, s: "/api/v1/seats",
    "API map": lambda t, s: f"/api/v1/committees/{t.committee.uid}/map",
    "API ties": lambda t, s: "/api/v1/ties",
    "API watch": lambda t, s: "/api/v1/committee-watch",
    "API search": lambda t, s: "/api/v1/search?q=brother",
}


def plain(door, answer):
    """Return what an answer says of people, without the words that name every choice in legends."""
    if door == "heat as XLSX":
        import io

        import openpyxl

        sheets = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
        return " ".join(
            str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
        )
    return body(answer)


@pytest.mark.parametrize("door", DOORS)
def test_who_may_not_judge_finds_no_judgement_behind(client, kao, max_, door):
    client.force_login(max_)
    answer = client.get(DOORS[door](*kao))
    assert answer.status_code == 200
    said = plain(door, answer)
    assert [word for word in TOLD if word in said] == []


def test_a_filter_or_an_order_by_what_is_withheld_is_no_answer(client, kao, max_):
    client.force_login(max_)
    for asked in ("?attitude=OPPONENT", "?sort=attitude"):
        refused = client.get(f"/api/v1/seats{asked}")
        assert refused.status_code == 400


def test_a_colleague_without_the_deal_sees_neither_seat_nor_committee(client, kao):
    table, seat = kao
    client.force_login(make_user((Role.KAM,)))
    assert client.get("/api/v1/seats").json()["items"] == []
    assert client.get(DOORS["seat"](table, seat)).status_code == 404
