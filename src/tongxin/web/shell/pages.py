"""What the frame around a page is drawn from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    """One area in the rail.

    Attributes:
        code: stable name, also of its waiting count.
        key: the letter that goes there after `G`.
        count: things in it that wait for the user; 0 shows nothing.
        current: whether the page shown belongs to the area.
    """

    code: str
    label: str
    icon: str
    url: str
    key: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateItem:
    """One entry of the ＋ menu; `key` is the single-key shortcut, empty when it has none."""

    code: str
    label: str
    icon: str
    url: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a preference."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One preference of the signed-in user and its values, posted as `name=value`."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The signed-in user as the frame shows them."""

    name: str
    initial: str
    note: str
    theme: str
    shortcuts: bool
    preferences: tuple[Preference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Everything the frame shows.

    Attributes:
        language: of the page, as a `lang` attribute ("zh-Hant-TW", "zh-Hans-CN", "en").
        theme: "auto", "light" or "dark".
        density: "compact" or "comfortable".
        languages: the choices of the sign-in page.
        narrow: whether the rail is folded to its icons.
        here: path and query of the page, for `next` fields.
        calendar: "AD" or "ROC", in which the reader counts years.
        me: None before sign-in; then the rail is empty.
    """

    language: str
    theme: str
    density: str
    languages: tuple[Choice, ...]
    here: str
    calendar: str = "AD"
    narrow: bool = False
    me: Me | None = None
    rail: tuple[RailItem, ...] = ()
    settings: RailItem | None = None
    create: tuple[CreateItem, ...] = ()

    @property
    def phone_bar(self) -> tuple[RailItem, ...]:
        """Return the areas beside the ＋ in the bar of small screens."""
        return tuple(item for item in self.rail if item.code in {"today", "accounts", "opportunities"})

    @property
    def phone_more(self) -> tuple[RailItem, ...]:
        """Return the areas that small screens keep under "More"."""
        shown = {item.code for item in self.phone_bar}
        rest = tuple(item for item in self.rail if item.code not in shown)
        return (*rest, self.settings) if self.settings else rest
