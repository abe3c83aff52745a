"""Whoever lacks the right to a field learns nothing of it: not by a page, nor by sorting, filtering, choosing columns,
searching, exporting or reading the history.

Two tellers are asked. One scans every address for the field's own canary. The other asks lists whether a guess is right:
a right guess, a wrong one and a field that does not exist must be answered alike.
"""

from decimal import Decimal

import pytest
from tests.factories import AT, with_every_right
from tests.meta.matrix import VARYING
from tests.meta.oracles import Scene
from tests.meta.records import MAKERS

from tongxin.audit import selectors as audit
from tongxin.audit.models import AuditEvent
from tongxin.common.models import Fact
from tongxin.config.access import addresses
from tongxin.crm.opportunities.actions import change_opportunity, create_opportunity
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.actions import change_interaction
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.actions import change_person
from tongxin.crm.stakeholders.models import Person

READ = [address for address in addresses() if address.access is not None and address.method in {"", "GET"}]
LISTS = (
    "/opportunities/",
    "/opportunities/export.csv",
    "/opportunities/export.xlsx",
    "/opportunities/totals/",
    "/api/v1/opportunities",
    "/api/v1/opportunities/board",
    "/api/v1/opportunities/totals",
)
FLOORS = (Decimal("8675309.25"), Decimal("8675310.25"), Decimal("8675311.25"))
# What each restricted field holds, before and after a change, as pages, exports and the API could write it.
TOLD = {
    "price_floor": ("8675309", "8,675,309", "867.5", "9035768", "9,035,768", "903.5"),
    "margin_percent": ("61.43", "57.91"),
    "judgement": ("nightjar", "bullfinch"),
    "private_note": ("hoopoe", "wryneck"),
}


@pytest.fixture
def told(scene: Scene) -> Scene:
    """Fill the restricted fields of the team's records, and change them, so that the history holds both values."""
    world = scene.world
    world.reader.granted_rights = ["EXPORT"]
    world.reader.save(update_fields=["granted_rights"])
    actor = with_every_right(world.owner)

    def fresh(model: type[Fact], kind: str) -> Fact:
        return model.objects.get(pk=world.record(kind).pk)

    for floor, margin in ((FLOORS[0], Decimal("61.43")), (Decimal("9035768.25"), Decimal("57.91"))):
        change_opportunity(
            actor=actor, at=AT, opportunity=fresh(Opportunity, "OPPORTUNITY"),
            values={"price_floor": floor, "margin_percent": margin},
        )  # fmt: skip
    for judgement in ("nightjar", "bullfinch"):
        change_person(actor=actor, at=AT, person=fresh(Person, "PERSON"), values={"judgement": judgement})
    for note in ("hoopoe", "wryneck"):
        change_interaction(
            actor=actor, at=AT, interaction=fresh(Interaction, "INTERACTION"), values={"private_note": note}
        )
    return scene


def restricted_fields() -> dict[str, str]:
    return audit.restricted_fields()


def leaks(scene: Scene, who: str) -> list[str]:
    """Name the addresses that tell somebody a field they have no right to, with the field."""
    actor = scene.actor(who)
    hidden = {field for field, right in restricted_fields().items() if not actor.has(right)}
    found = []
    for address in READ:
        answer = scene.send(who, "GET", address)
        # Words split over lines and marks by templates are none of ours: values are written in one piece.
        body = answer.content.decode(errors="replace")
        found += [
            f"{address.name}: {field}"
            for field in sorted(hidden)
            if any(text in body for text in TOLD[field])
        ]
    return found


def test_every_restricted_field_has_its_canary():
    assert set(TOLD) == set(restricted_fields())
    assert {"OPPORTUNITY", "PERSON", "INTERACTION"} <= set(MAKERS)


@pytest.mark.parametrize("who", ["mate", "reader", "outsider"])
def test_no_address_tells_a_restricted_field_to_who_lacks_the_right(told, who):
    assert leaks(told, who) == []


def test_the_canaries_are_seen_by_who_has_the_rights(told):
    """Otherwise the scan above would find nothing because there is nothing to find."""
    seen = set()
    for address in READ:
        body = told.send("owner", "GET", address).content.decode(errors="replace")
        seen |= {field for field, texts in TOLD.items() if any(text in body for text in texts)}
    assert seen == {
        field for field, right in restricted_fields().items() if told.actor("owner").has(right)
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


def test_a_planted_leak_in_the_history_is_found(told, monkeypatch):
    monkeypatch.setattr(Fact, "RESTRICTED", {}, raising=False)
    for module in ("opportunities.records", "people.records"):
        monkeypatch.setattr(f"tongxin.web.{module}.RESTRICTED", {})
    assert "web:opportunity_history: price_floor" in leaks(told, "reader")


def test_a_planted_leak_by_sorting_is_found(told, monkeypatch):
    monkeypatch.setattr(
        "tongxin.common.listing.ListSchema.visible_to",
        lambda self, _actor: {item.key: item for item in self.fields},
    )
    right, wrong = (
        asked(told, "mate", f"/api/v1/opportunities?price_floor={guess}") for guess in ("9035768.25", "1")
    )
    assert right != wrong
    assert AuditEvent.objects.exists()
