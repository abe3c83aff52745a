"""What the access test asks of many addresses: each oracle returns one line for every fault it finds.

They take the addresses to look at, so that a hole planted at one address can be looked for there
(`test_planted_holes.py`): a checker that never failed proves nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from tests.factories import make_actor
from tests.meta.matrix import METHODS, SAFE, Visitor, body_for, database_hash, path_of, same, uids_of
from tests.meta.records import CANARY, DELETERS, INVENTED, PRIVATE, World

from tongxin.audit.models import AuditEvent
from tongxin.common.actor import Actor
from tongxin.common.models import Fact
from tongxin.config.access import Address

# Words from the names of the team's records that are no canaries: pages repeat what they were asked for.
QUESTIONS = ("", "?q=Account", "?q=Deal")


@dataclass
class Scene:
    """The world with every kind of record in it, and the five people."""

    world: World
    people: dict[str, Visitor]

    def send(
        self,
        who: str,
        method: str,
        address: Address,
        uids: dict[str, str] | None = None,
        asked: str = "",
        *,
        keep: bool = False,
    ) -> HttpResponse:
        """Let somebody send a request about the owner's records, or about others.

        Args:
            asked: the query of its address.
            keep: whether what is written stays, to be looked at.
        """
        own = uids_of(address.access, self.world)
        path = path_of(address, own if uids is None else uids)
        return self.people[who].send(
            method, path + asked, body_for(address, self.world), self.record(address), keep=keep
        )

    def actor(self, who: str) -> Actor:
        """Return the actor somebody is."""
        return make_actor(getattr(self.world, who))

    def record(self, address: Address) -> Fact | None:
        """Return the record that an address is about: the one its last parameter names."""
        kinds = list(address.access.records.values())
        return self.world.record(kinds[-1]) if kinds else None


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


def writes_and_breaks(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses where a denied or reading request writes, or any request breaks."""
    faults = []
    for address in addresses:
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
    return faults


def open_to_anybody(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name closed doors that let in who is not signed in."""
    faults = []
    for address in addresses:
        for method in methods_of(address):
            answer = scene.send("anonymous", method, address)
            if address.method:
                refused = answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
            else:
                refused = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
            if not refused or CANARY in answer.content.decode():
                faults.append(f"{address.name} {method}: {answer.status_code}")
    return faults


def open_without_the_right(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name doors that let in who lacks the right."""
    faults = []
    for address in addresses:
        for who in ("owner", "mate", "reader", "outsider"):
            if scene.actor(who).has(address.access.right):
                continue
            for method in methods_of(address):
                status = scene.send(who, method, address).status_code
                if status != 403 and (status != 405 or address.method or method in SAFE):
                    faults.append(f"{address.name} {who} {method}: {status}")
    return faults


def tell_foreign_from_missing(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses where a foreign record does not look like an invented one, or is not noted as denied."""
    faults = []
    for address in addresses:
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
    return faults


def tell_outsiders(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses that tell an outsider of the team's records, also when asked for them by a text."""
    faults = []
    for address in addresses:
        if address.method in {"", "GET"}:
            for asked in QUESTIONS[:1] if address.access.records else QUESTIONS:
                answer = scene.send("outsider", "GET", address, asked=asked)
                told = [answer.content.decode(), *answer.headers.values()]
                if any(CANARY in text for text in told):
                    faults.append(f"{address.name} {asked}".rstrip())
    return faults


def closed_to_their_team(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses that keep the team from its own records."""
    faults = []
    for address in addresses:
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
    return faults


def changed_by_readers(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses where who may only read is not refused a change."""
    faults = []
    for address in addresses:
        for method in set(methods_of(address)) - SAFE:
            status = scene.send("reader", method, address).status_code
            if status not in {403, 404, 405, 409, 422}:
                faults.append(f"{address.name} {method}: {status}")
    return faults


def show_deleted_records(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses that show a deleted record to its owner."""
    faults = []
    for address in addresses:
        kinds = set(address.access.records.values()) & set(DELETERS)
        with undone():
            for kind in kinds:
                record = scene.world.record(kind)
                DELETERS[kind](scene.world, type(record).objects.get(pk=record.pk))
            for method in methods_of(address) if kinds else ():
                status = scene.send("owner", method, address).status_code
                if status not in {404, 405}:
                    faults.append(f"{address.name} {method}: {status}")
    return faults


def reading_writes(scene: Scene, addresses: Iterable[Address]) -> list[str]:
    """Name addresses where reading, by whoever may, changes more than the log."""
    faults = []
    for address in addresses:
        before = database_hash()
        scene.send("owner", "GET", address, keep=True)
        if database_hash() != before:
            faults.append(address.name)
    return faults
