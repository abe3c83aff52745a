import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.text.fold import fold, simplify


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣積體電路製造股份有限公司", "台湾积体电路制造股份有限公司"),
        ("台積電", "臺積電"),
        ("ＡＷＳ　移轉", "aws 移转"),
        ("㈱東芝", "(株)东芝"),
        ("Müller", "MULLER"),
        ("STRASSE", "straße"),
        ("İstanbul", "istanbul"),
        ("Ｋｅｙ\u200bAccount", "keyaccount"),
        ("  key \t\n account ", "key account"),
        ("著作權", "着作权"),
        ("薴", "苎"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_two_ways_of_writing_the_same_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_different_texts_apart() -> None:
    assert fold("台中") != fold("台北")
    assert fold("й") != fold("и")


def test_fold_drops_what_cannot_be_seen() -> None:
    assert fold("客\u200d戶\ufeff\x07一\ufe0f\ud800") == "客户一"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))


@given(HAN, HAN)
def test_folding_a_part_gives_the_part_of_the_folded_text(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


def test_simplify_looks_at_the_neighbours_where_fold_does_not() -> None:
    assert simplify("乾隆") == "乾隆"
    assert fold("乾隆") == "干隆"
    assert simplify("重慶銀行") == "重庆银行"
