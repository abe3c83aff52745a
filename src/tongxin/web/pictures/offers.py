"""What a picture offers to whom."""

import re
from typing import Any

from tongxin.common.rights import Right
from tongxin.web.pictures.taking import TAKE

DRAWING = re.compile(r'<svg [^>]*role="(?:img|group)"')


def ways_to_take(request: Any, element: str, content: str) -> tuple[tuple[str, str], ...]:
    """Return label and address of each form in which a reader may take a picture along; none for who may not export."""
    actor = getattr(request, "actor", None)
    if actor is None or request.method != "GET" or not actor.has(Right.EXPORT):
        return ()
    forms = [
        *(("svg", "png") if DRAWING.search(content) else ()),
        *(("xlsx",) if "<table" in content else ()),
    ]
    return tuple((form.upper(), _address(request, f"{element}.{form}")) for form in forms)


def _address(request: Any, take: str) -> str:
    asked = request.GET.copy()
    asked[TAKE] = take
    return f"{request.path}?{asked.urlencode()}"
