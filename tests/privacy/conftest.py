"""One world for a module's tests: it costs a second to make, and each test's changes are taken back."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from tests.meta.records import World
from tests.privacy.people import everything, make_subject

from tongxin.crm.stakeholders.models import Person


@pytest.fixture(scope="module")
def kept_scene(
    prepared_file, prepared_name, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[World, Person, Path]]:
    """The world and the person, in a transaction around those of the tests. Databases are copied before it is open."""
    home = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(HOME=home):
            world = everything()
            person = make_subject(world)
        yield world, person, home
        transaction.set_rollback(True)


@pytest.fixture
def scene(kept_scene, db, settings, tmp_path) -> tuple[World, Person]:
    """A record of each kind, and somebody of whom much is known."""
    world, person, home = kept_scene
    settings.HOME = tmp_path
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    return copy.deepcopy((world, person))
