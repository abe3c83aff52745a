"""The components as tags. How to call each: docs/reference/components.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongxin.common.clock import today
from tongxin.common.money_text import Units, format_amount
from tongxin.web.pictures.offers import ways_to_take
from tongxin.web.shell import days
from tongxin.web.shell.context import cached_frame_part
from tongxin.web.shell.day_field import DayInput
from tongxin.web.shell.fields import described_by, mark_of, target_of
from tongxin.web.shell.parts import ColumnHead, Link, Pages, Property, StagePath, TimelineEntry
from tongxin.web.shell.toasts import undo_of
from tongxin.web.work.lines import WorkLine
from tongxin.web.work.rows import Around, rows_html

register = template.Library()

SEPARATED = mark_safe('<span class="sep"></span>')
SHAPES = {"good": "▲", "watch": "◆", "bad": "▼", "unknown": "○"}
SUPPORT_STEPS = range(6)
FEW_EMPTY = 3


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite; it is decoration, a word stands beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css,
        static("vendor/tabler/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def frame_part(context: Context, part: str) -> SafeString:
    """Draw a part of the frame that is the same for all who read the language and may make the same things."""
    return cached_frame_part(
        part, get_language() or "en", tuple(item.code for item in context["shell"].create)
    )


@register.simple_tag
def url_path(path: str) -> str:
    """Return the address of a path below the product's own root."""
    return f"{get_script_prefix()}{path}"


@register.simple_tag
def chip(kind: str, label: str) -> SafeString:
    """Draw a status: shape and word; `kind` is good, watch, bad, unknown, or plain for a word in a frame."""
    if kind == "plain":
        return format_html('<span class="chip chip-line">{}</span>', label)
    return format_html(
        '<span class="chip chip-{}"><span class="shape" aria-hidden="true">{}</span>{}</span>',
        kind,
        SHAPES[kind],
        label,
    )


@register.simple_tag
def sign(kind: str, label: str) -> SafeString:
    """Draw the shape of a status alone; the word is there for those who hear the page."""
    return format_html(
        '<span class="sign sign-{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>',
        kind,
        SHAPES[kind],
        label,
    )


@register.simple_tag
def notes(texts: Sequence[str]) -> SafeString:
    """Write short facts one after another, set apart by a sign."""
    return format_html_join(SEPARATED, "{}", ((text,) for text in texts))


@register.simple_tag
def support(step: int, label: str) -> SafeString:
    """Draw how far a person supports us: 5 down to 1, 0 when nobody knows; always with its word."""
    if step not in SUPPORT_STEPS:
        raise ValueError(f"Support has the steps 0 to 5, not {step}")
    return format_html('<span class="sup sup-{}">{}</span>', step, label)


@register.simple_tag
def delta(direction: str, text: str) -> SafeString:
    """Draw a change: `direction` is up, down or flat; `text` has its sign and unit."""
    shape = {"up": "▲", "down": "▼", "flat": "◆"}[direction]
    return format_html(
        '<span class="delta delta-{}"><span class="shape" aria-hidden="true">{}</span>{}</span>',
        direction,
        shape,
        text,
    )


@register.simple_tag(takes_context=True)
def work_rows(context: Context, lines: Sequence[WorkLine]) -> SafeString:
    """Write rows of things to do; their forms come back to `here`, one just done takes the focus when it `arrived`."""
    return rows_html(
        lines,
        Around(
            token=str(context.get("csrf_token", "")),
            here=str(context.get("here", "")),
            arrived=bool(context.get("arrived")),
        ),
    )


@register.simple_tag(takes_context=True)
def work_row(context: Context, line: WorkLine) -> SafeString:
    """Write one row of things to do."""
    return work_rows(context, (line,))


@register.simple_tag
def face(name: str, *, theirs: bool = False, large: bool = False) -> SafeString:
    """Draw the sign of a person: ours square, theirs round; the name is written beside it."""
    css = "face" + (" face-them" if theirs else "") + (" face-l" if large else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, name.strip()[:1].upper())


@register.simple_tag
def ring(position: int) -> SafeString:
    """Draw our supplier ring: 1 core, 2 preferred, 3 approved; 0 draws none of them lit."""
    circles = format_html_join(
        "",
        '<circle cx="8" cy="8" r="{}"{}/>',
        (
            (radius, mark_safe(' class="on"') if position == at else "")
            for at, radius in ((3, 7), (2, 4.5), (1, 2))
        ),
    )
    return format_html('<svg class="ring" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', circles)


@register.simple_tag
def seats(met: int, total: int) -> SafeString:
    """Draw how many of the committee's seats we know; the caller writes the same in words."""
    boxes = format_html_join(
        "", "<i{}></i>", ((mark_safe(' class="on"') if at < met else "",) for at in range(min(total, 12)))
    )
    return format_html('<span class="seats" aria-hidden="true">{}</span>', boxes)


