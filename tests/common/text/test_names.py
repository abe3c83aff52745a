import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxin.common.text.names import blocking_keys, match_key, person_key, similarity


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("臺灣積體電路製造股份有限公司", "台湾积体电路制造"),
        ("台湾积体电路制造(股)公司", "台湾积体电路制造"),
        ("台灣積體電路製造（股）公司", "台湾积体电路制造"),
        ("台積電股份有限公司台北分公司", "台积电"),
        ("台積電台北分公司", "台积电"),
        ("台積電（上海市）分公司", "台积电上海市"),
        ("中華電信股份有限公司企業客戶分公司", "中华电信"),
        ("臺灣銀行信義分行", "台湾银行"),
        ("华为技术有限责任公司", "华为技术"),
        ("深圳某某中心(有限合伙)", "深圳某某中心"),
        ("財團法人工業技術研究院", "工业技术研究院"),
        ("株式会社東芝", "东芝"),
        ("㈱東芝", "东芝"),
        ("友信行股份有限公司 (UNISON COMPANY LTD.)", "友信行"),
        ("鴻海集團公司總公司", "鸿海"),
        ("公司", "公司"),
        ("Acme Corporation", "acme"),
        ("Kan-code, Inc.", "kancode"),
        ("KANCODE Co., Ltd.", "kancode"),
        ("The Boring Company LLC", "boring"),
        ("Sony Group K.K.", "sonygroup"),
        ("Siemens AG", "siemens"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Citibank N.A., Taipei Branch", "citibankna"),
        ("Marks & Spencer PLC", "marksandspencer"),
        ("Company", "company"),
        ("The", "the"),
        ("...", ""),
    ],
)
def test_match_key_is_what_tells_organisations_apart(name: str, key: str) -> None:
    assert match_key(name) == key


def test_different_organisations_have_different_keys() -> None:
    names = ["台灣大哥大", "台灣高鐵", "遠傳電信", "Acme Co", "Acme Foods Co", "中國石油", "台灣中油"]
    assert len({match_key(name) for name in names}) == len(names)


def test_similarity_is_full_for_one_name_in_two_scripts_and_forms() -> None:
    assert similarity("台湾积体电路制造(股)公司", "臺灣積體電路製造股份有限公司") == 100


def test_similarity_does_not_mind_the_order_of_latin_words() -> None:
    assert similarity("Digital Ocean Taiwan", "Taiwan Digital Ocean Inc.") == 100


def test_similarity_falls_with_every_difference() -> None:
    assert 60 < similarity("振元資訊有限公司", "振源資訊有限公司") < 100
    assert similarity("台積電", "鴻海") == 0
    assert similarity("...", "鴻海") == 0
    assert similarity("鴻海", "") == 0


def test_names_worth_comparing_share_a_blocking_key() -> None:
    assert blocking_keys("振元資訊有限公司") & blocking_keys("振源资讯")
    assert blocking_keys("Kan-code Inc") & blocking_keys("Kancodes")
    assert blocking_keys("鴻") == {"鸿"}
    assert blocking_keys("Acme 科技") == {"ac", "cm", "me", "e科", "科技"}
    assert not blocking_keys("台積電") & blocking_keys("鴻海精密")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("陳美玲", "陈美玲小姐"),
        ("陳美玲 (May Chen)", "陈美玲"),
        ("歐陽　志明 總經理", "欧阳志明"),
        ("Dr. Wang, Xiao-Ming", "xiaoming wang"),
        ("O'Neil Pat", "PAT ONEIL"),
        ("Prof. José García", "garcia jose"),
    ],
)
def test_one_person_has_one_key(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


def test_a_title_is_not_taken_for_the_whole_name() -> None:
    assert person_key("陳經理") == "陈"
    assert person_key("經理") == "经理"
    assert person_key("Dr.") == "dr"
    assert person_key("") == ""
    assert person_key("陳美玲") != person_key("陳美琳")


@given(st.text(max_size=40))
def test_any_name_with_a_letter_has_a_key(name: str) -> None:
    assert bool(match_key(name)) == any(c.isalnum() for c in match_key(name) or "")
    assert bool(blocking_keys(name)) == bool(match_key(name))
    assert similarity(name, name) == (100 if match_key(name) else 0)


NAMES = st.text("台積電公司股份有限(A co.", max_size=12)


@given(NAMES, NAMES)
def test_similarity_is_symmetric_and_in_range(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 100
