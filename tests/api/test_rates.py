"""How often somebody may ask, and what they are told."""

import re

from tests.api.conftest import ApiClient


def test_every_answer_tells_what_is_left(api, settings):
    settings.API_RATE_PER_MINUTE = 5
    answer = api().get("/me")
    assert answer["RateLimit-Policy"] == '"minute";q=5;w=60'
    assert re.fullmatch(r'"minute";r=4;t=(60|[1-5]?\d)', answer["RateLimit"])


def test_who_asks_too_often_is_told_when_to_come_back(api, settings):
    settings.API_RATE_PER_MINUTE = 2
    client, other = api(), api()
    assert [client.get("/me").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get("/me")
    assert answer.json()["code"] == "RATE_EXCEEDED"
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer["RateLimit"].startswith('"minute";r=0;t=')
    assert other.get("/me").status_code == 200


def test_guessing_tokens_is_slowed_by_address(db, settings):
    settings.API_RATE_PER_MINUTE = 2
    guesses = [ApiClient(None, f"txn_guess{number}").get("/me").status_code for number in range(3)]
    assert guesses == [401, 401, 429]
