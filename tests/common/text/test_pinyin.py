import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.text.pinyin import (
    LONGEST_TOKEN_SYLLABLES,
    SORT_KEY_MAX_LENGTH,
    pinyin_tokens,
    sort_key,
)


def test_tokens_are_the_endings_in_full_and_in_initials() -> None:
    assert pinyin_tokens("台積電") == ["taijidian", "tjd", "jidian", "jd", "dian", "d"]


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("重慶銀行", "chongqingyinhang"),
        ("長庚醫院", "changgengyiyuan"),
        ("乾隆科技", "qianlongkeji"),
        ("綠能", "lvneng"),
        ("綠能", "luneng"),
        ("AWS移轉專案", "yizhuanzhuanan"),
    ],
)
def test_titles_are_found_by_their_reading(name: str, token: str) -> None:
    assert token in pinyin_tokens(name)


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("曾國藩", "zengguofan"),
        ("單小姐", "shanxiaojie"),
        ("解先生", "xiexiansheng"),
        ("仇經理", "qiujingli"),
        ("查良鏞", "zhaliangyong"),
        ("區先生", "ouxiansheng"),
        ("單于明", "chanyuming"),
        ("尉遲恭", "yuchigong"),
        ("王小明", "wangxiaoming"),
    ],
)
def test_people_are_found_by_the_reading_of_their_family_name(name: str, token: str) -> None:
    assert token in pinyin_tokens(name, person=True)


def test_family_names_are_read_so_only_in_names_of_people() -> None:
    assert "danwei" not in pinyin_tokens("單位", person=True)
    assert "danwei" in pinyin_tokens("單位")


def test_characters_without_a_reading_are_left_out() -> None:
    assert pinyin_tokens("𠮷野家") == ["yejia", "yj", "jia", "j"]
    assert pinyin_tokens("々") == []
    assert pinyin_tokens("Anna Snelling", person=True) == []
    assert pinyin_tokens("", person=True) == []


def test_long_titles_give_tokens_of_bounded_length() -> None:
    tokens = pinyin_tokens("國" * 40)
    assert max(map(len, tokens)) == LONGEST_TOKEN_SYLLABLES * len("guo")


def ordered(names: list[str], language: str, *, person: bool = False) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, language=language, person=person))


def test_traditional_names_sort_by_strokes() -> None:
    # 丁 2, 王 4, 李 7, 林 8, 陳 11, 黃 12 strokes.
    assert ordered(["黃", "陳", "林", "王", "李", "丁", "3M", "Acme"], "zh-hant") == [
        "3M", "Acme", "丁", "王", "李", "林", "陳", "黃",
    ]  # fmt: skip


def test_simplified_names_sort_by_pinyin_tone_and_strokes() -> None:
    names = ["张三", "章二", "赵一", "詹五", "陈四", "Acme", "重庆", "成都"]
    assert ordered(names, "zh-hans") == ["Acme", "陈四", "成都", "重庆", "詹五", "张三", "章二", "赵一"]


def test_english_readers_get_the_order_of_pinyin_too() -> None:
    assert ordered(["張", "陳", "zoo"], "en") == ["zoo", "陳", "張"]


def test_both_scripts_of_one_name_sort_alike_by_pinyin() -> None:
    assert sort_key("張學友", language="zh-hans") == sort_key("张学友", language="zh-hans")


def test_family_names_sort_by_their_own_reading() -> None:
    assert ordered(["曾先生", "岑先生", "趙先生"], "zh-hans", person=True) == ["岑先生", "曾先生", "趙先生"]
    assert ordered(["曾先生", "岑先生", "常先生"], "zh-hans") == ["岑先生", "曾先生", "常先生"]


def test_characters_outside_the_tables_come_last() -> None:
    assert ordered(["𠮷野家", "龘", "一"], "zh-hant") == ["一", "龘", "𠮷野家"]
    assert ordered(["𠮷野家", "做"], "zh-hans") == ["做", "𠮷野家"]
    assert ordered(["Яндекс", "한국", "王", "!"], "zh-hant") == ["!", "王", "Яндекс", "한국"]


@given(st.text(max_size=60), st.sampled_from(["zh-hant", "zh-hans", "en"]), st.booleans())
def test_sort_keys_are_short_and_hold_only_digits_and_letters(text: str, language: str, person: bool) -> None:
    key = sort_key(text, language=language, person=person)
    assert len(key) <= SORT_KEY_MAX_LENGTH
    assert not key or (key.isascii() and key.isalnum() and key == key.lower())


@given(st.text(max_size=30), st.booleans())
def test_tokens_are_distinct_and_plain(text: str, person: bool) -> None:
    tokens = pinyin_tokens(text, person=person)
    assert len(set(tokens)) == len(tokens)
    assert all(token.isascii() and token.isalpha() for token in tokens)
