"""What the pages of the compliance matrix show."""

from dataclasses import dataclass

from tongxin.web.bids.pages import DeskHead
from tongxin.web.shell.parts import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One requirement of the bid."""

    number: str
    name: str
    url: str
    shape: Kind
    compliance: str
    owner: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCount:
    """How many requirements stand so."""

    shape: Kind
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """The compliance matrix of a bid, and where a file of it is handed in and taken away."""

    desk: DeskHead
    rows: tuple[MatrixRow, ...]
    counts: tuple[MatrixCount, ...]
    new_url: str
    import_url: str
    export_urls: tuple[tuple[str, str], ...]
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """Which column of the file a field is read from."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """What becomes of one line of the file, with what is wrong with it."""

    row: str
    number: str
    name: str
    compliance: str
    owner: str
    answer: str
    shape: Kind
    state: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """What an import would do, before it is done; `cells` carries the file's text to the next step."""

    desk: DeskHead
    file_name: str
    columns: tuple[ColumnChoice, ...]
    lines: tuple[PreviewLine, ...]
    counts: tuple[MatrixCount, ...]
    left_out: tuple[str, ...]
    cells: str
    refused: str
    may_run: bool
    back_url: str
