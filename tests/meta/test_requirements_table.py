"""The table of requirements is made from the marks, and is fresh."""

import ast
from textwrap import dedent

from tools import requirements_table

MODULE = dedent(
    """
    import pytest

    pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1.1")]

    def test_one(): ...

    @pytest.mark.requirement("R2.1", "R2.2")
    @pytest.mark.parametrize("x", [1])
    def test_two(x): ...

    @pytest.mark.requirement("R3.1")
    class TestThree:
        @pytest.mark.requirement("R3.1", "R3.2")
        def test_four(self): ...

    def helper(): ...
    """
)


def test_marks_of_functions_classes_and_modules_are_read(tmp_path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_sample.py").write_text(MODULE, encoding="utf-8")
    name = "tests/test_sample.py::"
    assert requirements_table.proofs(folder) == {
        "R1.1": [name + "test_one", name + "test_two", name + "TestThree::test_four"],
        "R2.1": [name + "test_two"],
        "R2.2": [name + "test_two"],
        "R3.1": [name + "TestThree::test_four"],
        "R3.2": [name + "TestThree::test_four"],
    }


def test_other_decorators_are_no_marks():
    assert requirements_table._marked(ast.parse("pytest.mark.data('R1.1')", mode="eval").body) == []


def test_the_page_is_fresh():
    assert requirements_table.PAGE.read_text(encoding="utf-8") == requirements_table.page(), (
        "run: make generated"
    )
