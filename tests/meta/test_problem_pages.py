"""Every code that the source can refuse with has its page, and the page gives the status that it is refused with."""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from django.utils import translation

from tongxin.api.problems import CODE_OF_STATUS
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.importers.apply.writers.base import RowRefused
from tongxin.importers.problems import FileCode
from tongxin.wording.problems import ADVICE, CODES, all_problem_kinds, problem_kind, slug_of, status_of
from tongxin.wording.sentences import SENTENCES

SOURCE = Path(__file__).resolve().parents[2] / "src"
# Said under another status than their class has: an answer of the API to a version that is no longer the present one.
STALE = "STALE_VERSION"
# Other modules need not be imported; some of them start things.
MAKING = re.compile(r"raise \w+\(|Refusal\(")


def refusals_in(tree: ast.AST, names: dict[str, object]) -> Iterator[tuple[str, int]]:
    """Yield code and status of every refusal made in a module, whose names are given; rows of files have no status."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        made, code = names.get(node.func.id), _code(node.args[0])
        if isinstance(made, type) and issubclass(made, Refusal) and made is not RowRefused and code:
            yield code, int(made.status)


def _code(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute(value=ast.Attribute(attr=name), attr="value") if name in FileCode.__members__:
            return str(FileCode[name])
    return ""


def refused_codes() -> dict[str, set[int]]:
    """Return code → statuses of every refusal in the source."""
    found: dict[str, set[int]] = defaultdict(set)
    for path in sorted(SOURCE.glob("tongxin/**/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if "Refus" not in path.read_text(encoding="utf-8") and "errors import" not in path.read_text(
            encoding="utf-8"
        ):
            continue
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for code, status in refusals_in(tree, vars(importlib.import_module(name))):
            found[code].add(status)
    return found


@pytest.fixture(scope="module")
def codes() -> dict[str, set[int]]:
    return refused_codes()


def test_every_code_of_the_source_has_its_page(codes):
    assert len(codes) > 150
    missing = {code for code in {*codes, *CODE_OF_STATUS.values()} if problem_kind(slug_of(code)) is None}
    assert missing == set(), "give it a sentence in tongxin.wording"


def test_pages_give_the_status_that_answers_have(codes):
    wrong = {
        code: (statuses, status_of(code))
        for code, statuses in codes.items()
        if code != STALE and statuses != {status_of(code)}
    }
    assert wrong == {}, "say it in tongxin.wording.problems.CODES"
    bare = {code: status for status, code in CODE_OF_STATUS.items() if status_of(code) != status}
    assert bare == {}
    assert status_of(STALE) == HTTPStatus.PRECONDITION_FAILED
    assert issubclass(StaleVersion, Refusal)


def test_the_registry_names_only_codes_with_a_sentence():
    assert {code for codes in CODES.values() for code in codes} - set(SENTENCES) == set()
    assert {kind.status for kind in all_problem_kinds()} == set(ADVICE)


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_no_page_shows_a_placeholder(language):
    with translation.override(language):
        shown = [kind.meaning for kind in all_problem_kinds()]
    assert [text for text in shown if "%(" in text or not text.strip()] == []


def test_a_planted_refusal_without_a_sentence_is_found():
    tree = ast.parse('raise Refusal("WEATHER_BAD", field="sky")')
    [(code, status)] = refusals_in(tree, {"Refusal": Refusal})
    assert (code, status, problem_kind(slug_of(code))) == ("WEATHER_BAD", 422, None)


def test_an_address_in_another_spelling_is_none():
    assert problem_kind("stage-missing") is not None
    assert problem_kind("STAGE_MISSING") is None
    assert problem_kind("stage_missing") is None
