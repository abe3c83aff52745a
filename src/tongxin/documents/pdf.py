"""Write a document as PDF: tagged for readers that speak it (PDF/UA-1) and fit to be kept (PDF/A-2a)."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongxin.common.errors import Refusal
from tongxin.documents.content import Document
from tongxin.documents.fonts import faces_for, known_fonts
from tongxin.documents.places import layout_of

if TYPE_CHECKING:
    import typst

LAYOUT = "layout.typ"
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]


def write_pdf(document: Document, *, at: datetime) -> bytes:
    """Return the document as PDF.

    The document reaches the layout as data, never as source: what a customer wrote is printed as it stands.

    Args:
        at: the moment the file is dated, aware.

    Raises:
        Refusal: `FONT_MISSING`, or `LAYOUT_FAILED` when the layout that an administrator put in place does not work.
    """
    import typst  # noqa: PLC0415 - a library of 80 MB that only exports need

    layout = layout_of(LAYOUT)
    data = json.dumps(document.plain(), ensure_ascii=False)
    fonts = known_fonts()
    faces = faces_for(document.language, data, fonts.families())
    try:
        made = typst.compile(
            layout,
            root=Path(layout).parent,
            font_paths=fonts,
            format="pdf",
            sys_inputs={"document": data, "faces": json.dumps(faces)},
            pdf_standards=STANDARDS,
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise Refusal("LAYOUT_FAILED", file=layout.name, message=error.message) from error
    return made
