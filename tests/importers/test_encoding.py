"""Encodings are guessed from what the bytes say, including the Chinese ones that general guessers mix up."""

from __future__ import annotations

import io

import pytest

from tongxin.importers.files.encoding import guess_encoding

TRADITIONAL = "客戶名稱,統一編號,電話,地址\n台積電股份有限公司,22099131,03-5636688,新竹市力行六路8號\n鴻海精密工業,04541302,02-22683466,新北市土城區\n"
SIMPLIFIED = "客户名称,统一社会信用代码,电话,地址\n华为技术有限公司,914403001922038216,0755-28780808,深圳市龙岗区坂田\n"
JAPANESE = "会社名,担当者,電話\n株式会社リコー,山田 太郎,03-3777-8111\nトヨタ自動車株式会社,すずき いちろう,0565-28-2121\n"
FRENCH = "Société,Ville\nÉlectricité générale,Orléans\nCafé de l’Étoile,Besançon\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "utf-8-sig"),
        (TRADITIONAL, "utf-16"),
        (TRADITIONAL, "gb18030"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-8"),
        (JAPANESE, "cp932"),
        (FRENCH, "cp1252"),
    ],
)
def test_each_usual_encoding_is_recognised(text: str, encoding: str) -> None:
    guess = guess_encoding(io.BytesIO(text.encode(encoding)))
    assert text.encode(encoding).decode(guess.encoding) == text.encode(encoding).decode(encoding)
    assert guess.confidence >= 0.5


def test_utf_16_without_a_mark_is_recognised_by_its_zero_bytes() -> None:
    assert guess_encoding(io.BytesIO("a,b\n1,2\n".encode("utf-16-le"))).encoding == "utf-16-le"
    assert guess_encoding(io.BytesIO("a,b\n1,2\n".encode("utf-16-be"))).encoding == "utf-16-be"


def test_a_file_that_is_plain_english_for_long_is_still_read_to_its_chinese_row() -> None:
    body = b"name,city\n" + b"Plain,English\n" * 60_000 + "台灣水泥股份有限公司,台北市\n".encode("cp950")
    assert guess_encoding(io.BytesIO(body)).encoding == "cp950"


def test_an_english_file_counts_as_utf_8_for_sure() -> None:
    guess = guess_encoding(io.BytesIO(b"a,b\n1,2\n"))
    assert (guess.encoding, guess.confidence) == ("utf-8", 1.0)


def test_a_few_damaged_bytes_do_not_hide_utf_8() -> None:
    damaged = TRADITIONAL.encode() * 20 + b"\xed\xa0\x80,1,2,3\n"
    assert guess_encoding(io.BytesIO(damaged)).encoding == "utf-8"


def test_bytes_of_no_language_give_a_low_confidence() -> None:
    guess = guess_encoding(io.BytesIO(b"a,b\n" + bytes(range(0x80, 0x100)) * 4))
    assert guess.confidence <= 0.5
    assert guess.alternatives
