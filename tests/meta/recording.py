"""One pass over an address: every request that somebody's rights could decide, sent once and kept for all oracles.

Asked are five people, each method that the view takes and one that it does not, about the team's own record, an
invented one and a deleted one; a part of that at the standard addresses of declared objects, in full for one in three.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.http import HttpResponse
from tests.factories import make_actor
from tests.meta.matrix import Visitor, body_for, methods_of_view, path_of, same, uids_of
from tests.meta.records import CANARY, DELETERS, INVENTED, World
from tests.meta.secrets import TOLD
from tests.meta.standard import is_in_turn

from tongxin.common.actor import Actor
from tongxin.common.models import Fact
from tongxin.config import access
from tongxin.config.access import Address
from tongxin.web.edge.addresses import PagePattern

OWN, MISSING, DELETED = "own", "invented", "deleted"
PEOPLE = ("owner", "mate", "reader", "outsider", "anonymous")
# Words from the names of the team's records that are no canaries: pages repeat what they were asked for.
QUESTIONS = ("", "?q=Account", "?q=Deal")
# Tables that may change at a denial: the log of denials, and what signing in leaves behind.
MAY_CHANGE = frozenset({"audit_auditevent", "django_session", "team_failedsignin"})
Methods = tuple[str, ...]
# What is asked where the same view answers for another object in full: who may and who may not, and what is told to whom.
PART_OF: Mapping[str, Callable[[Methods], Methods]] = {
    "owner": lambda methods: methods[:1],
    "mate": lambda methods: methods[:1],
    "reader": lambda methods: methods[-1:],
    "outsider": lambda methods: methods,
    "anonymous": lambda methods: methods[-1:],
}
VIEWS = {name: pattern.callback for name, pattern in access.pages("") if isinstance(pattern, PagePattern)}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: who sent it, how, about which record, with which query."""

    who: str
    method: str
    about: str = OWN
    query: str = ""

    def __str__(self) -> str:
        """Return it as faults name it."""
        return " ".join(
            filter(None, (self.who, self.method, self.about if self.about != OWN else "", self.query))
        )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, as far as an oracle asks for it.

    Attributes:
        body: what of it must be equal for a foreign and an invented record.
        tells: whether it holds the canary of the team's records.
        secrets: the restricted fields it tells.
        left: tables changed for good, those that may change at a denial left out.
        denials: rows of the log that say somebody was denied.

    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    tells: bool
    secrets: frozenset[str]
    left: tuple[str, ...]
    denials: int


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An address and all that was answered there."""

    address: Address
    answers: Mapping[Asked, Answer]

    def by(
        self, who: str, *methods: str, about: str = OWN, query: str = ""
    ) -> Iterator[tuple[Asked, Answer]]:
        """Yield what somebody was answered, in the order asked; without methods, by all of them."""
        for asked, answer in self.answers.items():
            if (asked.who, asked.about, asked.query) == (who, about, query) and (
                not methods or asked.method in methods
            ):
                yield asked, answer


@dataclass
class Scene:
    """The world with every kind of record in it, and the five people."""

    world: World
    people: dict[str, Visitor]

    def send(self, address: Address, asked: Asked) -> HttpResponse:
        """Let somebody send a request, and undo what it wrote."""
        own = uids_of(address.access, self.world)
        uids = dict.fromkeys(own, INVENTED) if asked.about == MISSING else own
        path = path_of(address, uids) + asked.query
        return self.people[asked.who].send(
            asked.method, path, body_for(address, self.world), self.record(address)
        )

    def actor(self, who: str) -> Actor:
        """Return the actor somebody is."""
        return make_actor(getattr(self.world, who))

    def record(self, address: Address) -> Fact | None:
        """Return the record that an address is about: the one its last parameter names."""
        kinds = list(address.access.records.values())
        return self.world.record(kinds[-1]) if kinds else None


def methods_of(address: Address) -> tuple[str, ...]:
    """Return the methods that an address takes, the reading ones first; HEAD is GET without a body."""
    if address.method:
        return (address.method,)
    taken = methods_of_view(VIEWS[address.name]) if address.name in VIEWS else frozenset({"GET", "POST"})
    return tuple(method for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if method in taken)


def probe_of(address: Address) -> str | None:
    """Return a method that an address does not take, and that would write if it did."""
    return next((method for method in ("PUT", "DELETE") if method not in methods_of(address)), None)


def requests_to(address: Address) -> Iterator[Asked]:
    """Yield every request about records that are there or never were."""
    methods, has_record = methods_of(address), bool(address.access.records)
    if connection.vendor == "postgresql":
        # Who is let in is decided alike on every engine: asked here is what the other engine reads out.
        if "GET" in methods:
            yield Asked(who="owner", method="GET")
            yield Asked(who="outsider", method="GET")
            yield from (Asked(who="outsider", method="GET", about=MISSING) for _ in range(has_record))
        return
    in_full = is_in_turn(address.name)
    for who in PEOPLE:
        taken = methods if in_full else PART_OF[who](methods)
        yield from (Asked(who=who, method=method) for method in taken)
    yield from (Asked(who="outsider", method=method, about=MISSING) for method in methods if has_record)
    if not in_full:
        return
    # The outsider's way of asking for what is not offered, and for the head alone.
    others = [probe_of(address)] if not address.method else []
    others += ["HEAD"] if "GET" in methods else []
    for method in filter(None, others):
        yield Asked(who="outsider", method=method)
        if has_record:
            yield Asked(who="outsider", method=method, about=MISSING)
    if "GET" in methods and not has_record:
        yield from (Asked(who="outsider", method="GET", query=query) for query in QUESTIONS if query)


def record(scene: Scene, address: Address, *, deleting: bool = True) -> Recorded:
    """Send every request to an address and keep the answers; those about deleted records only when asked for."""
    answers = {asked: _ask(scene, address, asked) for asked in requests_to(address)}
    kinds = (
        sorted(set(address.access.records.values()) & set(DELETERS))
        if deleting and connection.vendor == "sqlite"
        else []
    )
    methods = methods_of(address) if is_in_turn(address.name) else methods_of(address)[:1]
    with undone():
        for kind in kinds:
            gone = scene.world.record(kind)
            DELETERS[kind](scene.world, type(gone).objects.get(pk=gone.pk))
        for method in methods if kinds else ():
            asked = Asked(who="owner", method=method, about=DELETED)
            answers[asked] = _ask(scene, address, asked)
    return Recorded(address=address, answers=answers)


def _ask(scene: Scene, address: Address, asked: Asked) -> Answer:
    response = scene.send(address, asked)
    text = response.content.decode(errors="replace")
    uids = [INVENTED] if asked.about == MISSING else uids_of(address.access, scene.world).values()
    return Answer(
        status=response.status_code,
        headers=dict(response.headers),
        body=same(response, uids),
        tells=CANARY in text or any(CANARY in value for value in response.headers.values()),
        # Words split over lines and marks by templates are none of ours: values are written in one piece.
        secrets=frozenset(field for field, texts in TOLD.items() if any(told in text for told in texts)),
        left=tuple(table for table in response.left if table not in MAY_CHANGE),
        denials=response.denials,
    )


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
