"""Who may import, asked without being refused."""

import pytest
from tests.factories import make_actor, make_user

from tongxin.importers.rules import can_import
from tongxin.team.choices import Role


@pytest.mark.django_db
def test_an_administrator_may_import_and_a_reader_may_not():
    assert can_import(make_actor(make_user([Role.ADMINISTRATOR])))
    assert not can_import(make_actor(make_user([Role.READ_ONLY])))
