import doctest
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kamkit.worklist.ranking import DEFAULT_POINTS

PAGES = sorted((Path(__file__).parents[2] / "docs" / "explanation" / "kamkit").glob("*.md"))
METHODS = [page for page in PAGES if page.name != "README.md"]


@pytest.mark.parametrize("page", METHODS, ids=lambda page: page.name)
def test_the_examples_of_the_page_are_true(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, page.name, str(page), 0)
    assert test.examples
    told: list[str] = []
    result = doctest.DocTestRunner().run(test, out=told.append)
    assert result.failed == 0, "".join(told)


@pytest.mark.parametrize("page", METHODS, ids=lambda page: page.name)
def test_the_page_states_formula_source_limits_and_example(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [word for word in ("Formula", "Source", "Limits", "Example") if f"**{word}.**" not in text] == []


def test_every_page_is_listed() -> None:
    listed = (PAGES[0].parent / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in METHODS if f"({page.name})" not in listed] == []


def test_the_points_of_the_worklist_are_those_printed() -> None:
    text = (PAGES[0].parent / "worklist.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z_]+) \| ([\d.]+) \| ?([\d.]*) ?\| ?(\d*) ?\|$", text, flags=re.MULTILINE)
    printed = [
        (code, Decimal(base), Decimal(per_day or 0), int(days or 0)) for code, base, per_day, days in rows
    ]
    assert printed == [
        (code.value, points.base, points.per_day, points.max_days) for code, points in DEFAULT_POINTS
    ]
