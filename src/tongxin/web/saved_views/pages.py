"""What the pages about saved views show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """One view in the list of them.

    Attributes:
        url: the list as the view shows it.
        edit_url: where it is renamed, shared, deleted.
        sharing: who sees it, in words.
        position_url: takes a POST that moves it; empty for those of others.
    """

    label: str
    url: str
    edit_url: str
    sharing: str
    owner: str
    position_url: str = ""
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGroup:
    """The views of one list."""

    area: str
    title: str
    rows: tuple[ViewRow, ...]
