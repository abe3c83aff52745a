"""The board and the calendar of opportunities."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.deals import (
    make_entry,
    make_opportunity,
    make_process,
    stage_of,
)
from tests.factories import make_account, make_actor, make_user

from tongxin.common.clock import now, today
from tongxin.crm.opportunities.actions import (
    change_opportunity,
    move_stage,
)
from tongxin.crm.opportunities.models import (
    Process,
    Stage,
)
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DAY = timedelta(days=1)


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def process(kam):
    return make_process()


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療體系")


@pytest.fixture
def deal(kam, process, account):
    return make_opportunity(
        kam, name="總院影像中心", account=account, stage=stage_of(process, "CHARTER"),
        amount=Decimal(186_000_000), at=now() - 41 * DAY, started_on=today() - 41 * DAY,
    )  # fmt: skip


def text(response):
    return response.content.decode()


@pytest.mark.requirement("R4.1")
def test_the_board_has_lanes_with_sums_cards_and_folds_empty_ones(client, kam, deal, process, account):
    cause = make_entry()
    move_stage(actor=kam, at=now(), opportunity=deal, stage=stage_of(process, "ANALYSIS"), cause=cause)
    make_opportunity(kam, account=account, amount=Decimal(1), currency="XAU")
    page = text(client.get("/opportunities/?layout=board"))
    assert 'name="cols"' not in page
    assert page.count('class="lane lane-shut"') == 3
    assert "back from “Charter” to “Analysis”: Budget" in page
    assert "No next step" in page
    assert "1 not in the sum" in page
    assert ">NT$186M</span>" in page
    assert "weighted NT$" in page
    assert 'title="1 opportunity"' in page
    assert f'<a href="/opportunities/{deal.uid}/" id="card-link-{deal.uid}">總院影像中心</a>' in page
    assert page.count("data-move-open") == 1, "cards get the button by the script"


def test_a_board_switches_between_processes_and_says_what_it_shows(client, kam, deal, account):
    service = Process.objects.create(
        code="SERVICE", labels={"en": "Service"}, is_active=True, created_at=now(), updated_at=now()
    )
    called = Stage.objects.create(
        process=service,
        code="CALLED",
        labels={"en": "Called"},
        probability=10,
        position=0,
        created_at=now(),
        updated_at=now(),
    )
    assert 'id="board-processes"' not in text(client.get("/opportunities/?layout=board"))
    for _ in range(22):
        make_opportunity(kam, account=account, stage=called, name="A pump")

    page = text(client.get("/opportunities/?layout=board"))
    assert "1 running" in page
    assert "A pump" not in page
    switch = re.search(r'href="([^"]+process=SERVICE[^"]*)"[^<]*Service <span class="n">22<', page)
    other = text(client.get(switch[1].replace("&amp;", "&")))
    assert "22 running" in other
    assert other.count('<article class="card"') == 20
    assert "2 more" in other
    assert "?stage=CALLED&" not in other
    assert '<a href="#lane-CALLED">Called <span class="n">22<' in other
    more = re.search(r'id="more-CALLED" href="([^"]+)"', other)[1].replace("&amp;", "&")
    assert text(client.get(more, **HTMX)).count('<article class="card"') == 2


def test_without_a_process_the_board_says_who_can_mend_it(client, kam):
    assert "There is no process yet" in text(client.get("/opportunities/?layout=board"))


def test_a_lane_gives_further_cards_to_htmx_and_the_table_to_others(client, kam, process, account):
    for _ in range(22):
        make_opportunity(kam, account=account)
    page = text(client.get("/opportunities/?layout=board"))
    more = re.search(r'id="more-RESEARCH" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert text(client.get(more, **HTMX)).count('<article class="card"') == 2
    assert client.get(more).url.startswith("/opportunities/?stage=RESEARCH")
    assert client.get("/opportunities/lanes/nothing/").status_code == 404


def test_the_calendar_shows_a_month_of_closes_or_steps(client, kam, deal):
    change_opportunity(
        actor=kam,
        at=now(),
        opportunity=deal,
        values={"close_to": today(), "next_step": "Call", "next_step_on": today()},
    )
    for query in (
        "",
        "&by=next_step",
        f"&month={today():%Y-%m}",
        "&month=nonsense",
        "&by=nonsense",
        "&month=9999-12",
    ):
        page = client.get(f"/opportunities/?layout=calendar{query}")
        assert "總院影像中心" in text(page), query
    empty = text(client.get("/opportunities/?layout=calendar&month=2020-01"))
    assert "<h2>January 2020</h2>" in empty
    assert "總院影像中心" not in empty
    assert "No opportunity falls in this month" in empty
    assert f"month={today():%Y-%m}" in re.search(r'href="([^"]+)">\s*Today\s*<', empty)[1]
    later = re.search(r'href="([^"]+)" id="calendar-later"', empty)[1].replace("&amp;", "&")
    here = text(client.get(later))
    assert "1 opportunity, NT$" in here
    assert "calendar-later" not in here
    assert f'<span class="alone">{today():%a} {today().day} {today():%b}</span>' in here
