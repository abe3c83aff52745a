"""Lines of the audit log as a record's page shows them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from tongxin.audit.choices import Verb
from tongxin.audit.selectors import FieldChange, HistoryLine
from tongxin.common.rights import Channel
from tongxin.web.shell.parts import TimelineEntry

LONGEST = 120
ValueReader = Callable[[str, Any], Any]


def history_entries(
    lines: Iterable[HistoryLine],
    label_of: Callable[[str], str],
    value_of: ValueReader = lambda _field, value: value,
) -> tuple[TimelineEntry, ...]:
    """Return events as time-line entries: who did what, through which door, and each field's change.

    Args:
        label_of: names a field.
        value_of: turns a field's stored code into its name.
    """
    return tuple(
        TimelineEntry(
            at=line.event.at,
            title=_("%(who)s %(did)s") % {
                "who": line.event.user_name or _("The system"),
                "did": Verb(line.event.verb).label,
            },
            note=str(Channel(line.event.channel).label),
            body="\n".join(_change(change, label_of, value_of) for change in line.changes),
        )
        for line in lines
    )  # fmt: skip


def _change(change: FieldChange, label_of: Callable[[str], str], value_of: ValueReader) -> str:
    label = label_of(change.field)
    if change.withheld:
        return _("%(field)s: changed; you may not see the value") % {"field": label}
    return _("%(field)s: %(old)s → %(new)s") % {
        "field": label,
        "old": _text(value_of(change.field, change.old)),
        "new": _text(value_of(change.field, change.new)),
    }


def _text(value: object) -> str:
    if value in (None, "", []):
        return "—"
    text = "、".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
