"""Tell what a file is by its content, never by its name, and refuse what is dangerous to keep."""

import codecs
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

import filetype

from tongxin.crm.relationships.rules import AttachmentRefused

HEAD = 8_192
LARGEST_UNPACKED = 100 * 1024 * 1024
LARGEST_RATIO = 100
RATIO_FROM = 1024 * 1024
MOST_MEMBERS = 2_000
LONGEST_NAME = 200
LONGEST_EXTENSION = 12
CHUNK = 64 * 1024

# Media type → extensions a file of that type may carry; the first is added when it carries another.
ALLOWED: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "application/rtf": ("rtf",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "application/zip": ("zip",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/heic": ("heic",),
    "image/tiff": ("tif", "tiff"),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "video/mp4": ("mp4", "m4a"),
    "text/plain": ("txt", "csv", "tsv", "md", "log", "json", "eml", "vcf", "ics"),
}
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_BY_EXTENSION = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_ACTIVE = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"#!")
_TEXT_ENCODINGS = ("utf-8", "cp950", "gb18030")


def media_type_of(content: IO[bytes], name: str) -> str:
    """Return what a file is, judged by its content; archives and office files are looked into.

    Args:
        content: the file, which can be sought in; it is left at its start.
        name: only tells the old office formats apart, which look alike from outside.

    Raises:
        AttachmentRefused: `FILE_KIND`, `FILE_ACTIVE`, or what `check_archive` refuses.
    """
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    if head.startswith(b"PK\x03\x04"):
        found = _packed_type(content)
    elif head.startswith(_OLE):
        found = _OLE_BY_EXTENSION.get(extension_of(name), "")
    else:
        guessed = filetype.guess(head)
        found = guessed.mime if guessed else _text_type(head)
    content.seek(0)
    if found not in ALLOWED:
        raise AttachmentRefused("FILE_KIND", field="file", name=name)
    return found


def check_archive(archive: zipfile.ZipFile, *, embeds: bool) -> None:
    """Accept an archive that unpacks to a reasonable size, by what it declares and by what it holds.

    Args:
        embeds: whether it is an office file, whose charts carry small workbooks of their own.

    Raises:
        AttachmentRefused: `ARCHIVE_MANY`, `ARCHIVE_LARGE`, `ARCHIVE_RATIO`, `ARCHIVE_LOCKED`,
            `ARCHIVE_NESTED` or `PACKED_FILE_DAMAGED`.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise AttachmentRefused("ARCHIVE_MANY", field="file", most=MOST_MEMBERS)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise AttachmentRefused("ARCHIVE_LARGE", field="file", most=LARGEST_UNPACKED // 1024 // 1024)
    room = LARGEST_UNPACKED
    for member in members:
        if member.flag_bits & 1:
            raise AttachmentRefused("ARCHIVE_LOCKED", field="file")
        if member.file_size > max(member.compress_size, 1) * LARGEST_RATIO and member.file_size > RATIO_FROM:
            raise AttachmentRefused("ARCHIVE_RATIO", field="file")
        if not member.is_dir():
            room -= _unpacked_size(archive, member, room, embeds=embeds and "/embeddings/" in member.filename)


def clean_name(name: str, media_type: str) -> str:
    """Return a name that is safe to show and to save under: no path, no invisible characters, fitting its type."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    visible = visible.strip(" .") or "file"
    allowed = ALLOWED[media_type]
    if extension_of(visible) not in allowed:
        visible = f"{visible[: LONGEST_NAME - LONGEST_EXTENSION]}.{allowed[0]}"
    stem, _, extension = visible.rpartition(".")
    return f"{stem[: LONGEST_NAME - LONGEST_EXTENSION]}.{extension}"


def extension_of(name: str) -> str:
    """Return the extension without its dot, in lower case."""
    return PurePosixPath(name).suffix.removeprefix(".").casefold()


def _packed_type(content: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            found = _kind_of_archive(archive)
            check_archive(archive, embeds=found in _OFFICE.values())
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error) as error:
        raise AttachmentRefused("PACKED_FILE_DAMAGED", field="file") from error
    return found


def _kind_of_archive(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise AttachmentRefused("FILE_ACTIVE", field="file")
    if "[Content_Types].xml" in names:
        for folder, media_type in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return media_type
    if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size < 100:
        declared = archive.read("mimetype").decode("ascii", "replace")
        if declared.startswith(_OPEN_DOCUMENT):
            return declared
    return "application/zip"


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, *, embeds: bool) -> int:
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            if size == 0 and chunk.startswith(_PACKED) and not embeds:
                raise AttachmentRefused("ARCHIVE_NESTED", field="file", member=member.filename[:80])
            size += len(chunk)
            if size > room:
                raise AttachmentRefused("ARCHIVE_LARGE", field="file", most=LARGEST_UNPACKED // 1024 // 1024)
    return size


def _text_type(head: bytes) -> str:
    if not head or head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_ACTIVE):
        raise AttachmentRefused("FILE_EMPTY" if not head else "FILE_ACTIVE", field="file")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return ""
    return "text/plain" if any(_reads_as(head, encoding) for encoding in _TEXT_ENCODINGS) else ""


def _reads_as(head: bytes, encoding: str) -> bool:
    try:
        # The head may end inside a character: an incremental decoder waits for the rest.
        codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    return True