@register.simple_tag(takes_context=True)
def money(context: Context, amount: Decimal | None, currency: str, *, exact: bool = False) -> SafeString:
    """Write an amount: small grey currency, number, unit; the title has every digit."""
    if amount is None:
        return mark_safe('<span class="t3 void">—</span>')
    units = Units(str(getattr(_reader(context), "units", "AUTO")))
    written = format_amount(amount, currency, language=get_language() or "en", units=units, exact=exact)
    return format_html(
        '<data class="nw" value="{}" title="{}"><span class="cur">{}</span>{}{}</data>',
        amount,
        written.exact_text,
        written.symbol,
        written.number,
        written.unit,
    )


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None, style: str = "short") -> SafeString:
    """Write a day: `short` 11/23, `whole` with its year, `seen` as a distance; the title has the rest."""
    if value is None:
        return mark_safe('<span class="t3 void">—</span>')
    as_of, calendar = today(), calendar_of(context)
    whole, seen = days.whole_day(value, calendar=calendar), days.seen_from(value, as_of=as_of)
    text = {"short": days.short_day(value, as_of=as_of, calendar=calendar), "whole": whole, "seen": seen}[
        style
    ]
    title = seen if style == "whole" else f"{whole} · {seen}" if style == "short" else whole
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), title, text)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString:
    """Write a moment: the time alone today, day and time before; the title has the whole."""
    if value is None:
        return mark_safe('<span class="t3 void">—</span>')
    as_of, calendar = today(), calendar_of(context)
    clock = days.clock_time(value)
    whole = f"{days.whole_day(value, calendar=calendar)} {clock}"
    short = days.short_day(value, as_of=as_of, calendar=calendar)
    text = clock if days.local_day(value) == as_of else f"{short} {clock}"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), whole, text)


def calendar_of(context: Context) -> str:
    """Return how the reader counts years."""
    return str(getattr(_reader(context), "calendar", "AD"))


def _reader(context: Context) -> object:
    return getattr(context.get("request"), "user", None)


@register.simple_tag
def meter(
    label: str,
    value: float,
    mark: float | None = None,
    low: float | None = None,
    high: float | None = None,
) -> SafeString:
    """Draw one bar of 0 to 100; `mark` is where we should be, `low` and `high` bound a paler band."""
    band = (
        format_html('<rect class="band" x="{}%" y="3" width="{}%" height="6" rx="3"/>', low, high - low)
        if low is not None and high is not None
        else ""
    )
    tick = (
        format_html(
            '<svg x="{}%" overflow="visible"><rect class="mark" x="-1" width="2" height="12" rx="1"/></svg>',
            mark,
        )
        if mark is not None
        else ""
    )
    return format_html(
        '<svg class="meter" role="img" aria-label="{}"><rect class="track" y="3" width="100%" height="6" rx="3"/>'
        '{}<rect class="fill" y="3" width="{}%" height="6" rx="3"/>{}</svg>',
        label,
        band,
        max(0, min(100, value)),
        tick,
    )


@register.inclusion_tag("components/stage_path.html")
def stage_path(path: StagePath) -> dict[str, object]:
    """Draw the stages of a process with the returns as arcs."""
    return {"path": path, "arcs": sorted(path.reversals, key=lambda reversal: reversal.went_to)}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, css: str = "", unit: str = "", *, mark_optional: bool = True
) -> dict[str, object]:
    """Draw one form field: label, control, help, error; `unit` stands after the control."""
    described = described_by(bound)
    attributes: dict[str, str | bool] = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = type(bound.field.widget).__name__
    return {
        "field": bound,
        "described": described,
        "control": bound.as_widget(attrs=attributes),
        "css": css,
        "unit": unit,
        "grouped": widget in {"RadioSelect", "CheckboxSelectMultiple"},
        "single": widget == "CheckboxInput",
        "mark": mark_of(bound) if mark_optional and widget != "CheckboxInput" else "",
    }


@register.simple_tag
def day_input(name: str, control_id: str, value: date | str | None = None) -> SafeString:
    """Draw the control for a day outside a form object; its view reads it with `DayField` or `day_typed`."""
    return DayInput().render(name, value or None, {"id": control_id, "class": "input"})


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, object]:
    """Draw the summary above a refused form: every error, linked to its field."""
    rows = [(target_of(bound), bound.label, list(bound.errors)) for bound in form if bound.errors]
    return {"whole": form.non_field_errors(), "rows": rows, "count": len(rows) + len(form.non_field_errors())}


