"""No address without a policy, and every policy holds for five people, all methods, own, foreign, deleted and invented uids.

The cases are made from what each address says of itself (`tongxin.config.access`): a new one brings its cases
with it. Each test makes the world once, visits every address it speaks of, and lists what is wrong: one line for each
address, visitor and method.
"""

from tests.meta import oracles
from tests.meta.records import MAKERS

from tongxin.common.access import Door
from tongxin.config.access import OF_THE_API, addresses

ADDRESSES = list(addresses())
NAMED = [address for address in ADDRESSES if address.access is not None]
CLOSED = [address for address in NAMED if address.access.door is not Door.OPEN]
FOR_RIGHTS = [address for address in NAMED if address.access.door is Door.RIGHT]
OF_RECORDS = [address for address in NAMED if address.access.door is Door.RECORD]


def test_every_address_has_a_policy():
    assert [address.name for address in ADDRESSES if address.access is None] == [], (
        "say who may come in where the address is made: page(…, access=…) in its urls.py"
    )


def test_no_policy_without_an_address():
    assert set(OF_THE_API) - {address.name for address in ADDRESSES} == set()


def test_every_parameter_of_a_path_has_its_kind_of_record():
    unknown = [
        f"{address.name}: {kind}"
        for address in NAMED
        for kind in address.access.records.values()
        if kind not in MAKERS
    ]
    assert unknown == [], "add a maker to tests/meta/records.py"


def test_denied_and_reading_requests_write_nothing_and_nothing_breaks(scene):
    assert oracles.writes_and_breaks(scene, NAMED) == []


def test_who_is_not_signed_in_is_let_in_by_open_doors_only(scene):
    assert oracles.open_to_anybody(scene, CLOSED) == []


def test_who_lacks_the_right_is_refused(scene):
    assert oracles.open_without_the_right(scene, FOR_RIGHTS) == []


def test_a_foreign_record_is_a_missing_record(scene):
    assert oracles.tell_foreign_from_missing(scene, OF_RECORDS) == []


def test_nothing_tells_an_outsider_of_the_teams_records(scene):
    assert oracles.tell_outsiders(scene, NAMED) == []


def test_the_owner_sees_it_and_the_team_sees_what_is_the_teams(scene):
    assert oracles.closed_to_their_team(scene, OF_RECORDS) == []


def test_who_may_only_read_changes_nothing(scene):
    assert oracles.changed_by_readers(scene, OF_RECORDS) == []


def test_a_deleted_record_is_a_missing_record_even_for_its_owner(scene):
    assert oracles.show_deleted_records(scene, OF_RECORDS) == []


def test_reading_changes_nothing(scene):
    read = [address for address in NAMED if address.method in {"", "GET"}]
    assert oracles.reading_writes(scene, read) == []
