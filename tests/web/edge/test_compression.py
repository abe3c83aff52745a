"""Pages are compressed for who asked for them, never for what another site made the browser ask for."""

import gzip

import pytest
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ZIPPED = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.fixture
def signed_in(client):
    client.force_login(make_user())
    return client


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_the_reader_asked_for_is_compressed(signed_in, site):
    plain = signed_in.get("/accounts/")
    answer = signed_in.get("/accounts/", headers={"sec-fetch-site": site}, **ZIPPED)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(plain.content) / 2
    assert b"</html>" in gzip.decompress(answer.content)


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_another_site_may_have_asked_for_is_not(signed_in, site):
    answer = signed_in.get("/accounts/", headers={"sec-fetch-site": site}, **ZIPPED)
    assert "Content-Encoding" not in answer
    assert b"</html>" in answer.content


def test_files_are_sent_as_they_are(signed_in):
    answer = signed_in.get("/accounts/export.xlsx", headers={"sec-fetch-site": "same-origin"}, **ZIPPED)
    assert "Content-Encoding" not in answer
