"""Texts with fields and layouts, and what happens when an administrator replaces them."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongxin.common.errors import Refusal
from tongxin.documents.content import Bullets, Document, Heading, Note, Paragraph, Table
from tongxin.documents.docx import write_docx
from tongxin.documents.pdf import write_pdf
from tongxin.documents.places import BUILT_IN
from tongxin.documents.templates import Template, fill
from tongxin.wording.sentences import sentence

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
LETTER = """# Offer to {{customer}}

Dear {{ name }},
thank you.

{{ prices }}
## Terms
### Payment
- Thirty days
- {{ currency }}
> Valid until {{day}}

{{ name }}

{{ day }}
- One more
"""


@pytest.fixture
def letter(tmp_path):
    (tmp_path / "letter.en.md").write_text(LETTER, encoding="utf-8")
    known = frozenset({"customer", "name", "currency", "day"})
    return Template(name="letter", folder=tmp_path, fields=known, blocks=frozenset({"prices"}))


@pytest.fixture
def own(settings, tmp_path):
    settings.TEMPLATE_FOLDER = str(tmp_path / "own")
    folder = Path(settings.TEMPLATE_FOLDER)
    folder.mkdir()
    return folder


def filled(letter, **values):
    prices = Table(heads=("Item",), rows=(("Prober",),))
    return fill(letter, language="en", values=values, blocks={"prices": [prices]}, footer="f")


def test_a_template_becomes_a_document(letter):
    made = filled(letter, customer="Northwind", name="# Ms {{ day }}", currency="TWD")
    assert (made.title, made.footer) == ("Offer to Northwind", "f")
    assert made.blocks == (
        Paragraph(text="Dear # Ms {{ day }},\nthank you."),
        Table(heads=("Item",), rows=(("Prober",),)),
        Heading(text="Terms", level=1),
        Heading(text="Payment", level=2),
        Bullets(items=("Thirty days", "TWD")),
        Note(text="Valid until "),
        Paragraph(text="# Ms {{ day }}"),
        Bullets(items=("One more",)),
    )


def test_an_own_text_takes_the_place_of_the_built_in_one(letter, own):
    assert filled(letter, customer="N").title == "Offer to N"
    (own / "letter.en.md").write_text("# Our letter to {{ customer }}\n", encoding="utf-8")
    assert filled(letter, customer="N").title == "Our letter to N"
    (own / "letter.en.md").write_bytes("# 信".encode("big5"))
    with pytest.raises(Refusal, match="TEMPLATE_UNREADABLE"):
        filled(letter)


@pytest.mark.parametrize("text", ["Dear {{ nickname }}", "Prices: {{ prices }}"])
def test_an_unknown_field_is_refused_in_words(letter, own, text):
    (own / "letter.en.md").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        filled(letter)
    said = sentence(refused.value)
    assert "letter" in said
    assert "currency, customer, day, name" in said


def test_an_own_layout_is_used_and_a_broken_one_named(own):
    document = Document(title="Plain", language="en", blocks=(Paragraph(text="text"),))
    built_in = (BUILT_IN / "layout.typ").read_text(encoding="utf-8")
    (own / "layout.typ").write_text(built_in.replace('paper: "a4"', 'paper: "a5"'), encoding="utf-8")
    assert b"/MediaBox[0 0 419" in write_pdf(document, at=AT)
    (own / "layout.typ").write_text("#no-such-thing()", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        write_pdf(document, at=AT)
    assert refused.value.code == "LAYOUT_FAILED"
    assert "layout.typ" in sentence(refused.value)


def test_an_own_word_file_lends_its_styles(own):
    import docx
    from docx.oxml.ns import qn

    base = docx.Document()
    base.sections[0].header.paragraphs[0].text = "Our house"
    base.styles["Normal"].font.name = "Georgia"
    base.save(str(own / "layout.docx"))
    written = write_docx(Document(title="Plain", language="en"), at=AT)
    made = docx.Document(io.BytesIO(written))
    assert made.sections[0].header.paragraphs[0].text == "Our house"
    faces = made.styles["Normal"].element.rPr.rFonts
    assert (faces.get(qn("w:ascii")), faces.get(qn("w:eastAsia"))) == ("Georgia", "Microsoft JhengHei")
