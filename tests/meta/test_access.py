"""No address without a policy, and every policy holds for five people, all methods, own, foreign, deleted and invented uids.

The cases are made from the table in `tongxin.config.access`; a new address brings its cases with it. Each test makes the
world once, visits every address it speaks of, and lists what is wrong: one line for each address, visitor and method.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponse
from tests.factories import make_actor
from tests.meta.matrix import METHODS, SAFE, Visitor, body_for, database_hash, path_of, same, uids_of
from tests.meta.records import CANARY, DELETERS, INVENTED, MAKERS, PRIVATE, World, make_world

from tongxin.api import rates
from tongxin.api.v1 import me
from tongxin.audit.models import AuditEvent
from tongxin.common.access import Door
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.models import Fact
from tongxin.config.access import PAGES, Address, addresses
from tongxin.team.models import ApiToken

ADDRESSES = list(addresses())
NAMED = [address for address in ADDRESSES if address.access is not None]
CLOSED = [address for address in NAMED if address.access.door is not Door.OPEN]
FOR_RIGHTS = [address for address in NAMED if address.access.door is Door.RIGHT]
OF_RECORDS = [address for address in NAMED if address.access.door is Door.RECORD]


def test_every_address_has_a_policy():
    assert [address.name for address in ADDRESSES if address.access is None] == [], (
        "add it to config/access.py"
    )


def test_no_policy_without_an_address():
    assert set(PAGES) - {address.name for address in ADDRESSES} == set()


def test_every_parameter_of_a_path_has_its_kind_of_record():
    unknown = [
        f"{address.name}: {kind}"
        for address in NAMED
        for kind in address.access.records.values()
        if kind not in MAKERS
    ]
    assert unknown == [], "add a maker to tests/meta/records.py"


@dataclass
class Scene:
    """The world with every kind of record in it, and the five people."""

    world: World
    people: dict[str, Visitor]

    def send(
        self, who: str, method: str, address: Address, uids: dict[str, str] | None = None
    ) -> HttpResponse:
        """Let somebody send a request about the owner's records, or about others."""
        own = uids_of(address.access, self.world)
        path = path_of(address, own if uids is None else uids)
        return self.people[who].send(method, path, body_for(address, self.world), self.record(address))

    def actor(self, who: str) -> Actor:
        """Return the actor somebody is."""
        return make_actor(getattr(self.world, who))

    def record(self, address: Address) -> Fact | None:
        """Return the record that an address is about: the one its last parameter names."""
        kinds = list(address.access.records.values())
        return self.world.record(kinds[-1]) if kinds else None


@pytest.fixture
def scene(db: None, settings) -> Scene:
    settings.API_RATE_PER_MINUTE = 1_000_000
    rates.forget_all()
    world = make_world()
    for kind in MAKERS:
        world.record(kind)
    people = {name: Visitor(name, getattr(world, name)) for name in ("owner", "mate", "reader", "outsider")}
    return Scene(world=world, people=people | {"anonymous": Visitor("anonymous", None)})


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def methods_of(address: Address) -> tuple[str, ...]:
    if not address.method:
        return METHODS
    return ("HEAD", "GET") if address.method == "GET" else (address.method,)


def test_denied_and_reading_requests_write_nothing_and_nothing_breaks(scene):
    faults = []
    for address in NAMED:
        before = database_hash()
        own = uids_of(address.access, scene.world)
        uid_sets = [own, dict.fromkeys(own, INVENTED)] if own else [own]
        for who in scene.people:
            # What the team may write is undone anyway; who else may write nothing tries everything.
            every = who in {"reader", "outsider", "anonymous"}
            for method in methods_of(address) if every else set(methods_of(address)) & {"GET", "POST"}:
                for uids in uid_sets if who == "outsider" else uid_sets[:1]:
                    status = scene.send(who, method, address, uids).status_code
                    if status >= 500:
                        faults.append(f"{address.name} {who} {method}: {status}")
        if database_hash() != before:
            faults.append(f"{address.name}: the database has changed")
    assert faults == []


def test_who_is_not_signed_in_is_let_in_by_open_doors_only(scene):
    faults = []
    for address in CLOSED:
        for method in methods_of(address):
            answer = scene.send("anonymous", method, address)
            if address.method:
                refused = answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
            else:
                refused = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
            if not refused or CANARY in answer.content.decode():
                faults.append(f"{address.name} {method}: {answer.status_code}")
    assert faults == []


