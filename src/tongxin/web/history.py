"""Lines of the audit log as a record's page shows them, said as a person would."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from tongxin.audit.choices import Verb
from tongxin.audit.selectors import FieldChange, HistoryLine
from tongxin.common.money_text import format_amount
from tongxin.common.rights import Channel
from tongxin.web.shell import days
from tongxin.web.shell.parts import TimelineEntry

LONGEST = 120
# More lines than these are folded into one.
AT_A_GLANCE = 3
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?([+-]\d{2}:?\d{2}|Z)?")
# Written in digits, but no amounts.
NUMBERS = frozenset(
    {"tax_id", "phone", "mobile", "postal_code", "number", "case_number", "code", "external_id"}
)
AMOUNT = re.compile(r"-?\d+\.\d{1,4}|-?\d{5,15}")
# Doors of which a record's history does not speak; the audit log does.
AS_USUAL = frozenset({Channel.WEB, Channel.COMMAND})
# Whole sentences: beside the record one need not say of which.
SAID = {
    Verb.CREATED: gettext_lazy("%(who)s created it"),
    Verb.CHANGED: gettext_lazy("%(who)s changed it"),
    Verb.DELETED: gettext_lazy("%(who)s deleted it"),
    Verb.RESTORED: gettext_lazy("%(who)s brought it back"),
    Verb.MOVED_STAGE: gettext_lazy("%(who)s changed the stage"),
    Verb.UNMERGED: gettext_lazy("%(who)s undid a merge"),
}
# What belongs to a record is told with it only where its verb notes it.
WITHOUT_A_WORD = gettext_lazy("%(who)s changed something that belongs to it")
OTHERWISE = gettext_lazy("%(who)s %(did)s")
ValueReader = Callable[[str, Any], Any]
TextReader = Callable[[str, Any], str]


def history_entries(
    lines: Iterable[HistoryLine],
    label_of: Callable[[str], str],
    value_of: ValueReader = lambda _field, value: value,
    *,
    brief: bool = False,
    calendar: str = "AD",
) -> tuple[TimelineEntry, ...]:
    """Return events as time-line entries: who did what, and each field's change, the shortest first.

    Args:
        label_of: names a field.
        value_of: turns a field's stored code into its name.
        brief: leave out through which door it was done, as beside a record; many lines are folded there.
        calendar: the reader's, for days.
    """

    def text_of(field: str, value: Any) -> str:
        read = value_of(field, value)
        return str(read) if field in NUMBERS and isinstance(read, str) else _text(read, calendar)

    return tuple(_entry(line, label_of, text_of, brief) for line in lines)


def in_currencies(lines: Iterable[HistoryLine], currencies: Mapping[str, str]) -> Iterator[HistoryLine]:
    """Write amounts with their currency; before a change of it, in the one of that time.

    Args:
        lines: newest first.
        currencies: field of an amount → its currency today; fields without one are bare numbers.
    """
    later = dict(currencies)
    for line in lines:
        turned = next((change for change in line.changes if change.field == "currency"), None)
        now, before = later, later
        if turned is not None:
            now = {field: str(turned.new or later[field]) for field in later}
            before = {field: str(turned.old or now[field]) for field in later}
        yield replace(
            line,
            changes=tuple(
                replace(
                    change,
                    old=_amount(change.old, before.get(change.field, "")),
                    new=_amount(change.new, now.get(change.field, "")),
                )
                for change in line.changes
            ),
        )
        later = before


def _amount(value: Any, currency: str) -> Any:
    if not currency or value in (None, ""):
        return value
    return format_amount(Decimal(str(value)), currency, language=get_language() or "en", exact=True).text


def _entry(
    line: HistoryLine,
    label_of: Callable[[str], str],
    text_of: TextReader,
    brief: bool,  # noqa: FBT001
) -> TimelineEntry:
    event = line.event
    said = sorted((_change(change, label_of, text_of) for change in line.changes), key=len)
    is_silent = event.verb == Verb.CHANGED and not said
    folds = event.verb == Verb.CREATED or (brief and len(said) > AT_A_GLANCE)
    return TimelineEntry(
        at=event.at,
        title=str(WITHOUT_A_WORD if is_silent else SAID.get(Verb(event.verb), OTHERWISE)) % {
            "who": event.user_name or _("The system"),
            "did": Verb(event.verb).label,
        },
        note="" if brief or event.channel in AS_USUAL else str(Channel(event.channel).label),
        body="" if folds else "\n".join(said),
        folded="\n".join(said) if folds else "",
        folded_title=_folded_title(len(said), event.verb) if folds and said else "",
    )  # fmt: skip


def _folded_title(number: int, verb: str) -> str:
    if verb == Verb.CREATED:
        told = ngettext("%(number)s detail", "%(number)s details", number)
    else:
        told = ngettext("%(number)s change", "%(number)s changes", number)
    return told % {"number": number}


def _change(change: FieldChange, label_of: Callable[[str], str], text_of: TextReader) -> str:
    label = label_of(change.field)
    if change.withheld:
        return _("%(field)s: changed; you may not see the value") % {"field": label}
    old, new = (text_of(change.field, value) for value in (change.old, change.new))
    if not old:
        return _("%(field)s: %(value)s") % {"field": label, "value": new}
    if not new:
        return _("%(field)s: taken away, was %(value)s") % {"field": label, "value": old}
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": new}


def _text(value: object, calendar: str) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if isinstance(value, list):
        return pgettext("between listed values", ", ").join(str(item) for item in value)
    return _written(str(value), calendar)


def _written(text: str, calendar: str) -> str:
    if day := _day(text, calendar):
        return day
    if AMOUNT.fullmatch(text):
        whole, _point, part = text.partition(".")
        part = part.rstrip("0")
        return f"{int(whole):,}" + (f".{part}" if part else "")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _day(text: str, calendar: str) -> str:
    try:
        if DAY.fullmatch(text):
            return days.whole_day(date.fromisoformat(text), calendar=calendar)
        if MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return f"{days.whole_day(moment, calendar=calendar)} {days.clock_time(moment)}"
    except ValueError:
        # Somebody typed digits that only look like a day.
        return ""
    return ""
