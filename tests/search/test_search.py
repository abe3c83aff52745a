from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q

from tongxin.audit.choices import Kind
from tongxin.search.actions import Entry, index, move_account, remove
from tongxin.search.selectors import find, matching_uids

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVERYTHING = Q()


def entry(
    uid: str,
    title: str,
    *,
    kind: str = Kind.ACCOUNT,
    names: tuple[str, ...] = (),
    body: str = "",
    account_id: int | None = 1,
    minutes: int = 0,
) -> Entry:
    return Entry(
        kind=kind,
        uid=uid,
        title=title,
        names=names,
        body=body,
        account_id=account_id,
        touched_at=START + timedelta(minutes=minutes),
    )


@pytest.fixture(autouse=True)
def _documents(db: None) -> None:
    index(
        [
            entry("tsmc", "臺灣積體電路製造股份有限公司", names=("台積電", "TSMC")),
            entry("honhai", "鴻海精密工業", body="伺服器代工，AWS移轉專案"),
            entry("tseng", "曾國明", kind=Kind.PERSON, account_id=2),
            entry("tseng-co", "曾記食品"),
        ]
    )


def found(
    text: str,
    *,
    visible: Q = EVERYTHING,
    kinds: tuple[str, ...] = (),
    limit: int = 20,
    small: bool = False,
) -> list[str]:
    documents = find(text, visible=visible, is_small=lambda: small, kinds=kinds, limit=limit)
    return [document.object_uid for document in documents]


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("電路", ["tsmc"]),
        ("电路", ["tsmc"]),
        ("台湾", ["tsmc"]),
        ("台積", ["tsmc"]),
        ("tsm", ["tsmc"]),
        ("taijidian", ["tsmc"]),
        ("jidian", ["tsmc"]),
        ("tjd", ["tsmc"]),
        ("ＡＷＳ移转", ["honhai"]),
        ("精密 aws", ["honhai"]),
        ("精密 台積", []),
        ("zengguoming", ["tseng"]),
        ("zgm", ["tseng"]),
        ("，", []),
        ("", []),
    ],
)
def test_records_are_found_by_parts_scripts_and_pinyin(text: str, uids: list[str]) -> None:
    assert found(text) == uids


def test_only_what_is_visible_is_found() -> None:
    assert found("曾", visible=Q(account_id=2)) == ["tseng"]
    assert found("曾", visible=Q(account_id=99)) == []


def test_kinds_narrow_the_search() -> None:
    assert found("曾", kinds=(Kind.PERSON,)) == ["tseng"]
    assert set(found("曾")) == {"tseng", "tseng-co"}


def test_lists_filter_by_uids_of_one_kind() -> None:
    assert list(matching_uids("曾", Kind.ACCOUNT)) == ["tseng-co"]
    assert list(matching_uids("，", Kind.ACCOUNT)) == []


def test_titles_that_are_or_begin_with_the_text_come_first() -> None:
    index(
        [
            entry("body", "其他", body="鴻海", minutes=9),
            entry("inside", "台灣鴻海", minutes=8),
            entry("same", "鸿海", minutes=1),
        ]
    )
    assert found("鴻海") == ["same", "honhai", "inside", "body"]


def test_a_record_indexed_again_is_found_by_its_new_name_only() -> None:
    index([entry("honhai", "富士康")])
    assert found("富士") == ["honhai"]
    assert found("精密") == []
    index([])
    assert found("富士") == ["honhai"]


def test_a_removed_record_is_not_found() -> None:
    remove(Kind.ACCOUNT, ["honhai"])
    assert found("鴻海") == []
    assert found("電路") == ["tsmc"]


def test_a_record_that_moved_is_found_by_those_who_see_the_new_account() -> None:
    move_account(from_id=2, to_id=3, uids=["tseng"])
    assert found("曾國明", visible=Q(account_id=3)) == ["tseng"]
    assert found("曾國明", visible=Q(account_id=2)) == []


def test_characters_newer_than_the_database_are_found() -> None:
    index([entry("new", "\U00031350\U00031351公司")])
    assert found("\U00031350\U00031351") == ["new"]


def test_a_common_word_is_found_beyond_the_documents_indexed_last(monkeypatch):
    monkeypatch.setattr("tongxin.search.engines.sqlite.WINDOW", 1)
    index(
        [entry(f"c{number}", f"光電{number}", account_id=number % 2, minutes=number) for number in range(8)]
    )
    assert found("光電", visible=Q(account_id=0)) == ["c6", "c4", "c2", "c0"]
    assert len(found("光電")) == 8


def test_a_common_word_within_everything_gives_the_newest(monkeypatch):
    monkeypatch.setattr("tongxin.search.engines.sqlite.WINDOW", 2)
    index([entry(f"c{number}", "光電", minutes=number) for number in range(30)])
    assert found("光電", limit=2) == ["c29", "c28"]


def test_a_title_is_found_before_texts_that_are_newer(monkeypatch):
    monkeypatch.setattr("tongxin.search.engines.sqlite.WINDOW", 1)
    index([entry("titled", "客戶服務部", minutes=0)])
    index([entry(f"c{number}", "拜訪", body="客戶要報告", minutes=number + 1) for number in range(30)])
    assert found("客戶", limit=4) == ["titled", "c29", "c28", "c27"]


def test_terms_may_stand_in_the_title_and_in_the_text():
    index([entry("both", "曜禾醫療", body="寄出報告"), entry("one", "曜禾集團", body="")])
    assert found("曜禾 報告") == ["both"]


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("window", [1, 3, 20])
@pytest.mark.parametrize(
    "text", ["客戶", "報告", "客戶 報告", "客", "客戶報", "report", "rep 客戶", "報告書"]
)
def test_within_a_scope_the_same_is_found_however_many_documents_have_the_word(
    monkeypatch, window, text, small
):
    monkeypatch.setattr("tongxin.search.engines.sqlite.WINDOW", window)
    titles = ("客戶服務部", "報告", "設備")
    bodies = ("客戶要報告", "客戶報告書", "final report", "report 給客戶", "無", "客 戶")
    made = {f"s{number}": (titles[number % 3], bodies[number % 6], number // 12) for number in range(48)}
    index(
        [
            entry(uid, title, body=body, account_id=10 + group, minutes=number)
            for number, (uid, (title, body, group)) in enumerate(made.items())
        ]
    )
    words = text.split()
    expected = [
        uid
        for uid, (title, body, group) in made.items()
        if group == 1 and all(_holds(title, word) or _holds(body, word) for word in words)
    ]
    assert set(found(text, visible=Q(account_id=11), small=small)) == set(expected)


def _holds(text: str, word: str) -> bool:
    # Chinese anywhere, Latin at the beginning of a word.
    return word in text if not word.isascii() else any(part.startswith(word) for part in text.split())