def test_who_lacks_the_right_is_refused(scene):
    faults = []
    for address in FOR_RIGHTS:
        for who in ("owner", "mate", "reader", "outsider"):
            if scene.actor(who).has(address.access.right):
                continue
            for method in methods_of(address):
                status = scene.send(who, method, address).status_code
                if status != 403 and (status != 405 or address.method or method in SAFE):
                    faults.append(f"{address.name} {who} {method}: {status}")
    assert faults == []


def test_a_foreign_record_is_a_missing_record(scene):
    faults = []
    for address in OF_RECORDS:
        own = uids_of(address.access, scene.world)
        for method in methods_of(address):
            denials = AuditEvent.objects.filter(verb="DENIED").count()
            foreign = scene.send("outsider", method, address)
            kept = AuditEvent.objects.filter(verb="DENIED").count() - denials
            missing = scene.send("outsider", method, address, dict.fromkeys(own, INVENTED))
            what = f"{address.name} {method}: {foreign.status_code}"
            if same(foreign, own.values()) != same(missing, [INVENTED]):
                faults.append(f"{what} differs from an invented record's {missing.status_code}")
            if foreign.status_code not in {404, 405}:
                faults.append(what)
            if kept != (1 if foreign.status_code == 404 else 0):
                faults.append(f"{what} left {kept} rows in the audit log")
            if CANARY in foreign.content.decode():
                faults.append(f"{what} tells of the record")
    assert faults == []


def test_nothing_tells_an_outsider_of_the_teams_records(scene):
    faults = []
    for address in NAMED:
        if address.method in {"", "GET"}:
            answer = scene.send("outsider", "GET", address)
            if CANARY in answer.content.decode() or any(CANARY in value for value in answer.headers.values()):
                faults.append(address.name)
    assert faults == []


def test_the_owner_sees_it_and_the_team_sees_what_is_the_teams(scene):
    faults = []
    for address in OF_RECORDS:
        if address.method not in {"", "GET"}:
            continue
        private = PRIVATE & set(address.access.records.values())
        for who in ("owner",) if private else ("owner", "mate", "reader"):
            status = scene.send(who, "GET", address).status_code
            expected = {200, 302, 303, 405}
            if address.access.edits and who != "owner":
                expected = {403} if who == "reader" else expected | {403}
            if status not in expected:
                faults.append(f"{address.name} {who}: {status}")
    assert faults == []


def test_who_may_only_read_changes_nothing(scene):
    faults = []
    for address in OF_RECORDS:
        for method in set(methods_of(address)) - SAFE:
            status = scene.send("reader", method, address).status_code
            if status not in {403, 404, 405, 409, 422}:
                faults.append(f"{address.name} {method}: {status}")
    assert faults == []


def test_a_deleted_record_is_a_missing_record_even_for_its_owner(scene):
    faults = []
    for address in OF_RECORDS:
        kinds = set(address.access.records.values()) & set(DELETERS)
        with undone():
            for kind in kinds:
                record = scene.world.record(kind)
                DELETERS[kind](scene.world, type(record).objects.get(pk=record.pk))
            for method in methods_of(address) if kinds else ():
                status = scene.send("owner", method, address).status_code
                if status not in {404, 405}:
                    faults.append(f"{address.name} {method}: {status}")
    assert faults == []


def only(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Look at one address only."""
    chosen = [address for address in NAMED if address.name == name]
    for table in ("NAMED", "OF_RECORDS"):
        monkeypatch.setitem(globals(), table, chosen)


def test_a_planted_look_at_foreign_records_is_found(scene, monkeypatch):
    only(monkeypatch, "api:token")
    monkeypatch.setattr(me, "get_token_for", lambda _actor, uid: ApiToken.objects.get(uid=uid))
    with pytest.raises(AssertionError, match="api:token"):
        test_a_foreign_record_is_a_missing_record(scene)
    with pytest.raises(AssertionError, match="api:token"):
        test_nothing_tells_an_outsider_of_the_teams_records(scene)


def test_a_planted_write_before_a_denial_is_found(scene, monkeypatch):
    def write_and_refuse(_actor: Actor, uid: str) -> None:
        ApiToken.objects.update(name="written")
        raise Missing("TOKEN_MISSING", uid=uid)

    only(monkeypatch, "api:token")
    monkeypatch.setattr(me, "get_token_for", write_and_refuse)
    with pytest.raises(AssertionError, match="the database has changed"):
        test_denied_and_reading_requests_write_nothing_and_nothing_breaks(scene)
