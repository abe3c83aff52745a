"""Past-tense notes after an action, with the way back: on the next page, or beside an htmx answer."""

import json
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)
UNDO = "undo="


def say_next(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Show a toast on the page that the user gets next, after a redirect; `undo_url` takes a POST."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def warn_next(request: HttpRequest, text: str) -> None:
    """Warn on the page that the user gets next: what was saved is doubtful."""
    messages.warning(request, text)


def say_now(response: Response, text: str, *, undo_url: str = "") -> Response:
    """Show a toast together with this answer to an htmx request; `undo_url` takes a POST."""
    return trigger(response, "toast", {"text": text, "undo": undo_url})


def trigger(response: Response, event: str, detail: object = None) -> Response:
    """Add an event to the answer's `HX-Trigger`; the page's scripts listen for it."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[event] = detail
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def undo_of(extra_tags: str) -> str:
    """Return the undo address carried by a message, empty when it has none."""
    return extra_tags.removeprefix(UNDO) if extra_tags.startswith(UNDO) else ""
