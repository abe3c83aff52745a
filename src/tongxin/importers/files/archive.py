"""Refuse dangerous archives before anything reads them: bombs, nested archives, unsafe names, document types in XML."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from tongxin.importers.files.sheet import DEFAULT_LIMITS, Limits
from tongxin.importers.problems import FileCode, FileRefusedError

_PIECE = 1 << 16
_ARCHIVE_NAMES = (
    ".zip",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".docx",
    ".pptx",
    ".ods",
    ".jar",
    ".gz",
    ".bz2",
    ".xz",
    ".7z",
    ".rar",
    ".tar",
    ".tgz",
    ".zst",
)
_ARCHIVE_MARKS = (
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)
_RATIO_FROM = 1 << 20  # small parts of a sound workbook may well pack 1:200


def check_archive(path: Path, *, xml: bool, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Return the names of the members after counting, unpacking (to nowhere) and, with `xml`, parsing each of them.

    Raises FileRefusedError with the code of the first rule that is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_declared(members, limits)
            left = limits.archive_bytes
            for member in members:
                left -= _check_member(archive, member, left, xml=xml, limits=limits)
            return [member.filename for member in members]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise FileRefusedError(FileCode.DAMAGED_ARCHIVE, detail=type(error).__name__) from error


def _check_declared(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.archive_members:
        raise FileRefusedError(FileCode.ARCHIVE_MEMBERS, found=len(members), limit=limits.archive_members)
    if sum(member.file_size for member in members) > limits.archive_bytes:
        raise FileRefusedError(FileCode.ARCHIVE_TOO_LARGE, limit=limits.archive_bytes)
    for member in members:
        _check_name(member.filename)
        _check_ratio(member, member.file_size, limits)


def _check_name(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name:
        raise FileRefusedError(FileCode.ARCHIVE_UNSAFE_NAME, name=name[:120])
    if path.suffix.lower() in _ARCHIVE_NAMES:
        raise FileRefusedError(FileCode.ARCHIVE_NESTED, name=name[:120])


def _check_ratio(member: zipfile.ZipInfo, size: int, limits: Limits) -> None:
    if size > _RATIO_FROM and size > max(member.compress_size, 1) * limits.archive_ratio:
        raise FileRefusedError(FileCode.ARCHIVE_RATIO, name=member.filename[:120], limit=limits.archive_ratio)


def _check_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, *, xml: bool, limits: Limits
) -> int:
    """Return the true size of a member; its declared size is only a claim."""
    parser = _xml_parser(member.filename) if xml and _is_xml(member.filename) else None
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            if size == 0 and piece.startswith(_ARCHIVE_MARKS):
                raise FileRefusedError(FileCode.ARCHIVE_NESTED, name=member.filename[:120])
            size += len(piece)
            if size > left:
                raise FileRefusedError(FileCode.ARCHIVE_TOO_LARGE, limit=limits.archive_bytes)
            _check_ratio(member, size, limits)
            if parser:
                _feed(parser, piece, member.filename)
    if parser:
        _feed(parser, b"", member.filename, final=True)
    return size


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _xml_parser(name: str) -> expat.XMLParserType:
    """Return a parser that follows no entity and stops at the first document type."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> int:
        raise FileRefusedError(FileCode.XML_DOCTYPE, name=name[:120])

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, piece: bytes, name: str, *, final: bool = False) -> None:
    try:
        parser.Parse(piece, final)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # VML drawings of old Excel versions are not always well formed; no reader of tables opens them.
        if not name.lower().endswith(".vml"):
            raise FileRefusedError(FileCode.XML_DAMAGED, name=name[:120]) from error
