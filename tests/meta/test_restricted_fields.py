"""Whoever lacks the right to a field learns nothing of it: not by a page, nor by sorting, filtering, choosing columns,
searching, exporting or reading the history.

Every address is scanned for what the fields hold where its door is tried (`test_access.py`). Here lists are asked whether a
guess is right: a right guess, a wrong one and a field that does not exist must be answered alike.
"""

from decimal import Decimal

import pytest
from tests.factories import AT, with_every_right
from tests.meta.matrix import VARYING
from tests.meta.recording import Asked, Scene
from tests.meta.records import MAKERS
from tests.meta.secrets import CODED, FLOORS, TOLD

from tongxin.audit import selectors as audit
from tongxin.config.access import addresses
from tongxin.crm.opportunities.actions import create_opportunity

pytestmark = [pytest.mark.sweep, pytest.mark.one_engine, pytest.mark.django_db]
SHOWN_AT = frozenset(
    f"web:{page}"
    for page in (
        "opportunity",
        "opportunity_history",
        "person",
        "person_history",
        "visit",
        "bid",
        "bid_rival",
        "bid_scenario",
        "seat",
        "seat_history",
        "case_quote",
        "project_expert",
        "project_expert_history",
        "maturity",
        "maturity_history",
    )
)
LISTS = (
    "/opportunities/",
    "/opportunities/export.csv",
    "/opportunities/export.xlsx",
    "/opportunities/totals/",
    "/api/v1/opportunities",
    "/api/v1/opportunities/board",
    "/api/v1/opportunities/totals",
)


@pytest.fixture
def told(scene: Scene) -> Scene:
    """Return the scene, in which the restricted fields of the team's records are filled and were changed."""
    return scene


def restricted_fields() -> dict[str, str]:
    return audit.restricted_fields()


def test_every_restricted_field_has_its_canary():
    assert set(TOLD) | CODED == set(restricted_fields())
    assert {"OPPORTUNITY", "PERSON", "INTERACTION"} <= set(MAKERS)


def test_the_canaries_are_seen_by_who_has_the_rights(told):
    """Otherwise the scan of every address (`oracles.secrets_are_kept`) would find nothing because there is nothing."""
    seen = set()
    for address in addresses():
        if address.access is not None and address.name in SHOWN_AT:
            body = told.send(address, Asked(who="owner", method="GET")).content.decode(errors="replace")
            seen |= {field for field, texts in TOLD.items() if any(text in body for text in texts)}
    assert seen == {
        field
        for field, right in restricted_fields().items()
        if field in TOLD and told.actor("owner").has(right)
    } | {"private_note"}


def asked(scene: Scene, who: str, path: str) -> tuple[int, bytes]:
    answer = scene.people[who].send("GET", path, "{}", None)
    return answer.status_code, VARYING.sub(b"", answer.content)


def questions(field: str, guess: str) -> list[str]:
    operators = [f"{field}{operator}={guess}" for operator in ("", ".gte", ".lte")]
    return [
        *operators,
        f"{field}.empty=true",
        f"{field}.empty=false",
        f"sort={field}",
        f"sort=-{field}",
        f"sort=name,{field}",
        f"fields={field}",
        f"cols={field}",
        f"group={field}",
    ]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("field", ["price_floor", "margin_percent"])
def test_lists_answer_a_right_guess_a_wrong_one_and_an_invented_field_alike(told, path, field):
    account = told.world.record("ACCOUNT")
    for place, floor in enumerate(reversed(FLOORS)):
        create_opportunity(
            actor=with_every_right(told.world.owner), at=AT, account=account, name=f"Quote {place}",
            price_floor=floor, margin_percent=Decimal(10 * place + 5),
        )  # fmt: skip
    right = {"price_floor": str(FLOORS[1]), "margin_percent": "15.00"}[field]
    invented = "x" * len(field)
    for hit, miss, no_field in zip(
        questions(field, right), questions(field, "7.77"), questions(invented, right), strict=True
    ):
        answers = [asked(told, "mate", f"{path}?{query}") for query in (hit, miss, no_field)]
        statuses = {status for status, _ in answers}
        assert len(statuses) == 1, (hit, statuses)
        if statuses <= {400, 403, 422}:
            continue
        plain = [
            body.replace(query.encode(), b"").replace(field.encode(), b"").replace(invented.encode(), b"")
            for (_, body), query in zip(answers, (hit, miss, no_field), strict=True)
        ]
        assert plain[0] == plain[2], hit
        assert plain[0].replace(right.encode(), b"") == plain[1].replace(b"7.77", b""), hit


@pytest.mark.parametrize("word", ["nightjar", "bullfinch", "hoopoe", "wryneck", "8675309", "9035768"])
def test_search_finds_nothing_by_what_a_restricted_field_holds(told, word):
    uids = [told.world.record(kind).uid for kind in ("PERSON", "INTERACTION", "OPPORTUNITY")]
    for who in ("owner", "mate", "reader"):
        for path in ("/search/", "/search/palette/", "/api/v1/search", "/people/", "/opportunities/"):
            _, body = asked(told, who, f"{path}?q={word}")
            assert not [uid for uid in uids if uid.encode() in body], (who, path)


def test_a_planted_leak_by_sorting_is_found(told, monkeypatch):
    monkeypatch.setattr(
        "tongxin.common.listing.ListSchema.visible_to",
        lambda self, _actor: {item.key: item for item in self.fields},
    )
    right, wrong = (
        asked(told, "mate", f"/api/v1/opportunities?price_floor={guess}") for guess in ("9035768.25", "1")
    )
    assert right != wrong
