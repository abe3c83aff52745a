"""What tests of imports stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_actor

from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.team.choices import Role

if TYPE_CHECKING:
    from tongxin.common.actor import Actor


@pytest.fixture(autouse=True)
def _reference(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        ensure_reference_data(at=AT)


@pytest.fixture
def administrator() -> Actor:
    return make_actor(roles=(Role.ADMINISTRATOR,))
