"""What each kind of refusal is called, by HTTP status, in three languages."""

from collections.abc import Mapping
from http import HTTPStatus

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

TITLES: Mapping[int, LazyText] = {
    HTTPStatus.BAD_REQUEST: _("The request cannot be understood"),
    HTTPStatus.UNAUTHORIZED: _("Sign in first"),
    HTTPStatus.FORBIDDEN: _("You may not do this"),
    HTTPStatus.NOT_FOUND: _("There is nothing here"),
    HTTPStatus.METHOD_NOT_ALLOWED: _("This method is not possible here"),
    HTTPStatus.CONFLICT: _("The state of the record forbids this"),
    HTTPStatus.PRECONDITION_FAILED: _("The record has changed"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("The request is too large"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("This content type cannot be read"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("The values cannot be used"),
    HTTPStatus.PRECONDITION_REQUIRED: _("The change must say which version it starts from"),
    HTTPStatus.TOO_MANY_REQUESTS: _("Too many requests"),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("Something went wrong here"),
    HTTPStatus.SERVICE_UNAVAILABLE: _("The server is busy"),
    HTTPStatus.INSUFFICIENT_STORAGE: _("The disk of the server is full"),
}


def title_of(status: int) -> str:
    """Return what a status means, as a title."""
    return str(TITLES.get(status, TITLES[HTTPStatus.BAD_REQUEST]))
