"""A judgement about somebody is seen through no side door, and stands in the file of everything held on them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.crm.committees.scenes import make_table
from tests.factories import make_account, make_actor, make_member, make_user, with_every_right

from tongxin.common.clock import now, today
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.seating import draw_tie, judge
from tongxin.crm.stakeholders.actions import create_post, start_tenure
from tongxin.privacy.holdings import holdings_of
from tongxin.privacy.subjects import get_subject
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
    "person's timeline": lambda t, s: reverse("web:person_timeline", args=[s.person.uid]),
    "ways to the person": lambda t, s: reverse("web:person_introductions", args=[s.person.uid]),
    "deal's timeline": lambda t, s: reverse("web:opportunity_timeline", args=[t.deal.uid]),
    "deal's history": lambda t, s: reverse("web:opportunity_history", args=[t.deal.uid]),
    "account": lambda t, s: reverse("web:account", args=[t.account.uid]),
    "account's timeline": lambda t, s: reverse("web:account_timeline", args=[t.account.uid]),
    "account's history": lambda t, s: reverse("web:account_history", args=[t.account.uid]),
    "account's people": lambda t, s: reverse("web:account_people", args=[t.account.uid]),
    "relations": lambda t, s: reverse("web:relations"),
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
    "ties as CSV": lambda t, s: reverse("web:committee_file", args=[t.committee.uid, "ties", "csv"]),
    "API history": lambda t, s: f"/api/v1/seats/{s.uid}/history",
    "API account's timeline": lambda t, s: f"/api/v1/accounts/{t.account.uid}/timeline",
    "API account's history": lambda t, s: f"/api/v1/accounts/{t.account.uid}/history",
    "API work": lambda t, s: "/api/v1/worklist",
    "API brief": lambda t, s: f"/api/v1/committees/{t.committee.uid}/brief",
    "API ways": lambda t, s: f"/api/v1/people/{s.person.uid}/introductions",
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


def test_the_log_of_everything_names_no_judgement_to_who_may_not_judge(client, kao):
    _table, seat = kao
    reader = make_user((Role.READ_ONLY,), granted_rights=["SEE_ALL", "SEE_AUDIT"])
    client.force_login(reader)
    page = client.get(reverse("web:audit"))
    told = client.get("/api/v1/audit-events")
    assert page.status_code == told.status_code == 200
    assert seat.uid in told.content.decode()
    assert [word for word in TOLD if word in body(page) + body(told)] == []


def test_a_colleague_who_knows_the_person_from_elsewhere_sees_neither_deal_nor_seat_nor_committee(
    client, kao
):
    table, seat = kao
    ida = make_user((Role.KAM,))
    other = make_account(ida, name="Birch")
    every = with_every_right(ida)
    post = create_post(actor=every, at=now(), account=other, title="Adviser")
    start_tenure(actor=every, at=now(), person=seat.person, post=post, is_main=False)
    client.force_login(ida)
    assert client.get("/api/v1/seats").json()["items"] == []
    assert client.get(DOORS["seat"](table, seat)).status_code == 404
    uid = seat.person.uid
    pages = ["/api/v1/search?q=Kao", "/api/v1/people", "/api/v1/ties", "/api/v1/committees"]
    pages += [reverse("web:account_people", args=[other.uid]), reverse("web:person", args=[uid])]
    pages += [reverse("web:person_introductions", args=[uid]), reverse("web:person_timeline", args=[uid])]
    told = "".join(client.get(page).content.decode() for page in pages)
    assert "Kao" in client.get(pages[-4]).content.decode()
    assert table.deal.name not in told
    assert table.committee.uid not in told


def test_the_file_of_a_person_holds_how_they_are_judged(kao):
    _table, seat = kao
    officer = make_actor(make_user((Role.ADMINISTRATOR,), granted_rights=["JUDGEMENT", "SEE_ALL"]))
    held = holdings_of(officer, get_subject(officer, "PERSON", seat.person.uid), at=now()).as_json()
    rows = {table["table"]: table["rows"] for table in held["held"]}
    assert {row["attitude"] for row in rows["crm.Judgement"]} == {"SUPPORTER", "OPPONENT"}
    assert rows["crm.Seat"][0]["wins"] == "His brother works at the rival"
