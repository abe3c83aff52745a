"""What must hold at every address. Each oracle reads what was answered at one address and returns a line for every fault.

`test_planted_holes.py` digs a hole for each of them: a checker that never failed proves nothing.
"""

from collections.abc import Callable, Iterator

from tests.meta.matrix import SAFE, WRITING
from tests.meta.recording import DELETED, MISSING, OWN, PEOPLE, QUESTIONS, Recorded, Scene, record
from tests.meta.records import PRIVATE

from tongxin.audit import selectors as audit
from tongxin.common.access import Door
from tongxin.config.access import Address

Oracle = Callable[[Scene, Recorded], Iterator[str]]
TEAM = ("owner", "mate", "reader")


def faults_at(scene: Scene, address: Address, *oracles: Oracle) -> list[str]:
    """Record an address and ask oracles about it, all of them when none is named."""
    recorded = record(scene, address, deleting=not oracles or deleted_is_missing in oracles)
    return [
        f"{address.name} {oracle.__name__}: {fault}"
        for oracle in oracles or ORACLES
        for fault in oracle(scene, recorded)
    ]


def nothing_breaks(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """No request is answered by an unforeseen error."""
    yield from (
        f"{asked}: {answer.status}" for asked, answer in recorded.answers.items() if answer.status >= 500
    )


def denials_write_nothing(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """Who is refused changes nothing but the log, and so does who is sent to sign in."""
    closed = recorded.address.access.door is not Door.OPEN
    for asked, answer in recorded.answers.items():
        if answer.left and (answer.status >= 400 or (closed and asked.who == "anonymous")):
            yield f"{asked}: {answer.status} but changed {', '.join(answer.left)}"


def reading_writes_nothing(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """Reading, by whoever may, changes nothing but the log."""
    for asked, answer in recorded.answers.items():
        if asked.method in SAFE and answer.left:
            yield f"{asked}: {answer.status} but changed {', '.join(answer.left)}"


def closed_doors_ask_to_sign_in(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """Who is not signed in is refused at every door that is not open."""
    if recorded.address.access.door is Door.OPEN:
        return
    for asked, answer in recorded.by("anonymous"):
        if recorded.address.method:
            refused = answer.status == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")
        else:
            refused = answer.status == 302 and answer.headers["Location"].startswith("/sign-in/")
        if not refused or answer.tells:
            yield f"{asked}: {answer.status}"


def rights_are_asked(scene: Scene, recorded: Recorded) -> Iterator[str]:
    """Who lacks the right of a door is refused there."""
    if recorded.address.access.door is not Door.RIGHT:
        return
    for who in PEOPLE[:-1]:
        if scene.actor(who).has(recorded.address.access.right):
            continue
        for asked, answer in recorded.by(who):
            untaken = answer.status == 405 and not recorded.address.method
            if answer.status != 403 and not (untaken and asked.method not in SAFE):
                yield f"{asked}: {answer.status}"


def foreign_is_missing(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """A foreign record looks like an invented one, and the log notes who asked for it."""
    if recorded.address.access.door is not Door.RECORD:
        return
    missing = {asked.method: answer for asked, answer in recorded.by("outsider", about=MISSING)}
    for asked, foreign in recorded.by("outsider"):
        invented = missing[asked.method]
        if (foreign.status, foreign.body) != (invented.status, invented.body):
            yield f"{asked}: {foreign.status} differs from an invented record's {invented.status}"
        if foreign.status not in {404, 405}:
            yield f"{asked}: {foreign.status}"
        if foreign.denials != (1 if foreign.status == 404 else 0):
            yield f"{asked}: {foreign.status} left {foreign.denials} rows in the audit log"
        if foreign.tells:
            yield f"{asked}: tells of the record"


def outsiders_learn_nothing(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """Nothing tells an outsider of the team's records, also when asked for them by a text."""
    for query in QUESTIONS:
        for asked, answer in recorded.by("outsider", "GET", query=query):
            if answer.tells:
                yield str(asked)


def teams_see_their_own(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """The owner sees it, and the team sees what is the team's."""
    address = recorded.address
    if address.access.door is not Door.RECORD:
        return
    private = PRIVATE & set(address.access.records.values())
    for who in TEAM[:1] if private else TEAM:
        expected = {200, 302, 303}
        if address.access.edits and who != "owner":
            expected = {403} if who == "reader" else expected | {403}
        for asked, answer in recorded.by(who, "GET"):
            if answer.status not in expected:
                yield f"{asked}: {answer.status}"


def readers_change_nothing(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """Who may only read is refused a change."""
    if recorded.address.access.door is not Door.RECORD:
        return
    for asked, answer in recorded.by("reader", *WRITING):
        if answer.status not in {403, 404, 405, 409, 422}:
            yield f"{asked}: {answer.status}"


def deleted_is_missing(_scene: Scene, recorded: Recorded) -> Iterator[str]:
    """A deleted record is a missing one, also for its owner."""
    if recorded.address.access.door is not Door.RECORD:
        return
    for asked, answer in recorded.by("owner", about=DELETED):
        if answer.status != 404:
            yield f"{asked}: {answer.status}"


def secrets_are_kept(scene: Scene, recorded: Recorded) -> Iterator[str]:
    """No address tells a restricted field to who lacks the right to it."""
    for who in ("mate", "reader", "outsider"):
        actor = scene.actor(who)
        hidden = {field for field, right in audit.restricted_fields().items() if not actor.has(right)}
        for asked, answer in recorded.by(who, "GET", about=OWN):
            for field in sorted(answer.secrets & hidden):
                yield f"{asked}: {field}"


ORACLES: tuple[Oracle, ...] = (
    nothing_breaks,
    denials_write_nothing,
    reading_writes_nothing,
    closed_doors_ask_to_sign_in,
    rights_are_asked,
    foreign_is_missing,
    outsiders_learn_nothing,
    teams_see_their_own,
    readers_change_nothing,
    deleted_is_missing,
    secrets_are_kept,
)
