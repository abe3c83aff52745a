import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.phones import phone_key, tidy_phone


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("　０２－２３４５－６７８９ ", "02-2345-6789"),
        ("+886  2 2345 6789 #12", "+886 2 2345 6789 #12"),
        ("02–2345–6789", "02-2345-6789"),
        ("", ""),
    ],
)
def test_numbers_are_tidied_and_not_regrouped(text: str, tidy: str) -> None:
    assert tidy_phone(text) == tidy


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+886-2-2345-6789", "0223456789"),
        ("(02) 2345-6789 分機 123", "0223456789"),
        ("00886 2 2345 6789 ext. 9", "0223456789"),
        ("+886 (0)2 2345 6789", "0223456789"),
        ("０９１２－３４５－６７８", "0912345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 10 8888 6666", "01088886666"),
        ("+1 650 123 4567", "+16501234567"),
        ("0014915112345678", "+14915112345678"),
        ("+", ""),
        ("none", ""),
    ],
)
def test_one_number_has_one_key(text: str, key: str) -> None:
    assert phone_key(text) == key


@given(st.text(max_size=30))
def test_tidying_twice_changes_nothing_and_keys_survive_it(text: str) -> None:
    assert tidy_phone(tidy_phone(text)) == tidy_phone(text)
    assert phone_key(tidy_phone(text)) == phone_key(text)
