"""Run commands in this process, as the terminal would."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from tongxin.jobs.cli import tongxin


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences asked for are the English ones, whether or not the catalogues are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def run(monkeypatch) -> Callable[..., Result]:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    runner = CliRunner()
    return lambda *arguments, **more: runner.invoke(tongxin, [str(each) for each in arguments], **more)
