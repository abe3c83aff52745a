"""Run on PostgreSQL what uses a database, and nothing else a second time.

A test uses one when it asks pytest-django for it, or when its file names the database of a process that it starts. Tests
marked `one_engine` ask what no engine answers differently: which person is let in, which requests a description allows, how many queries
a page asks.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from django.conf import settings

# Not `django_db_blocker`: every test has it, so that none uses a database unasked.
FIXTURES = frozenset({"db", "transactional_db", "django_db_setup"})
NAMES_ONE = re.compile(r"TONGXIN_DATABASE_URL|tools/postgres|postgresql")


def uses_database(item: pytest.Item) -> bool:
    """Whether a test of this kind could come out differently on another engine."""
    if item.get_closest_marker("one_engine"):
        return False
    if item.get_closest_marker("django_db") or FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    return _names_a_database(item.path)


@lru_cache
def _names_a_database(file: Path) -> bool:
    return NAMES_ONE.search(file.read_text(encoding="utf-8")) is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    left = [item for item in items if not uses_database(item) and not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]
