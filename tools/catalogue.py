"""Read and write gettext catalogues (.po, .mo) with nothing but the standard library.

The catalogues must be compiled on a machine that has only Python, before any package is installed,
so this file imports nothing else. Only what Tongxin's own catalogues use is understood: UTF-8, one
plural form, no obsolete entries are ever written.
"""

from __future__ import annotations

import array
import ast
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CONTEXT_SEPARATOR = "\x04"
MO_MAGIC = 0x950412DE


class CatalogueError(ValueError):
    """A catalogue file that cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Key:
    """What identifies a message: its context ("" for none) and its English text."""

    context: str
    msgid: str


@dataclass(slots=True)
class Message:
    """One entry of a catalogue; `translation` is the single plural form Chinese has."""

    key: Key
    plural: str = ""
    translation: str = ""
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    obsolete: bool = False


@dataclass(slots=True)
class _Draft:
    fields: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    obsolete: bool = False

    def finish(self) -> Message | None:
        if "msgid" not in self.fields:
            return None
        return Message(
            key=Key(self.fields.get("msgctxt", ""), self.fields["msgid"]),
            plural=self.fields.get("msgid_plural", ""),
            translation=self.fields.get("msgstr", self.fields.get("msgstr[0]", "")),
            flags=tuple(self.flags),
            comments=tuple(self.comments),
            obsolete=self.obsolete,
        )


def parse_po(text: str, name: str = "catalogue") -> list[Message]:
    """Return the messages of a .po or .pot text, without its header entry."""
    return [message for message in _entries(text, name) if message.key != Key("", "")]


def _entries(text: str, name: str) -> Iterator[Message]:
    draft, keyword = _Draft(), ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#~"):
            line = line[2:].lstrip()
            obsolete = True
        else:
            obsolete = False
        starts_entry = line.startswith(("#", "msgctxt ", "msgid "))
        if starts_entry and any(part.startswith("msgstr") for part in draft.fields):
            if message := draft.finish():
                yield message
            draft = _Draft()
        draft.obsolete = draft.obsolete or obsolete
        if line.startswith("#"):
            _note(draft, line)
        elif line.startswith('"'):
            draft.fields[keyword] += _unquote(line, name, number)
        elif line:
            keyword, _, quoted = line.partition(" ")
            draft.fields[keyword] = _unquote(quoted.strip(), name, number)
    if message := draft.finish():
        yield message


def _note(draft: _Draft, line: str) -> None:
    if line.startswith("#,"):
        draft.flags += [flag.strip() for flag in line[2:].split(",")]
    elif line.startswith("#."):
        draft.comments.append(line[2:].strip())


def _unquote(quoted: str, name: str, number: int) -> str:
    try:
        value = ast.literal_eval(quoted)
    except (SyntaxError, ValueError) as error:
        message = f"{name}, line {number}: not a quoted string"
        raise CatalogueError(message) from error
    return str(value)


def format_po(language: str, messages: Iterable[Message]) -> str:
    """Return the text of a .po file, sorted, without dates or places so that it only changes with its messages."""
    lines = [
        'msgid ""',
        'msgstr ""',
        *(
            _quote(line + "\n")
            for line in (
                "Project-Id-Version: Tongxin",
                f"Language: {language}",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=UTF-8",
                "Content-Transfer-Encoding: 8bit",
                "Plural-Forms: nplurals=1; plural=0;",
            )
        ),
    ]
    for message in sorted(messages, key=lambda m: (m.key.msgid, m.key.context)):
        lines += ["", *_format_message(message)]
    return "\n".join(lines) + "\n"


def _format_message(message: Message) -> Iterator[str]:
    yield from (f"#. {comment}" for comment in message.comments)
    if message.flags:
        yield "#, " + ", ".join(message.flags)
    if message.key.context:
        yield _field("msgctxt", message.key.context)
    yield _field("msgid", message.key.msgid)
    if message.plural:
        yield _field("msgid_plural", message.plural)
        yield _field("msgstr[0]", message.translation)
    else:
        yield _field("msgstr", message.translation)


def _field(keyword: str, value: str) -> str:
    parts = value.splitlines(keepends=True)
    if len(parts) < 2:
        return f"{keyword} {_quote(value)}"
    return "\n".join([f'{keyword} ""', *map(_quote, parts)])


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compile_mo(language: str, messages: Iterable[Message]) -> bytes:
    """Return the .mo file of the translated messages (GNU format, little endian, no hash table)."""
    header = format_po(language, []).split("\n", 2)[2]
    entries = {b"": "".join(ast.literal_eval(line) for line in header.splitlines()).encode()}
    for message in messages:
        if message.translation and not message.obsolete:
            entries[_mo_key(message)] = message.translation.encode()
    return _pack(entries)


def _mo_key(message: Message) -> bytes:
    text = message.key.msgid
    if message.plural:
        text += "\x00" + message.plural
    if message.key.context:
        text = message.key.context + CONTEXT_SEPARATOR + text
    return text.encode()


def _pack(entries: dict[bytes, bytes]) -> bytes:
    keys = sorted(entries)
    key_table, value_table = array.array("I"), array.array("I")
    key_blob, value_blob = b"", b""
    for key in keys:
        key_table.extend((len(key), len(key_blob)))
        value_table.extend((len(entries[key]), len(value_blob)))
        key_blob += key + b"\0"
        value_blob += entries[key] + b"\0"
    start = 7 * 4
    key_start = start + 16 * len(keys)
    value_start = key_start + len(key_blob)
    tables = b"".join(
        struct.pack("<II", length, offset + base)
        for table, base in ((key_table, key_start), (value_table, value_start))
        for length, offset in zip(table[::2], table[1::2], strict=True)
    )
    head = struct.pack("<7I", MO_MAGIC, 0, len(keys), start, start + 8 * len(keys), 0, 0)
    return head + tables + key_blob + value_blob


def read_po(path: Path) -> list[Message]:
    """Return the messages of a .po file; an absent file has none."""
    return parse_po(path.read_text(encoding="utf-8"), path.name) if path.exists() else []
