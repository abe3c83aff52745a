"""Every code of the decision library has its sentence, with the values that its reason carries."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

import kamkit
from kamkit.bids.reasons import BidReason
from kamkit.problems import InputError, ProblemCode
from kamkit.reasons import Code, Reason, ReasonCode
from tongxin.wording import sentences
from tongxin.wording.kit_problems import KIT_PROBLEMS, kit_problem_text
from tongxin.wording.reasons import REASONS, reason_text


def codes() -> list[Code]:
    for module in pkgutil.walk_packages(kamkit.__path__, "kamkit."):
        if module.name.endswith(".reasons"):
            importlib.import_module(module.name)
    return [code for enum in Code.__subclasses__() for code in enum]


def test_every_code_has_its_sentence_and_every_name_is_used_once() -> None:
    names = [code.value for code in codes()]
    assert len(names) > 15
    assert len(names) == len(set(names))
    assert set(names) == {code.value for code in REASONS}
    assert all(code.value == code.name for code in codes())


def test_a_sentence_names_only_values_that_its_code_promises() -> None:
    unknown = {
        code.value: missing
        for code, text in REASONS.items()
        if (missing := set(re.findall(r"%\((\w+)\)s", str(text))) - set(promised(code)))
    }
    assert unknown == {}


def test_no_part_takes_a_code_for_another_sentence() -> None:
    parts = [
        value
        for name, value in vars(sentences).items()
        if name.isupper() and isinstance(value, Mapping) and name not in {"SENTENCES", "OF_RECORDS"}
    ]
    assert len(parts) > 10
    told: dict[str, set[str]] = {}
    for part in parts:
        for code, text in part.items():
            told.setdefault(code, set()).add(str(text))
    assert {code: texts for code, texts in told.items() if len(texts) > 1} == {}


def promised(code: Code) -> list[str]:
    """Return the names after the colon of the code's own line in its enum."""
    source = inspect.getsource(type(code))
    found = re.search(rf'    {code.name} = "{code.name}"\n    """(.*?)"""', source, flags=re.DOTALL)
    assert found, code
    return re.findall(r"\w+", found[1].partition(":")[2])


def test_every_problem_of_an_input_has_its_sentence() -> None:
    assert set(KIT_PROBLEMS) == set(ProblemCode)
    assert all(code.value == code.name for code in ProblemCode)
    error = InputError(ProblemCode.DUPLICATE, "bids[1].id", "a is there twice")
    with override("zh-hant"):
        assert kit_problem_text(error) == "「bids[1].id」出現兩次，請刪去一個。"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal(1) * 577 / 7, "82.43"),
        (Decimal("183000000.00"), "183,000,000"),
        (Decimal("0.00125"), "0.0012"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal(0), "0"),
    ],
)
def test_a_figure_is_written_as_people_read_it(value: Decimal, written: str) -> None:
    reason = Reason(code=BidReason.TECHNICAL_POINTS, params=(("points", value), ("most", 100)))
    with override("en"):
        assert reason_text(reason) == f"technical score {written} of 100"


def test_a_day_goes_without_its_year_only_where_it_is_near() -> None:
    reason = Reason(code=ReasonCode.NEXT_STEP_DUE, params=(("due", date(2026, 11, 30)),))
    with override("en"):
        assert reason_text(reason) == "next step due on 30 Nov 2026"
        assert reason_text(reason, as_of=date(2026, 11, 27)) == "next step due on 30 Nov"
        assert reason_text(reason, as_of=date(2025, 11, 27)) == "next step due on 30 Nov 2026"
    with override("zh-hant"):
        assert "2026年11月30日" in reason_text(reason)
