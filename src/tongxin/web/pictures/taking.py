"""Give every page one more way to be asked: `?take=rings.svg` sends its picture in the place of the page."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.common.clock import now, today
from tongxin.common.errors import Missing
from tongxin.common.rights import Right
from tongxin.documents.fonts import faces_for, known_fonts
from tongxin.documents.pictures import write_png
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.pictures.drawing import standalone
from tongxin.web.pictures.reading import Picture, read_picture
from tongxin.web.pictures.sheet import workbook
from tongxin.web.shell import days

TAKE = "take"
ASKED = re.compile(r"([\w-]+)\.(svg|png|xlsx)")
TYPES: Mapping[str, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def with_pictures_to_take(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view, answering `take=NAME.svg`, `.png` or `.xlsx` with that picture of its page.

    The page is drawn as ever, with the same filters and for the same reader: what it withholds, the picture withholds.
    Who may not export is refused; the log notes what was taken.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        if request.method != "GET" or TAKE not in request.GET:
            return view(request, *args, **values)
        return _taken(cast("PageRequest", request), view(request, *args, **values))

    return answer


def _taken(request: PageRequest, page: HttpResponseBase) -> HttpResponseBase:
    """Return the picture that is asked for; another answer than a page stays as it is.

    Raises:
        Missing: `PICTURE_MISSING`, the page has no such picture, or it cannot be drawn in that form.
        Denied: the actor may not export.
    """
    is_page = page.status_code == 200 and page.get("Content-Type", "").startswith("text/html")
    if not is_page or not isinstance(page, HttpResponse) or not hasattr(request, "actor"):
        return page
    request.actor.must_have(Right.EXPORT)
    asked = ASKED.fullmatch(request.GET[TAKE])
    picture = read_picture(page.content.decode(), asked[1]) if asked else None
    if asked is None or picture is None or not (picture.rows if asked[2] == "xlsx" else picture.drawing):
        raise Missing("PICTURE_MISSING", name=request.GET[TAKE])
    picture.note = f"{picture.note} {days.whole_day(today(), calendar=reader_of(request).calendar)}".strip()
    written = _written(picture, asked[2])
    note(
        actor=request.actor, at=now(), verb=Verb.EXPORTED, kind=Kind.LIST, label=asked[1], form=asked[2],
        page=request.path[:200],
    )  # fmt: skip
    response = HttpResponse(written, content_type=TYPES[asked[2]])
    response["Content-Disposition"] = f'attachment; filename="tongxin-{asked[0]}"'
    return response


def _written(picture: Picture, form: str) -> bytes:
    if form == "xlsx":
        return workbook(picture)
    language = (translation.get_language() or "en").lower()
    if form == "svg":
        return standalone(picture, faces=SHOWN[language]).encode()
    text = f"{picture.finding}{picture.note}{picture.drawing}"
    faces = faces_for(language, text, known_fonts().families())
    return write_png(standalone(picture, faces=faces))


# Whoever opens an SVG has typefaces of his own; the usual ones of each system, in the shapes of the language.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "zh-hant": ("PingFang TC", "Microsoft JhengHei", "Noto Sans TC", "Noto Sans CJK TC"),
    "zh-hans": ("PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC"),
    "en": ("Arial", "Liberation Sans", "Noto Sans", "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC"),
}
