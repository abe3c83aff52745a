"""A form above the page sends the browser on; a field edited in place is followed by htmx itself."""

import pytest
from django.test import Client
from tests.factories import make_account, make_user

pytestmark = pytest.mark.django_db
SHEET = {"HX-Request": "true", "HX-Target": "sheet-body"}
SMALLEST = {"kind": "COMPANY", "status": "ACTIVE", "currency": "TWD", "fiscal_year_start": "1"}


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(username="kam"))
    return client


def test_a_form_above_the_page_sends_the_browser_on(client):
    response = client.post("/accounts/new/", {**SMALLEST, "name": "Weststrand"}, headers=SHEET)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith("/accounts/")
    assert response.content == b""


def test_elsewhere_a_redirect_stays_a_redirect(client):
    response = client.post("/accounts/new/", {**SMALLEST, "name": "Weststrand"})
    assert response.status_code == 302
    assert "HX-Redirect" not in response


def test_the_note_is_shown_on_the_page_gone_on_to(client):
    onward = client.post("/accounts/new/", {**SMALLEST, "name": "Weststrand"}, headers=SHEET)
    assert "data-toast" in client.get(onward["HX-Redirect"]).content.decode().partition('id="toasts"')[2]


def test_an_error_stays_in_the_form_above_the_page(client):
    make_account(name="Weststrand")
    response = client.post("/accounts/new/", {**SMALLEST, "name": ""}, headers=SHEET)
    assert response.status_code == 422
    assert "HX-Redirect" not in response
