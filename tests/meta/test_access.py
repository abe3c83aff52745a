"""No address without a policy, and every policy holds for five people, all methods, own, foreign, deleted and invented uids.

The cases are made from the table in `tongxin.config.access`; a new address brings its cases with it.
"""

import pytest
from django.db import transaction
from tests.meta.matrix import METHODS, SAFE, Visitor, body_for, database_hash, path_of, same, uids_of
from tests.meta.records import CANARY, DELETERS, INVENTED, MAKERS, PRIVATE, World, make_world

from tongxin.api import rates
from tongxin.audit.models import AuditEvent
from tongxin.common.access import Door
from tongxin.config.access import PAGES, Address, addresses

ADDRESSES = list(addresses())
NAMED = [pytest.param(address, id=address.name) for address in ADDRESSES if address.access is not None]


def test_every_address_has_a_policy():
    assert [address.name for address in ADDRESSES if address.access is None] == [], (
        "add it to config/access.py"
    )


def test_no_policy_without_an_address():
    assert set(PAGES) - {address.name for address in ADDRESSES} == set()


def test_every_parameter_of_a_path_has_its_kind_of_record():
    unknown = [
        f"{address.name}: {kind}"
        for address in ADDRESSES
        if address.access is not None
        for kind in address.access.records.values()
        if kind not in MAKERS
    ]
    assert unknown == [], "add a maker to tests/meta/records.py"


@pytest.fixture
def world(db: None) -> World:
    rates.forget_all()
    return make_world()


def visitors(world: World) -> dict[str, Visitor]:
    people = {name: Visitor(name, getattr(world, name)) for name in ("owner", "mate", "reader", "outsider")}
    return people | {"anonymous": Visitor("anonymous", None)}


def methods_of(address: Address) -> tuple[str, ...]:
    return (
        METHODS
        if not address.method
        else ("HEAD", address.method)
        if address.method == "GET"
        else (address.method,)
    )


@pytest.mark.parametrize("address", NAMED)
def test_denied_and_reading_requests_write_nothing_and_nothing_breaks(address, world, settings):
    settings.API_RATE_PER_MINUTE = 10_000
    own = uids_of(address.access, world)
    body, record = body_for(address, world), _record(address, world)
    people = visitors(world)
    before = database_hash()
    for visitor in people.values():
        for uids in _uid_sets(own):
            for method in methods_of(address):
                response = visitor.send(method, path_of(address, uids), body, record)
                case = f"{visitor.name} {method} {response.status_code}"
                assert response.status_code < 500, case
    assert database_hash() == before


@pytest.mark.parametrize("address", NAMED)
def test_who_is_not_signed_in_is_let_in_by_open_doors_only(address, world):
    if address.access.door is Door.OPEN:
        return
    own = uids_of(address.access, world)
    visitor = Visitor("anonymous", None)
    for method in methods_of(address):
        response = visitor.send(method, path_of(address, own), body_for(address, world), None)
        if address.method:
            assert (response.status_code, method) == (401, method)
            assert response["WWW-Authenticate"].startswith("Bearer")
        else:
            assert (response.status_code, method) == (302, method)
            assert response["Location"].startswith("/sign-in/")
        assert CANARY not in response.content.decode()


@pytest.mark.parametrize("address", [case for case in NAMED if case.values[0].access.door is Door.RIGHT])
def test_who_lacks_the_right_is_refused(address, world):
    own = uids_of(address.access, world)
    for name, visitor in visitors(world).items():
        if name == "anonymous":
            continue
        for method in methods_of(address):
            response = visitor.send(
                method, path_of(address, own), body_for(address, world), _record(address, world)
            )
            assert response.status_code in ({403} if method in SAFE or address.method else {403, 405}), name


RECORDS = [case for case in NAMED if case.values[0].access.door is Door.RECORD]


@pytest.mark.parametrize("address", RECORDS)
def test_a_foreign_record_is_a_missing_record(address, world):
    own = uids_of(address.access, world)
    invented = dict.fromkeys(own, INVENTED)
    record = _record(address, world)
    visitor = visitors(world)["outsider"]
    for method in methods_of(address):
        denials = AuditEvent.objects.filter(verb="DENIED").count()
        foreign = visitor.send(method, path_of(address, own), body_for(address, world), record)
        kept = AuditEvent.objects.filter(verb="DENIED").count() - denials
        missing = visitor.send(method, path_of(address, invented), body_for(address, world), record)
        assert same(foreign, own.values()) == same(missing, [INVENTED]), method
        assert foreign.status_code in {404, 405}, method
        assert kept == (1 if foreign.status_code == 404 else 0), method
        assert CANARY not in foreign.content.decode(), method


@pytest.mark.parametrize("address", NAMED)
def test_nothing_tells_an_outsider_of_the_teams_records(address, world):
    for kind in MAKERS:
        world.record(kind)
    own = uids_of(address.access, world)
    if address.method in {"", "GET"}:
        response = visitors(world)["outsider"].send("GET", path_of(address, own), "", None)
        assert CANARY not in response.content.decode()
        assert not [header for header in response.headers.values() if CANARY in header]


@pytest.mark.parametrize("address", RECORDS)
def test_the_owner_sees_it_and_the_team_sees_what_is_the_teams(address, world):
    own = uids_of(address.access, world)
    shared = not PRIVATE & set(address.access.records.values())
    if address.method not in {"", "GET"}:
        return
    for name, visitor in visitors(world).items():
        if name == "owner" or (shared and name in {"mate", "reader"}):
            response = visitor.send("GET", path_of(address, own), "", None)
            expected = {200, 302, 303, 405}
            if address.access.edits and name != "owner":
                expected = {403} if name == "reader" else expected | {403}
            assert response.status_code in expected, name


@pytest.mark.parametrize("address", RECORDS)
def test_who_may_only_read_changes_nothing(address, world):
    own = uids_of(address.access, world)
    visitor = visitors(world)["reader"]
    for method in methods_of(address):
        if method in SAFE:
            continue
        response = visitor.send(
            method, path_of(address, own), body_for(address, world), _record(address, world)
        )
        refused = response.status_code in {403, 404, 405, 409, 422}
        assert refused, f"{method} {response.status_code}"


def test_a_deleted_record_is_a_missing_record_even_for_its_owner(world):
    visitor = visitors(world)["owner"]
    for case in RECORDS:
        address: Address = case.values[0]
        own = uids_of(address.access, world)
        with transaction.atomic():
            deleted = [kind for kind in address.access.records.values() if kind in DELETERS]
            for kind in deleted:
                DELETERS[kind](world, world.record(kind))
            for method in methods_of(address) if deleted else ():
                gone = visitor.send(
                    method, path_of(address, own), body_for(address, world), _record(address, world)
                )
                assert gone.status_code in {404, 405}, f"{address.name} {method}"
            transaction.set_rollback(True)
        world.made.clear()


def _record(address: Address, world: World):
    kinds = list(address.access.records.values())
    return world.record(kinds[-1]) if kinds else None


def _uid_sets(own: dict[str, str]) -> list[dict[str, str]]:
    return [own, dict.fromkeys(own, INVENTED)] if own else [own]
