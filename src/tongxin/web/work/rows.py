"""Rows of things to do, written in Python: Today shows some fifty of them, each with forms of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from tongxin.web.lists.cells import SHAPES
from tongxin.web.lists.html import join, write
from tongxin.web.work.lines import Act, WorkLine

ROW: Final = (
    '<li id="{}"{}>{}<div class="what">{}<span class="meta">{}</span></div>'
    '<span class="due{}">{}</span><div class="acts">{}</div></li>'
)
TICK: Final = (
    '<form class="lead" method="post" action="{}" id="{}-done" hx-post="{}" hx-target="#{}" hx-swap="outerHTML">{}{}'
    '<button class="tick" type="submit" id="{}-tick" title="{}"><span class="vh">{}</span></button></form>'
)
FACE: Final = '<span class="lead"><span class="face" aria-hidden="true">{}</span></span>'
SIGN: Final = (
    '<span class="lead"><span class="sign sign-{}"><span aria-hidden="true">{}</span>'
    '<span class="vh">{}</span></span></span>'
)
POST: Final = (
    '<form method="post" action="{}" id="{}-form" hx-post="{}" hx-target="#{}" hx-swap="outerHTML">{}{}'
    '<button class="btn btn-quiet" type="submit" id="{}">{}</button></form>'
)
LINK: Final = '<a class="btn btn-quiet" href="{}" data-sheet id="{}">{}</a>'
HIDDEN: Final = '<input type="hidden" name="{}" value="{}">'
SEPARATED = mark_safe('<span class="sep"></span>')
NONE = mark_safe("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the rows of one page have in common.

    Attributes:
        token: against forged posts, as the page's forms carry it.
        here: address to come back to after a post; empty for none.
        arrived: whether a row that is done has just arrived and takes the focus.
    """

    token: str
    here: str
    arrived: bool

    @property
    def hidden(self) -> SafeString:
        """Return the fields that every form on the page carries."""
        return join((write(HIDDEN, "csrfmiddlewaretoken", self.token), write(HIDDEN, "next", self.here)))


def rows_html(lines: Sequence[WorkLine], around: Around) -> SafeString:
    """Write rows one after another."""
    hidden, done = around.hidden, pgettext("promise", "Done")
    return join(_row(line, hidden, done, arrived=around.arrived) for line in lines)


def _row(line: WorkLine, hidden: SafeString, done: str, *, arrived: bool) -> SafeString:
    return write(
        ROW,
        line.element,
        mark_safe(' class="done"') if line.is_done else NONE,
        _lead(line, hidden, done),
        _title(line, takes_focus=arrived and line.is_done),
        _notes(line.notes),
        mark_safe(" late") if line.is_late else NONE,
        line.due,
        join(_act(act, line, hidden) for act in line.acts),
    )


def _lead(line: WorkLine, hidden: SafeString, done: str) -> SafeString:
    url, element = line.tick_url, line.element
    if url:
        fields = _fields(line.tick_fields)
        return write(TICK, url, element, url, element, hidden, fields, element, done, line.tick_label)
    if line.face:
        return write(FACE, line.face.strip()[:1].upper())
    return write(SIGN, line.sign, SHAPES[line.sign], line.sign_word)


def _title(line: WorkLine, *, takes_focus: bool) -> SafeString:
    if not line.url:
        return write("<b>{}</b>", line.title)
    focus = mark_safe(" data-focus") if takes_focus else NONE
    return write('<a href="{}"{}><b>{}</b></a>', line.url, focus, line.title)


def _notes(notes: Sequence[str]) -> SafeString:
    first, *others = notes or ("",)
    return join((first, *(part for note in others for part in (SEPARATED, note))))


def _act(act: Act, line: WorkLine, hidden: SafeString) -> SafeString:
    if not act.posts:
        return write(LINK, act.url, act.element, act.label)
    fields = _fields(act.fields)
    return write(POST, act.url, act.element, act.url, line.element, hidden, fields, act.element, act.label)


def _fields(fields: Sequence[tuple[str, str]]) -> SafeString:
    return join(write(HIDDEN, name, value) for name, value in fields)
