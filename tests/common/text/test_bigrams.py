import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2 as sqlite

from tongxin.common.text.bigrams import (
    FTS5_TOKENIZER,
    QueryTerm,
    index_text,
    index_tokens,
    parse_query,
    to_fts5,
    to_tsquery,
    to_tsvector,
)
from tongxin.common.text.fold import fold

TOKENIZERS = [FTS5_TOKENIZER, "unicode61 remove_diacritics 0"]


def found(texts: list[str], query: str, tokenizer: str = FTS5_TOKENIZER) -> list[int]:
    """Return the places of the texts that a real FTS5 table finds for the query."""
    database = sqlite.connect(":memory:")
    try:
        database.execute(f"CREATE VIRTUAL TABLE search USING fts5(tokens, tokenize='{tokenizer}')")
        rows = [(place, index_text(text)) for place, text in enumerate(texts)]
        database.executemany("INSERT INTO search(rowid, tokens) VALUES (?, ?)", rows)
        expression = to_fts5(parse_query(query))
        return [
            row[0]
            for row in database.execute(
                "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid", (expression,)
            )
        ]
    finally:
        database.close()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("台積電子", ["台积", "积电", "电子", "子"]),
        ("AWS移轉", ["aws", "移转", "转"]),
        ("GTX 500-Pro", ["gtx", "500", "pro"]),
        ("人", ["人"]),
        ("key_account", ["key", "account"]),
        ("、。 …", []),
        ("x" * 300, ["x" * 100]),
    ],
)
def test_index_tokens_are_pairs_of_characters_and_whole_words(text: str, tokens: list[str]) -> None:
    assert index_tokens(text) == tokens


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("積電子", [(("积电", "电子"), False)]),
        ("電子", [(("电子",), False)]),
        ("電", [(("电",), True)]),
        ("Key Acc", [(("key",), True), (("acc",), True)]),
        ("AWS移轉", [(("aws", "移转"), False)]),
        ("移轉AWS", [(("移转", "转", "aws"), True)]),
        ("，", []),
        ("", []),
    ],
)
def test_query_terms_are_phrases_and_beginnings(
    query: str, terms: list[tuple[tuple[str, ...], bool]]
) -> None:
    assert parse_query(query) == [QueryTerm(tokens=tokens, prefix=prefix) for tokens, prefix in terms]


DOCUMENTS = [
    "資訊系統採購案",
    "资讯系统维护",
    "臺灣積體電路製造",
    "AWS移轉專案",
    "移轉至 AWS",
    "大客戶經理 Anna Snelling",
    "GTX Pro 500",
]


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("系統", [0, 1]),
        ("系统", [0, 1]),
        ("資訊 採購", [0]),
        ("台湾", [2]),
        ("積體電路", [2]),
        ("移轉", [3, 4]),
        ("AWS移轉", [3]),
        ("ＡＷＳ", [3, 4]),
        ("專", [3]),
        ("anna", [5]),
        ("snel 客户", [5]),
        ("50", [6]),
        ("體統", []),
        ('"OR" NEAR(', []),
    ],
)
def test_fts5_finds_words_of_two_characters_in_either_script(
    tokenizer: str, query: str, places: list[int]
) -> None:
    assert found(DOCUMENTS, query, tokenizer) == places


# Few characters, so that random queries often meet their text; 臺 and 台 are one.
CHARACTERS = "台臺積电電子"
CHINESE = st.text(CHARACTERS, min_size=1, max_size=12)


@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(CHARACTERS + "，", max_size=14), min_size=1, max_size=6),
    st.text(CHARACTERS, min_size=1, max_size=5),
)
def test_chinese_answers_equal_the_truth_of_substring_search(
    tokenizer: str, texts: list[str], query: str
) -> None:
    truth = [place for place, text in enumerate(texts) if fold(query) in fold(text)]
    assert found(texts, query, tokenizer) == truth


def mixed_truth(text: str, query: str) -> bool:
    """Say whether the query's characters stand in the text side by side, Latin words beginning where they begin."""
    folded = fold(query)
    starts_a_word = r"(?<![a-z0-9])" if folded[0].isascii() else ""
    return re.search(starts_a_word + re.escape(folded), fold(text)) is not None


MIXED = st.lists(st.sampled_from(["aws", "gtx", "5", "台", "積", "電"]), max_size=8).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=6), MIXED.filter(bool))
def test_mixed_answers_equal_the_truth_of_word_beginnings(texts: list[str], query: str) -> None:
    truth = [place for place, text in enumerate(texts) if mixed_truth(text, query)]
    assert found(texts, query) == truth


@given(st.text(max_size=40))
def test_any_query_makes_an_expression_that_sqlite_accepts(query: str) -> None:
    if parse_query(query):
        assert found(["客戶"], query) in ([], [0])
    else:
        assert index_tokens(query) == []


@given(st.text(min_size=1, max_size=40).filter(lambda text: bool(index_tokens(text))))
def test_every_text_is_found_by_itself(text: str) -> None:
    assert found([text], text) == [0]


def test_newest_characters_are_found_with_the_ascii_tokenizer() -> None:
    assert found(["\U00031350\U00031351"], "\U00031350\U00031351") == [0]


def test_terms_of_a_caller_are_quoted() -> None:
    terms = [QueryTerm(tokens=('a"b', "c'd\\"), prefix=True), QueryTerm(tokens=("e",), prefix=False)]
    assert to_fts5(terms) == '"a""b c\'d\\" * AND "e"'
    assert to_tsquery(terms) == "('a\"b' <-> 'c''d\\\\':*) & ('e')"


def test_tsvector_text_numbers_the_tokens_up_to_the_last_place_postgresql_keeps() -> None:
    assert to_tsvector(index_tokens("O'Neil 客戶")) == "'o':1 'neil':2 '客户':3 '户':4"
    assert to_tsvector(["a"] * 16_384).endswith("'a':16383 'a':16383")


@pytest.mark.parametrize("write", [to_fts5, to_tsquery])
def test_a_query_without_terms_is_refused(write: object) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="without terms"):
        write([])
