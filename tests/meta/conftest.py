"""The scene that access tests play in: made once for a module, and the same for each of its tests."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from tests.meta.matrix import Visitor
from tests.meta.recording import PEOPLE, Scene, undone
from tests.meta.records import MAKERS, make_world
from tests.meta.secrets import tell_secrets

from tongxin.api import rates


@pytest.fixture(scope="module")
def _scene(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        for kind in MAKERS:
            world.record(kind)
        tell_secrets(world)
        people = {name: Visitor(name, getattr(world, name, None)) for name in PEOPLE}
        yield Scene(world=world, people=people)
        transaction.set_rollback(True)


@pytest.fixture
def scene(_scene: Scene, settings) -> Iterator[Scene]:
    """Return the world with every kind of record in it, and the five people; what a test writes is undone."""
    settings.API_RATE_PER_MINUTE = 1_000_000
    rates.forget_all()
    made = dict(_scene.world.made)
    with undone():
        yield _scene
    _scene.world.made = made
