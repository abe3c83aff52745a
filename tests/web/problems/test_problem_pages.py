"""The `type` of every problem leads to a page that says what it means and how to mend it, in three languages."""

import pytest
from tests.factories import make_user

from tongxin.wording.problems import all_problem_kinds

pytestmark = pytest.mark.django_db
SAID = {
    "en": ("There is no such stage.", "What it means", "How to mend it"),
    "zh-hant": ("沒有這個階段", "這是什麼意思", "怎麼處理"),
    "zh-hans": ("没有这个阶段", "这是什么意思", "怎么处理"),
}


@pytest.mark.parametrize("language", SAID)
def test_whoever_got_a_problem_reads_about_it_without_signing_in(client, language):
    answer = client.get("/api/v1/stages/none", headers={"Accept": "application/json"})
    assert answer.json()["type"] == "/problems/not-identified"
    assert client.get(answer.json()["type"]).status_code == 200
    page = client.get("/problems/stage-missing", headers={"Accept-Language": language})
    assert page.status_code == 200
    for text in (*SAID[language], "STAGE_MISSING", "404"):
        assert text in page.content.decode()


def test_every_problem_is_listed_and_has_its_page(client):
    listed = client.get("/problems/").content.decode()
    for kind in all_problem_kinds():
        assert f'href="/problems/{kind.slug}"' in listed
        assert client.get(f"/problems/{kind.slug}").status_code == 200


def test_who_is_signed_in_reads_it_in_the_usual_frame(client):
    client.force_login(make_user(language="en"))
    page = client.get("/problems/stale-version").content.decode()
    assert 'aria-label="' in page
    assert "new ETag in If-Match" in page
    assert "/search/" in page


def test_there_is_no_page_about_a_problem_that_does_not_exist(client):
    assert client.get("/problems/weather-bad").status_code == 404
