"""Sentences about requests themselves: who sends them, whether they can be read, and what lists can be asked."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

REQUESTS: Mapping[str, LazyText] = {
    "REQUEST_MALFORMED": _("The request cannot be read. Send JSON text in UTF-8."),
    "NOT_IDENTIFIED": _("Sign in, or send a personal token in the header Authorization: Bearer."),
    "TOKEN_INVALID": _("This token is not valid: it is unknown, past its end or revoked. Issue a new one."),
    "CSRF_FAILED": _("The CSRF token is missing or wrong. Load the page again and repeat."),
    "FORBIDDEN": _("You may not do this."),
    "SCOPE_MISSING": _("The token lacks the scope “%(scope)s”. Issue one that has it."),
    "NOTHING_HERE": _("There is nothing at this address."),
    "METHOD_NOT_ALLOWED": _("This address does not know this method; the header Allow names those it knows."),
    "REQUEST_TOO_LARGE": _("The request is larger than this address takes."),
    "CONTENT_TYPE_UNKNOWN": _(
        "This content type cannot be read. Send application/json, or a form where files are taken."
    ),
    "VALUES_REFUSED": _("Some values cannot be used; “errors” says which and why."),
    "VERSION_MISSING": _(
        "Say in the header If-Match which version you start from: the ETag of your last answer."
    ),
    "RATE_EXCEEDED": _("Too many requests. Try again in %(retry_after)s seconds."),
    "SERVER_FAILED": _("Something went wrong on our side. It is in the log; try again later."),
    "SERVER_BUSY": _("The server is busy. Try again in a few seconds."),
    "DISK_FULL": _(
        "The disk of the server is full: nothing was saved. Reading goes on; tell your administrator."
    ),
    "FORM_IN_WORK": _(
        "This form was sent already, and its saving has not come to an end. Look whether it is there before you send it "
        "again."
    ),
    "IDEMPOTENCY_KEY_MALFORMED": _(
        "An Idempotency-Key has 1 to %(longest)s visible characters without spaces."
    ),
    "IDEMPOTENCY_KEY_REUSED": _("This Idempotency-Key was used for another request. Choose a new one."),
    "IDEMPOTENCY_IN_PROGRESS": _(
        "A request with this Idempotency-Key is being worked on. Repeat it in %(retry_after)s seconds."
    ),
    # Lists
    "LIST_FIELD_UNKNOWN": _("There is no field “%(name)s” here. Possible are: %(allowed)s."),
    "LIST_OPERATOR_UNKNOWN": _("“%(name)s” cannot be compared by “%(operator)s”. Possible are: %(allowed)s."),
    "LIST_SORT_UNKNOWN": _("The list cannot be sorted by “%(name)s”. Possible are: %(allowed)s."),
    "LIST_SORT_MANY": _("A list is sorted by %(most)s fields at the most."),
    "LIST_LIMIT": _("A page holds 1 to %(most)s entries."),
    "LIST_VALUE_LONG": _("The value for “%(name)s” is too long."),
    "LIST_VALUE_WRONG": _("The value for “%(name)s” does not fit. Write it as: %(kind)s."),
    "LIST_CURSOR": _("This page mark does not belong to this list. Start from the first page."),
}
