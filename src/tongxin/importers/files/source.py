"""Open what a person hands over: a file, several files, a folder or a ZIP of exports."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import uuid4

from tongxin.importers.files.archive import check_archive
from tongxin.importers.files.delimited import read_delimited
from tongxin.importers.files.sheet import DEFAULT_LIMITS, Limits, Sheet
from tongxin.importers.files.workbook import read_workbook
from tongxin.importers.problems import FileCode, FileRefusedError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".tab")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".docx")
_OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"
_ZIP_MARK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person decided about a text file after seeing the sample: encoding and separator, empty = guess."""

    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The sheets that could be read and, by file name, why others could not."""

    sheets: tuple[Sheet, ...]
    refusals: tuple[Problem, ...] = ()


def open_source(
    paths: Sequence[Path],
    *,
    workspace: Path,
    choices: Mapping[str, Choice] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Source:
    """Read every table found under `paths`; `workspace` must outlive the sheets. A bad file never stops the others."""
    sheets: list[Sheet] = []
    refusals: list[Problem] = []
    for path in _expand(paths, refusals, workspace, limits):
        choice = (choices or {}).get(path.name, Choice())
        try:
            sheets += _open_one(path, workspace, choice, limits)
        except FileRefusedError as refusal:
            refusals.append(refusal.as_problem(path.name))
    return Source(sheets=tuple(_distinct(sheets)), refusals=tuple(refusals))


def tables_under(paths: Sequence[Path]) -> list[Path]:
    """Return the files that `paths` name, those below a folder that look like tables or archives, in a fixed order."""
    files: list[Path] = []
    for path in paths:
        files += (
            [inner for inner in sorted(path.rglob("*")) if inner.is_file() and _is_below(inner, path)]
            if path.is_dir()
            else [path]
        )
    return [path for path in files if path.is_file()]


def _is_below(file: Path, folder: Path) -> bool:
    """Tell tables and archives from the rest; hidden folders and what a Mac leaves behind are not looked into."""
    parts = file.relative_to(folder).parts[:-1]
    if any(part.startswith((".", "__MACOSX")) for part in parts):
        return False
    return _is_table(file) or (file.suffix.lower() == ".zip" and not file.name.startswith("."))


def table_name(path: Path) -> str:
    """Return the file name without its endings: `Account.csv.gz` is the table Account."""
    name = path.name
    for ending in (".gz", *TEXT_ENDINGS, *WORKBOOK_ENDINGS):
        if name.lower().endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
    return name


def _expand(paths: Sequence[Path], refusals: list[Problem], workspace: Path, limits: Limits) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += _expand(tables_under([path]), refusals, workspace, limits)
        elif not path.is_file():
            refusals.append(FileRefusedError(FileCode.NOT_FOUND, name=path.name).as_problem(path.name))
        elif _is_folder_archive(path):
            try:
                files += _unpack(path, workspace, limits)
            except FileRefusedError as refusal:
                refusals.append(refusal.as_problem(path.name))
        else:
            files.append(path)
    return files


def _is_table(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((*TEXT_ENDINGS, *WORKBOOK_ENDINGS)) and not name.startswith(
        ("~$", ".", "source.txt", "readme")
    )


def _is_folder_archive(path: Path) -> bool:
    """Tell a ZIP of files from a workbook, which is a ZIP too but has a table of content types."""
    if _head(path) != _ZIP_MARK:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return not names & {"[Content_Types].xml", "mimetype"}


def _unpack(path: Path, workspace: Path, limits: Limits) -> list[Path]:
    """Unpack the tables of a checked archive under names of our own choosing."""
    names = check_archive(path, xml=False, limits=limits)
    folder = workspace / uuid4().hex
    folder.mkdir()
    unpacked: list[Path] = []
    with zipfile.ZipFile(path) as archive:
        for number, name in enumerate(names):
            plain = PurePosixPath(name).name
            if not _is_table(Path(plain)) or name.startswith("__MACOSX/"):
                continue
            target = folder / str(number) / plain[-120:]
            target.parent.mkdir()
            with archive.open(name) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out, 1 << 16)
            unpacked.append(target)
    return unpacked


def _open_one(path: Path, workspace: Path, choice: Choice, limits: Limits) -> list[Sheet]:
    name, head = table_name(path), _head(path)
    if head == _OLD_EXCEL_MARK:
        raise FileRefusedError(FileCode.OLD_EXCEL)
    if head == _ZIP_MARK:
        return read_workbook(path, name=name, workspace=workspace, limits=limits)
    if not _looks_like_text(path):
        raise FileRefusedError(FileCode.UNKNOWN_FORMAT, detail=path.suffix)
    sheet = read_delimited(
        path, name=name, encoding=choice.encoding, delimiter=choice.delimiter, limits=limits
    )
    return [sheet]


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _looks_like_text(path: Path) -> bool:
    head = _head(path)
    known_binary = (
        b"%PDF",
        b"\x89PNG",
        b"GIF8",
        b"\xff\xd8\xff",
        b"Rar!",
        b"7z\xbc\xaf",
        b"\x7fELF",
        b"SQLi",
    )
    return not head.startswith(known_binary)


def _distinct(sheets: list[Sheet]) -> list[Sheet]:
    """Give sheets of the same name a number, so that a problem always names one place."""
    seen: dict[str, int] = {}
    result: list[Sheet] = []
    for sheet in sheets:
        seen[sheet.name] = seen.get(sheet.name, 0) + 1
        count = seen[sheet.name]
        result.append(sheet if count == 1 else replace(sheet, name=f"{sheet.name} ({count})"))
    return result
