"""What the frame itself promises, apart from any endpoint."""

from types import SimpleNamespace

import pytest
from django.http import Http404

from tongxin.api.problems import problem_of
from tongxin.api.representations import Representation
from tongxin.api.routes import route_of
from tongxin.api.v1.build import api as described_api
from tongxin.common.access import anyone
from tongxin.idempotency import actions
from tongxin.idempotency.models import IdempotentAnswer


def test_an_endpoint_that_says_nothing_of_access_does_not_start():
    operation = SimpleNamespace(view_func=described_api.get_openapi_schema, models=[])
    with pytest.raises(LookupError, match="declares no access"):
        route_of(operation)


def test_every_operation_says_who_may_come_in():
    doors = [route_of(operation).access for operation in described_api.operations()]
    assert doors
    assert anyone() not in doors


def test_a_page_of_django_that_is_not_there_is_a_problem_too():
    assert problem_of(Http404()).code == "NOTHING_HERE"


def test_outside_a_request_a_representation_is_whole():
    class Shown(Representation):
        uid: str
        name: str

    assert Shown(uid="a", name="b").model_dump() == {"uid": "a", "name": "b"}


def test_the_documentation_is_served_from_here_alone(client):
    answer = client.get("/api/v1/docs")
    assert answer.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
    page = answer.content.decode()
    assert "/api/v1/openapi.json" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_the_lock_of_a_key_is_one_number_for_one_user_and_key():
    first, second, third = (actions._lock_number(user, "k") for user in (1, 1, 2))
    assert first == second != third
    assert -(2**63) <= first < 2**63


def test_a_kept_answer_names_its_key_and_status():
    assert str(IdempotentAnswer(key="k1", status=201)) == "k1 201"
