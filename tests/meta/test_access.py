"""No address without a policy, and every policy holds for five people, all methods, own, foreign, deleted and invented uids.

The cases are made from what each address says of itself (`tongxin.config.access`): a new one brings its case with it. It
is visited once (`recording.py`), and all oracles read what was answered (`oracles.py`).
"""

import pytest
from tests.meta.oracles import faults_at
from tests.meta.records import MAKERS

from tongxin.config.access import OF_THE_API, addresses

pytestmark = [pytest.mark.sweep, pytest.mark.one_engine, pytest.mark.django_db]
ADDRESSES = list(addresses())
NAMED = {address.name: address for address in ADDRESSES if address.access is not None}


def test_every_address_has_a_policy():
    assert [address.name for address in ADDRESSES if address.access is None] == [], (
        "say who may come in where the address is made: page(…, access=…) in its urls.py"
    )


def test_no_policy_without_an_address():
    assert set(OF_THE_API) - {address.name for address in ADDRESSES} == set()


def test_every_parameter_of_a_path_has_its_kind_of_record():
    unknown = [
        f"{address.name}: {kind}"
        for address in NAMED.values()
        for kind in address.access.records.values()
        if kind not in MAKERS
    ]
    assert unknown == [], "add a maker to tests/meta/records.py"


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_door_is_as_open_as_it_says(scene, name):
    assert faults_at(scene, NAMED[name]) == []
