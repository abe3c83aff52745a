"""Why a column was led where it is, how grave a finding is, and how a file may be written."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WHY: Mapping[str, LazyText] = {
    "HEADER": _("its heading is known"),
    "HEADER_PART": _("a part of its heading is known"),
    "HEADER_SIMILAR": _("its heading resembles a known one"),
    "CONTENT": _("its cells look like it"),
    "CHOSEN": _("you chose it"),
    "KNOWN_UNUSED": _("known, but not kept here"),
    "TAKEN": _("another column fills the field better"),
    "UNKNOWN": _("not recognised"),
}

SEVERITIES: Mapping[str, tuple[str, LazyText]] = {
    "FATAL": ("bad", pgettext_lazy("severity", "File not read")),
    "ERROR": ("bad", pgettext_lazy("severity", "Row left out")),
    "WARNING": ("watch", pgettext_lazy("severity", "Value changed or left out")),
    "NOTE": ("unknown", pgettext_lazy("severity", "Note")),
}

DELIMITERS: Mapping[str, LazyText] = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": pgettext_lazy("separator", "Tab"),
    "|": _("Vertical bar"),
}
# What a number stands for, by its factor.
UNIT_WORDS: Mapping[int, LazyText] = {
    1: pgettext_lazy("unit", "as written"),
    1_000: pgettext_lazy("unit", "in thousands"),
    10_000: pgettext_lazy("unit", "in ten thousands"),
    1_000_000: pgettext_lazy("unit", "in millions"),
    100_000_000: pgettext_lazy("unit", "in hundred millions"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp950", "gb18030", "shift_jis", "cp1252", "mac_roman")
