"""Skip tests whose needs the machine does not meet, say why, and let no test be skipped in CI.

`browser` needs Chromium, `data` the folder named in TONGXIN_DATA, `needs("libreoffice")` a program of tools/machine.py.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import machine

FORBIDDEN = "No test may be skipped in CI"


def unmet_needs(item: pytest.Item) -> list[str]:
    """Return one sentence for each need of a test that this machine does not meet."""
    wanted = [str(name) for mark in item.iter_markers("needs") for name in mark.args]
    if item.get_closest_marker("browser"):
        wanted += ["chromium", "chinese-font"]
    reasons = [
        f"{name} is missing (apt-get install {machine.NEEDS[name][1]})"
        for name in dict.fromkeys(wanted)
        if not _found(name)
    ]
    folder = os.environ.get("TONGXIN_DATA", "")
    if item.get_closest_marker("data") and not (folder and Path(folder).is_dir()):
        reasons.append("TONGXIN_DATA names no folder")
    return reasons


_answers: dict[str, bool] = {}


def _found(name: str) -> bool:
    if name not in _answers:
        _answers[name] = bool(machine.NEEDS[name][0]())
    return _answers[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if reasons := unmet_needs(item):
            item.add_marker(pytest.mark.skip(reason="; ".join(reasons)))


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{FORBIDDEN}. {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _refuse(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse(report)
    return report