@register.inclusion_tag("components/tabs.html")
def tabs(links: Sequence[Link], label: str) -> dict[str, object]:
    """Draw the parts of a record; `label` names the group for those who hear the page."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/crumbs.html")
def crumbs(links: Iterable[Link], here: str) -> dict[str, object]:
    """Draw the way to this page; the last one is the page itself."""
    return {"links": links, "here": here}


@register.inclusion_tag("components/pages.html")
def pagination(pages: Pages) -> dict[str, object]:
    """Draw where a list goes on and what is shown of it."""
    return {"pages": pages}


@register.inclusion_tag("components/column_head.html")
def column_head(head: ColumnHead, css: str = "") -> dict[str, object]:
    """Draw the head of a column, a link when the list can be sorted by it."""
    return {"head": head, "css": css}


@register.inclusion_tag("components/properties.html")
def properties(items: Sequence[Property], css: str = "") -> dict[str, object]:
    """Draw key facts; each can be changed in place when it has an `edit_url`. Many empty ones are folded."""
    known = [item for item in items if item.value or item.locked]
    is_folded = bool(known) and len(items) - len(known) > FEW_EMPTY
    empty_ones = [item for item in items if item not in known] if is_folded else []
    return {"items": known if is_folded else items, "empty_ones": empty_ones, "css": css}


@register.inclusion_tag("components/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[TimelineEntry], css: str = "") -> dict[str, object]:
    """Draw events in the order given."""
    return {"entries": entries, "css": css, "request": context.get("request")}


@register.inclusion_tag("components/empty.html")
def empty(
    kind: str, title: str, hint: str = "", url: str = "", action: str = "", css: str = ""
) -> dict[str, object]:
    """Draw why nothing is shown: `kind` is first, filtered, denied or failed."""
    icons = {"first": "", "filtered": "filter", "denied": "lock", "failed": "warn"}
    return {
        "kind": kind,
        "icon_name": icons[kind],
        "title": title,
        "hint": hint,
        "url": url,
        "action": action,
        "css": css,
    }


@register.inclusion_tag("components/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, object]:
    """Draw the steps of a wizard; `current` counts from 1."""
    states = ["done" if at < current else "now" if at == current else "" for at in range(1, len(labels) + 1)]
    return {"steps": list(zip(labels, states, strict=True)), "current": current, "total": len(labels)}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    url: str,
    label: str,
    *,
    css: str = "btn-quiet",
    icon_name: str = "",
    fields: Mapping[str, object] | None = None,
    element: str = "",
) -> dict[str, object]:
    """Draw a button that posts to an address, a plain form of its own."""
    return {
        "url": url,
        "label": label,
        "css": css,
        "icon_name": icon_name,
        "fields": dict(fields or {}),
        "id": element,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_block_tag
def page_head(content: str, title: str, *, lead: str = "", beside: str = "", under: str = "") -> SafeString:
    """Draw the page's one h1, what stands beside it, and a sentence that says what is going on."""
    return _drawn("page_head", content, title=title, lead=lead, beside=beside, under=under)


@register.simple_block_tag
def section(
    content: str,
    title: str,
    *,
    anchor: str = "",
    count: object = "",
    more: str = "",
    more_url: str = "",
) -> SafeString:
    """Draw a section with its heading, a count and one link at its right."""
    return _drawn("section", content, title=title, id=anchor, count=count, more=more, more_url=more_url)


@register.simple_block_tag
def menu(
    content: str, element: str, label: str, *, icon_name: str = "more", css: str = "iconbtn", word: str = ""
) -> SafeString:
    """Draw a button that opens a menu; without `word` the label is for those who hear the page."""
    return _drawn("menu", content, id=element, label=label, icon_name=icon_name, css=css, word=word)


@register.simple_block_tag
def dialog(content: str, element: str, title: str, *, css: str = "") -> SafeString:
    """Draw a dialog, closed; `data-open="#id"` on a button opens it."""
    return _drawn("dialog", content, id=element, title=title, css=css)


@register.simple_block_tag(takes_context=True)
def picture(
    context: Context,
    content: str,
    element: str,
    finding: str,
    *,
    note: str = "",
    css: str = "",
    level: int = 3,
) -> SafeString:
    """Draw a figure: the finding as title, the drawing and its twin inside, source and limits below.

    Who may export is offered the drawing as SVG and PNG, and its table as XLSX.

    Args:
        level: of the heading; 2 where it stands right under the title of the page.

    """
    ways = ways_to_take(context.get("request"), element, content)
    return _drawn("picture", content, id=element, finding=finding, note=note, css=css, level=level, ways=ways)


@register.simple_block_tag
def twin(content: str) -> SafeString:
    """Draw the table with the same rows as the picture, folded."""
    return _drawn("twin", content)


@register.filter
def undo_url(extra_tags: str) -> str:
    """Return the undo address that a message carries."""
    return undo_of(extra_tags or "")


@register.filter
def marked(text: str, query: str) -> SafeString:
    """Mark the first place where the query stands in the text."""
    at = text.casefold().find(query.casefold()) if query else -1
    if at < 0 or len(text.casefold()) != len(text):
        return escape(text)
    end = at + len(query)
    return format_html("{}<mark>{}</mark>{}", text[:at], text[at:end], text[end:])


@register.filter
def or_none(value: object) -> object:
    """Return the value, or "Not recorded" in grey."""
    if value in (None, ""):
        return format_html('<span class="t3">{}</span>', _("Not recorded"))
    return value


def _drawn(component: str, content: str, **values: object) -> SafeString:
    return render_to_string(f"components/{component}.html", {"content": content, **values})
