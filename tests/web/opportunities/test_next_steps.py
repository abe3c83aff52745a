"""A deal's next step is planned, ticked off where it is listed, and taken back; a stale page loses nothing."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.deals import make_opportunity
from tests.factories import make_account, make_actor, make_user

from kamkit.pipeline.norms import StageNorm
from tongxin.common.clock import now, today
from tongxin.crm.opportunities.actions import set_next_step
from tongxin.crm.opportunities.models import Opportunity
from tongxin.team.choices import Role
from tongxin.web.opportunities import boards

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def deal(kam):
    made = make_opportunity(kam, account=make_account(kam.user, name="曜禾醫療"), name="CT scanner")
    set_next_step(actor=kam, at=now(), opportunity=made, next_step="Send the offer", next_step_on=today())
    return made


def text(response):
    return response.content.decode()


def undo_of(answer):
    return re.search(r'"undo": "([^"]+)"', answer["HX-Trigger"])[1]


def test_a_next_step_is_ticked_off_on_today_and_can_be_taken_back(client, deal):
    page = text(client.get("/"))
    assert f'action="/opportunities/{deal.uid}/next-step/completion/"' in page
    [version] = set(re.findall(r'name="version" value="(\d+)"', page))
    url = f"/opportunities/{deal.uid}/next-step/completion/"
    answer = client.post(url, {"version": version, "next": "/"}, **HTMX)
    assert answer.status_code == 200
    assert 'class="done"' in text(answer)
    assert f"/opportunities/{deal.uid}/next-step/" in text(answer)
    deal.refresh_from_db()
    assert (deal.next_step, deal.next_step_on) == ("", None)
    back = client.post(undo_of(answer), **HTMX)
    assert 'class="done"' not in text(back)
    deal.refresh_from_db()
    assert (deal.next_step, deal.next_step_on) == ("Send the offer", today())


def test_ticking_off_works_without_scripts(client, deal):
    url = f"/opportunities/{deal.uid}/next-step/completion/"
    answer = client.post(url, {"next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = text(client.get("/"))
    assert "Done: Send the offer" in page
    assert "CT scanner has no next step" in page


def test_a_stale_page_neither_ticks_off_nor_restores_over_a_newer_step(client, kam, deal):
    answer = client.post(f"/opportunities/{deal.uid}/next-step/completion/", **HTMX)
    deal.refresh_from_db()
    set_next_step(actor=kam, at=now(), opportunity=deal, next_step="Call", next_step_on=None)
    assert client.post(undo_of(answer)).status_code == 409
    stale = client.post(f"/opportunities/{deal.uid}/next-step/completion/", {"version": "1"}, **HTMX)
    assert stale.status_code == 409
    assert Opportunity.objects.get().next_step == "Call"


def test_the_next_step_is_planned_in_a_form_of_its_own(client, deal):
    url = f"/opportunities/{deal.uid}/next-step/"
    page = text(client.get(url))
    assert "Next step of CT scanner" in page
    assert "<html" not in text(client.get(url, **HTMX))
    posted = {
        "next_step": "Call the CFO",
        "next_step_on": "2030-01-02",
        "version": str(deal.version),
        "next": "/",
    }
    answer = client.post(url, posted)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.post(url, posted).status_code == 409
    wrong = client.post(url, {"next_step": "", "next_step_on": "2030-01-02", "next": "/"})
    assert wrong.status_code == 422
    assert "Say what the next step is" in text(wrong)


def test_the_page_of_a_deal_ticks_its_step_off_too(client, deal):
    page = text(client.get(f"/opportunities/{deal.uid}/"))
    assert 'id="next-step-done"' in page
    client.post(f"/opportunities/{deal.uid}/next-step/completion/", {"version": str(deal.version)})
    assert 'id="next-step-done"' not in text(client.get(f"/opportunities/{deal.uid}/"))


def test_a_card_of_a_stalled_deal_says_so(client, kam, deal, monkeypatch):
    Opportunity.objects.update(stage_since=now() - timedelta(days=50))
    assert 'class="stalled"' not in text(client.get("/opportunities/?layout=board"))
    norm = StageNorm(
        stage=str(deal.stage_id),
        sample=12,
        lower_quartile=Decimal(5),
        median=Decimal(10),
        upper_quartile=Decimal(20),
    )
    monkeypatch.setattr(boards, "norms_of_stages", lambda as_of: {str(deal.stage_id): norm})
    page = text(client.get("/opportunities/?layout=board"))
    assert 'class="stalled"' in page
    assert "50 days" in page
