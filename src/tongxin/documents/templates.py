"""Texts with fields, which an administrator can replace by a file of the same name.

A template is a plain text. `# ` starts the title, `## ` and `### ` a heading, `- ` an item of a list, `> ` a note; an empty
line ends a paragraph. `{{ name }}` stands for a field, and alone on its line for a field that is a block, such as a table.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tongxin.common.errors import Refusal
from tongxin.documents.content import Block, Bullets, Document, Heading, Note, Paragraph
from tongxin.documents.places import replacement

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text in three languages whose fields are known.

    Attributes:
        name: of its files: `NAME.LANGUAGE.md`.
        folder: where the built-in files lie.
        fields: what can stand in it as text.
        blocks: what can stand in it alone on a line: tables and lists.
    """

    name: str
    folder: Path
    fields: frozenset[str]
    blocks: frozenset[str] = frozenset()

    def text_in(self, language: str) -> str:
        """Return the text: the administrator's one for the language, else the one that comes with the product.

        Raises:
            Refusal: `TEMPLATE_UNREADABLE`, the administrator's file is no text in UTF-8.
        """
        name = f"{self.name}.{language}.md"
        own = replacement(name)
        try:
            return (own or self.folder / name).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise Refusal("TEMPLATE_UNREADABLE", template=name) from error

    def check(self, text: str) -> None:
        """Accept a text whose fields are all known.

        Raises:
            Refusal: `TEMPLATE_FIELD_UNKNOWN`, a field is not known, or a block stands within a line.
        """
        for line in text.splitlines():
            alone = FIELD.fullmatch(line.strip())
            known = self.fields | self.blocks if alone else self.fields
            for name in FIELD.findall(line):
                if name not in known:
                    raise Refusal(
                        "TEMPLATE_FIELD_UNKNOWN",
                        template=self.name,
                        field_name=name,
                        known=", ".join(sorted(known)),
                    )


def fill(
    template: Template,
    *,
    language: str,
    values: Mapping[str, str],
    blocks: Mapping[str, Iterable[Block]] | None = None,
    footer: str = "",
) -> Document:
    """Return the document that a template makes of values.

    Args:
        values: field → text; put in as it stands, marks in it mean nothing.
        blocks: field → blocks that take its line.

    Raises:
        Refusal: `TEMPLATE_FIELD_UNKNOWN` or `TEMPLATE_UNREADABLE`.
    """
    text = template.text_in(language)
    template.check(text)
    title, made = "", list[Block]()
    for part in _parts(text):
        alone = FIELD.fullmatch(part)
        if alone and alone[1] in template.blocks:
            made += (blocks or {}).get(alone[1], ())
        elif part.startswith("# "):
            title = _filled(part[2:], values)
        else:
            made.append(_block(part, values))
    return Document(title=title, language=language, blocks=tuple(_joined(made)), footer=footer)


def _parts(text: str) -> Iterable[str]:
    """Yield what belongs together: a marked line for itself, other lines up to the next empty one."""
    held: list[str] = []
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        is_alone = line.startswith(("# ", "## ", "### ", "- ", "> ")) or FIELD.fullmatch(line)
        if (not line or is_alone) and held:
            yield "\n".join(held)
            held = []
        if is_alone:
            yield line
        elif line:
            held.append(line)


def _block(part: str, values: Mapping[str, str]) -> Block:
    mark, _, rest = part.partition(" ")
    match mark:
        case "##":
            return Heading(text=_filled(rest, values), level=1)
        case "###":
            return Heading(text=_filled(rest, values), level=2)
        case "-":
            return Bullets(items=(_filled(rest, values),))
        case ">":
            return Note(text=_filled(rest, values))
    return Paragraph(text=_filled(part, values))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: values.get(found[1], ""), text)


def _joined(blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield the blocks, items of a list that follow each other as one list, and no empty paragraph."""
    held: tuple[str, ...] = ()
    for block in blocks:
        if isinstance(block, Bullets):
            held += block.items
            continue
        if held:
            yield Bullets(items=held)
            held = ()
        if not (isinstance(block, Paragraph) and not block.text.strip()):
            yield block
    if held:
        yield Bullets(items=held)
