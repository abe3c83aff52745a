"""The reader, writer and checks of message catalogues, against polib and the standard library as judges."""

import gettext
import io

import polib
import pytest
from tools import catalogue, i18n_checks
from tools.catalogue import Key, Message

MESSAGES = [
    Message(Key("", "Save"), translation="儲存"),
    Message(Key("verb", "log"), translation="記錄", comments=("A button",)),
    Message(Key("noun", "log"), translation="紀錄"),
    Message(Key("", 'Two "lines"\nand a \\ and a \t tab'), translation="兩行\n「字」\\\t"),
    Message(Key("", "%(n)s deal"), "%(n)s deals", "%(n)s筆商機", ("python-format",)),
    Message(Key("", "Not yet")),
]


def by_key(messages):
    return sorted(messages, key=lambda message: (message.key.msgid, message.key.context))


def test_written_catalogue_reads_back_unchanged():
    assert catalogue.parse_po(catalogue.format_po("zh_Hant", MESSAGES)) == by_key(MESSAGES)


def test_polib_reads_the_written_catalogue_as_we_do():
    theirs = polib.pofile(catalogue.format_po("zh_Hant", MESSAGES))
    found = {
        (e.msgctxt or "", e.msgid, e.msgid_plural, e.msgstr_plural[0] if e.msgid_plural else e.msgstr)
        for e in theirs
    }
    assert found == {(m.key.context, m.key.msgid, m.plural, m.translation) for m in MESSAGES}


def test_python_finds_every_translation_in_the_compiled_catalogue():
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.compile_mo("zh_Hant", MESSAGES)))
    assert compiled.gettext("Save") == "儲存"
    assert compiled.pgettext("verb", "log") == "記錄"
    assert compiled.pgettext("noun", "log") == "紀錄"
    assert compiled.ngettext("%(n)s deal", "%(n)s deals", 5) == "%(n)s筆商機"
    assert compiled.gettext("Not yet") == "Not yet"
    assert compiled.info()["language"] == "zh_Hant"


def test_obsolete_and_fuzzy_entries_are_recognised():
    text = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "c"\n#~ msgstr "d"\n'
    first, second = catalogue.parse_po(text)
    assert first.flags == ("fuzzy",)
    assert not first.obsolete
    assert second.obsolete


def test_unreadable_line_is_named():
    with pytest.raises(catalogue.CatalogueError, match=r"x\.po, line 2"):
        catalogue.parse_po('msgid "a"\nmsgstr b', "x.po")


@pytest.mark.parametrize(
    ("locale", "english", "translation", "fault"),
    [
        ("zh_Hant", "Save", "", "untranslated"),
        ("zh_Hant", "%(n)s deals", "商機", "placeholders differ"),
        ("zh_Hant", "%%(n)s found", "找到%%(m)s筆", "placeholders differ"),
        ("zh_Hant", "<b>Bold</b>", "粗體", "tags differ"),
        ("zh_Hant", "Use CSV", "使用 CSV", "space between Chinese and Latin"),
        ("zh_Hant", "%(n)s deals", "%(n)s 筆商機", "space between Chinese and Latin"),
        ("zh_Hant", "%(n)s %% done", "已完成%(n)s%%", "space before a percent sign"),
        ("zh_Hans", "95% interval", "95 %区间", "space before a percent sign"),
        ("zh_Hant", "Name: ", "名稱:", "half-width punctuation"),
        ("zh_Hant", "Quality", "質量", "write 品質"),
        ("zh_Hant", "Quality", "品质", "other script"),
        ("zh_Hans", "Quality", "品质", "write 质量"),
        ("zh_Hans", "Quality", "質量", "other script"),
        ("zh_Hant", "You may not", "您不可以", "您 is not used here"),
        ("zh_Hans", "You may not", "您不可以", "您 is not used here"),
    ],
)
def test_fault_is_found(locale, english, translation, fault):
    message = Message(Key("", english), translation=translation)
    found = list(i18n_checks.faults(locale, [message], {message.key}))
    assert any(fault in line for line in found), found


@pytest.mark.parametrize(
    ("locale", "english", "translation"),
    [
        ("zh_Hant", "Quality of %(n)s CSV files", "%(n)s個CSV檔案的品質"),
        ("zh_Hant", "Criterion", "評核項目"),
        ("zh_Hant", "%(n)s %(unit)s, 5%%", "%(n)s %(unit)s，5%%"),
        ("zh_Hans", "Settings, <b>all</b>", "设置，<b>全部</b>"),
    ],
)
def test_good_translation_has_no_fault(locale, english, translation):
    message = Message(Key("", english), translation=translation)
    assert list(i18n_checks.faults(locale, [message], {message.key})) == []


def test_catalogue_and_source_must_hold_the_same_messages():
    stale, fresh = Message(Key("", "Old"), translation="舊"), Key("", "New")
    found = list(i18n_checks.faults("zh_Hant", [stale], {fresh}))
    assert found == ["not in the catalogue: 'New'", "not in the source: 'Old'"]
