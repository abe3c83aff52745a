"""The demo company's texts: each has its line in the table, in both other languages."""

import ast
from pathlib import Path

import pytest
from opencc import OpenCC

from tongxin import demo
from tongxin.demo.customers import ACCOUNTS
from tongxin.demo.words import CHINESE, Native, WordMissing, Words, _column

SIMPLIFIED = OpenCC("t2s")


def texts() -> set[str]:
    """Return the Chinese texts in the source of the demo, but for docstrings and what stays as it is."""
    found: set[str] = set()
    for path in Path(demo.__file__).parent.glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        left = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        native = (
            node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Native"
        )
        left |= {id(each) for node in native for each in node.args}
        found |= {
            node.value
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and CHINESE.search(node.value)
            and id(node) not in left
        }
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_text_has_a_line_and_every_line_a_text(language):
    assert set(_column(language)) == texts()
    assert all(_column(language).values())


def test_english_is_without_chinese_and_simplified_without_traditional():
    assert [text for text in _column("en").values() if CHINESE.search(text)] == []
    simplified = _column("zh-hans").values()
    assert [text for text in simplified if SIMPLIFIED.convert(text) != text] == []


def test_texts_are_told_however_deep_and_all_else_stays():
    first = Words.of("en").told(ACCOUNTS)[0]
    assert (first.name, first.key, first.values["tier"]) == ("Yaohe Health System", "yaohe", "STRATEGIC")
    assert Words.of("en").told({"價格": [Native("影像"), 20]}) == {"Price": ["影像", 20]}
    assert Words.of("zh-hant").told(ACCOUNTS) is ACCOUNTS
    with pytest.raises(WordMissing):
        Words.of("en").told("沒有這一句")
