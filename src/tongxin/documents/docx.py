"""Write a document as DOCX, with heading styles, East Asian faces and table headers that repeat."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tongxin.documents.content import Block, Bullets, Document, Heading, KeyValues, Note, Paragraph, Table
from tongxin.documents.fonts import EAST_ASIAN, LOCALES
from tongxin.documents.places import replacement

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.styles.style import BaseStyle

LAYOUT = "layout.docx"
LATIN = "Arial"
STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption")


def write_docx(document: Document, *, at: datetime) -> bytes:
    """Return the document as DOCX; a `layout.docx` of the administrator lends its styles, header and footer.

    Args:
        at: the moment the file is dated, aware.
    """
    import docx  # noqa: PLC0415 - only exports need it

    own = replacement(LAYOUT)
    file = docx.Document(str(own) if own else None)
    _describe(file, document, at)
    _set_page(file, document)
    _set_faces(file, document.language, is_own=own is not None)
    if document.is_dense:
        _set_dense(file)
    file.add_heading(document.title, 0)
    if document.subtitle:
        file.add_paragraph(document.subtitle, style="Subtitle")
    for block in document.blocks:
        _add(file, block)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _describe(file: "File", document: Document, at: datetime) -> None:
    about = file.core_properties
    about.title, about.author, about.comments = document.title, "", ""
    about.language = LOCALES[document.language]
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None)


def _set_page(file: "File", document: Document) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - only exports need it
    from docx.shared import Mm  # noqa: PLC0415

    section = file.sections[0]
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if document.is_landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if document.is_landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(20)
    if document.footer:
        section.footer.paragraphs[0].text = document.footer


def _set_dense(file: "File") -> None:
    """Narrow the gaps and margins; headings stay larger than text."""
    from docx.shared import Mm, Pt  # noqa: PLC0415 - only exports need it

    section = file.sections[0]
    section.top_margin = section.bottom_margin = Mm(14)
    sizes = {"Normal": 9.5, "List Bullet": 9.5, "Subtitle": 10, "Title": 18, "Heading 1": 13}
    for name, size in sizes.items():
        if name in file.styles:
            style: Any = file.styles[name]
            style.font.size = Pt(size)
            style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
            style.paragraph_format.space_after = Pt(2)
            style.paragraph_format.line_spacing = 1.0


def _set_faces(file: "File", language: str, *, is_own: bool) -> None:
    """Name a face for East Asian text too: Word takes the Latin one for Latin letters alone."""
    for name in STYLES:
        if name in file.styles:
            _set_face(file.styles[name], language, is_own=is_own)


def _set_face(style: "BaseStyle", language: str, *, is_own: bool) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only exports need it
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    if not is_own:
        faces.set(qn("w:ascii"), LATIN)
        faces.set(qn("w:hAnsi"), LATIN)
    faces.set(qn("w:eastAsia"), EAST_ASIAN[language])
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-US")
    spoken.set(qn("w:eastAsia"), LOCALES[language] if language != "en" else "zh-TW")
    properties.append(spoken)


def _add(file: "File", block: Block) -> None:
    match block:
        case Heading():
            file.add_heading(block.text, min(block.level, 3))
        case Paragraph():
            file.add_paragraph(block.text)
        case Bullets():
            for item in block.items:
                file.add_paragraph(item, style="List Bullet")
        case Note():
            file.add_paragraph().add_run(block.text).italic = True
        case KeyValues():
            for name, value in block.pairs:
                line = file.add_paragraph()
                line.add_run(f"{name}\t").bold = True
                line.add_run(value)
        case Table():
            _add_table(file, block)


def _add_table(file: "File", block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - only exports need it

    if block.caption:
        file.add_paragraph(block.caption, style="Caption")
    table = file.add_table(rows=0, cols=len(block.heads), style="Table Grid")
    for place, texts in enumerate((block.heads, *block.rows)):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, texts, strict=True)):
            line = cell.paragraphs[0]
            line.add_run(text).bold = place == 0
            if column in block.numbers:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _repeat_head(table.rows[0])
    file.add_paragraph()


def _repeat_head(row: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only exports need it
    from docx.oxml.ns import qn  # noqa: PLC0415

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no word for it
