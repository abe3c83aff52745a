"""Documents as files, opened by other programs and read back."""

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tongxin.common.errors import Refusal
from tongxin.documents import fonts
from tongxin.documents.content import Bullets, Document, Heading, KeyValues, Note, Paragraph, Table
from tongxin.documents.docx import write_docx
from tongxin.documents.fonts import LATIN, faces_for
from tongxin.documents.pdf import write_pdf

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ROWS = 80
TEXTS = {
    "zh-hant": ("磁振造影汰換", "依據", "金額", "總持有成本：三年內降一成。"),
    "zh-hans": ("磁振造影汰换", "依据", "金额", "总持有成本：三年内降一成。"),
    "en": ("Replacing the scanners", "What it rests on", "Amount", "Total cost falls by a tenth; 游靖堯 agreed."),
}  # fmt: skip
# What would read a file, set a formula or make letters bold if a text were taken for source.
DANGEROUS = '#read("/etc/passwd") $x^2$ *bold* \\ <w:b/> {{ title }} = 1'


def document_in(language: str) -> Document:
    title, heading, head, sentence = TEXTS[language]
    return Document(
        title=title,
        subtitle="Northwind · 2026",
        footer="2026-11-26",
        language=language,
        blocks=(
            Heading(text=heading),
            Paragraph(text=sentence),
            Paragraph(text=DANGEROUS),
            KeyValues(pairs=((heading, "1,234.50"),)),
            Bullets(items=("first", "second")),
            Note(text=sentence),
            Table(
                heads=(heading, head),
                rows=tuple((f"R{row}", f"{row}.00") for row in range(ROWS)),
                numbers=frozenset({1}),
                caption=title,
            ),
        ),
    )


def text_of(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def holds_everything(language: str, text: str) -> None:
    title, heading, head, sentence = TEXTS[language]
    for wanted in (title, heading, sentence, DANGEROUS, "1,234.50", "first", f"R{ROWS - 1}", "2026-11-26"):
        assert wanted in text, wanted
    pages = [page for page in text.split("\f") if re.search(r"^\s*R\d+", page, re.M)]
    assert len(pages) > 1
    assert all(head in page for page in pages), "the header of the table is on every page"


@pytest.mark.needs("pdftotext", "chinese-font")
@pytest.mark.parametrize("language", TEXTS)
def test_a_pdf_says_what_the_document_says(language, tmp_path):
    file = tmp_path / "made.pdf"
    file.write_bytes(write_pdf(document_in(language), at=AT))
    holds_everything(language, text_of(file))
    raw = file.read_bytes()
    assert b"pdfuaid:part" in raw
    assert b"pdfaid:part" in raw


@pytest.mark.needs("pdftotext", "libreoffice", "chinese-font")
def test_a_docx_says_what_the_document_says(tmp_path):
    for language in TEXTS:
        (tmp_path / f"{language}.docx").write_bytes(write_docx(document_in(language), at=AT))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    files = map(str, sorted(tmp_path.glob("*.docx")))
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), *files], check=True, capture_output=True
    )
    for language in TEXTS:
        holds_everything(language, text_of(tmp_path / f"{language}.pdf"))


def test_a_docx_has_heading_styles_and_an_east_asian_face():
    import docx
    from docx.oxml.ns import qn

    made = docx.Document(io.BytesIO(write_docx(document_in("zh-hant"), at=AT)))
    styles = {line.style.name for line in made.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "List Bullet", "Caption"} <= styles
    face = made.styles["Heading 1"].element.rPr.rFonts
    assert face.get(qn("w:eastAsia")) == "Microsoft JhengHei"
    assert face.get(qn("w:eastAsiaTheme")) is None
    assert made.core_properties.title == "磁振造影汰換"
    wide = write_docx(Document(title="x", language="en", is_landscape=True), at=AT)
    section = docx.Document(io.BytesIO(wide)).sections[0]
    assert section.page_width > section.page_height


def test_the_shapes_of_the_characters_follow_the_language():
    there = ("Noto Sans CJK SC", "Noto Sans CJK TC", "DejaVu Sans")
    assert faces_for("zh-hant", "客戶", there) == ("Noto Sans CJK TC", "Noto Sans CJK SC", LATIN)
    assert faces_for("zh-hans", "客户", there) == ("Noto Sans CJK SC", "Noto Sans CJK TC", LATIN)
    assert faces_for("en", "plain", ()) == (LATIN,)


def test_a_machine_without_chinese_glyphs_is_told_what_to_install(monkeypatch):
    class Bare:
        def families(self) -> list[str]:
            return ["DejaVu Sans"]

    monkeypatch.setattr(fonts, "_fonts_in", lambda _folder: Bare())
    with pytest.raises(Refusal) as refused:
        write_pdf(document_in("zh-hant"), at=AT)
    assert (refused.value.code, refused.value.params["package"]) == ("FONT_MISSING", "fonts-noto-cjk")


def test_a_table_with_a_shifted_row_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells under 2 heads"):
        Table(heads=("a", "b"), rows=(("1",),))
