import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.taxids import TaxIdProblem, check_cn, check_tw, normalize_tax_id


# Published numbers of listed companies (公開資訊觀測站): 台積電, 鴻海, 聯發科, 中華電信, 台電, 統一超商.
@pytest.mark.parametrize("value", ["22099131", "04541302", "84149961", "96979933", "03795904", "22555003"])
def test_numbers_of_real_companies_pass(value: str) -> None:
    assert check_tw(value) is None


# By hand: 10458575 adds 1+0+4+1+8+1+10+5 = 30, with the 10 as 0; 10458574 adds 29, and 30 with the 10 as 1.
@pytest.mark.parametrize("value", ["10458574", "10458575", "12345675", "12345676"])
def test_a_seven_in_the_seventh_place_has_two_readings(value: str) -> None:
    assert check_tw(value) is None


def test_the_rule_of_2023_accepts_sums_divisible_by_five_only() -> None:
    # 04595252 adds 0+8+5+9+5+4+2+2 = 35: not divisible by 10, as the old rule asked.
    assert check_tw("04595252") is None
    assert check_tw("04595257") is None
    assert check_tw("04595253") is TaxIdProblem.CHECKSUM


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", TaxIdProblem.LENGTH),
        ("2209913", TaxIdProblem.LENGTH),
        ("220991311", TaxIdProblem.LENGTH),
        ("2209913A", TaxIdProblem.CHARACTERS),
        ("二二〇九九一三一", TaxIdProblem.CHARACTERS),
        ("22099132", TaxIdProblem.CHECKSUM),
        ("10458576", TaxIdProblem.CHECKSUM),
        ("00000000", TaxIdProblem.CHECKSUM),
    ],
)
def test_wrong_numbers_of_taiwan_say_why(value: str, problem: TaxIdProblem) -> None:
    assert check_tw(value) is problem


# Published codes: 华为技术, 阿里巴巴(中国), 腾讯科技(深圳), 百度(北京百度网讯), and the widely printed example with letters.
@pytest.mark.parametrize(
    "value",
    [
        "914403001922038216",
        "91330100799655058B",
        "9144030071526726XG",
        "91110000802100433B",
        "91350100M000100Y43",
    ],
)
def test_codes_of_real_companies_pass(value: str) -> None:
    assert check_cn(value) is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", TaxIdProblem.LENGTH),
        ("91440300192203821", TaxIdProblem.LENGTH),
        ("91440300192203821I", TaxIdProblem.CHARACTERS),
        ("914403001922038217", TaxIdProblem.CHECKSUM),
    ],
)
def test_wrong_codes_of_the_mainland_say_why(value: str, problem: TaxIdProblem) -> None:
    assert check_cn(value) is problem


def test_full_width_blanks_and_small_letters_do_not_matter() -> None:
    assert normalize_tax_id(" ２２０９-９１３１　") == "22099131"
    assert check_tw("２２０９ ９１３１") is None
    assert check_cn("9133 0100 7996 5505 8b") is None


@given(st.sampled_from(["22099131", "84149961"]), st.integers(0, 7), st.integers(1, 9))
def test_a_wrong_digit_is_at_most_a_checksum_problem_and_blanks_do_not_matter(
    value: str, place: int, step: int
) -> None:
    changed = value[:place] + str((int(value[place]) + step) % 10) + value[place + 1 :]
    assert check_tw(changed) in (None, TaxIdProblem.CHECKSUM)
    assert check_tw(f" {changed} ") is check_tw(changed)


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_single_wrong_character_of_a_mainland_code_is_found(place: int, character: str) -> None:
    value = "91350100M000100Y43"
    changed = value[:place] + character + value[place + 1 :]
    assert (check_cn(changed) is None) == (changed == value)
