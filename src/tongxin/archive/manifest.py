"""What an archive says of itself: its last part, written when all others are."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from tongxin.archive.refusals import ArchiveRefused

FORMAT = 1
NAME = "manifest.json"
KEY_NAME = "keys/audit_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an archive.

    Attributes:
        name: in the ZIP file.
        size: bytes, for files; rows, for tables.
        sha256: of the content.
        model: label of the table's model; empty for files.

    """

    name: str
    size: int
    sha256: str
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The contents of an archive.

    Attributes:
        version: of the program that wrote it.
        at: when, ISO 8601.
        engine: database it was read from.
        migrations: those applied there, as `app.name`.
        tables: one for each model.
        files: attachments and import files.
        missing: names of files that rows speak of but that were not there.
        lists: what is kept beside the database and goes along: who was erased.

    """

    version: str
    at: str
    engine: str
    migrations: list[str]
    tables: list[Part]
    files: list[Part]
    missing: list[str] = field(default_factory=list)
    lists: list[Part] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return how many rows all tables have together."""
        return sum(part.size for part in self.tables)

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True)


def read_manifest(text: bytes) -> Manifest:
    """Return the manifest that a text is.

    Raises:
        ArchiveRefused: `ARCHIVE_DAMAGED`, or `ARCHIVE_NEWER` of a form that this program does not know.

    """
    try:
        content: dict[str, Any] = json.loads(text)
        if content.pop("format") != FORMAT:
            raise ArchiveRefused("ARCHIVE_NEWER", version=content.get("version", "?"))
        tables = [Part(**part) for part in content.pop("tables")]
        files = [Part(**part) for part in content.pop("files")]
        lists = [Part(**part) for part in content.pop("lists", [])]
        return Manifest(tables=tables, files=files, lists=lists, **content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveRefused("ARCHIVE_DAMAGED", part=NAME) from error
