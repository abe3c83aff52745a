"""Run commands in this process, as the terminal would."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from tongxin.jobs.cli import tongxin


@pytest.fixture
def run(monkeypatch) -> Callable[..., Result]:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    runner = CliRunner()
    return lambda *arguments, **more: runner.invoke(tongxin, [str(each) for each in arguments], **more)
