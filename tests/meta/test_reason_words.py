"""Every code of the decision library has its sentence, with the values that its reason carries."""

import importlib
import inspect
import pkgutil
import re

import kamkit
from kamkit.reasons import Code
from tongxin.wording.reasons import REASONS


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


def promised(code: Code) -> list[str]:
    """Return the names after the colon of the code's own line in its enum."""
    source = inspect.getsource(type(code))
    found = re.search(rf'    {code.name} = "{code.name}"\n    """(.*?)"""', source, flags=re.DOTALL)
    assert found, code
    return re.findall(r"\w+", found[1].partition(":")[2])
