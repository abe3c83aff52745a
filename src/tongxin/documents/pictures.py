"""Write a drawing as PNG."""

from tongxin.documents.fonts import known_fonts

# The source is fixed; the drawing comes as data.
SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")
"""
# A drawing has 96 of its pixels in an inch.
PIXELS_PER_INCH = 192.0


def write_png(svg: str) -> bytes:
    """Return an SVG file as PNG, with two pixels for each of its own.

    Raises:
        typst.TypstError: the drawing is no SVG.
    """
    import typst  # noqa: PLC0415 - a library of 80 MB that only exports need

    return typst.compile(
        SOURCE,
        format="png",
        ppi=PIXELS_PER_INCH,
        font_paths=known_fonts(),
        sys_inputs={"drawing": svg},
    )
