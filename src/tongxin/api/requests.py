"""What an endpoint may rely on in its request."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.common.errors import Refusal
    from tongxin.common.listing import ListQuery
    from tongxin.team.models import ApiToken, User


class ApiRequest(HttpRequest):
    """A request whose sender is known; made so by `tongxin.api.gate` before the endpoint runs.

    Attributes:
        actor: who asks, with their rights.
        token: the personal token they came with; `None` with a session.
        query: the list's filters, order, fields and page, for endpoints made with `router.page`.
        only: representation class and the fields of it that were asked for; `None` is all.
        etag: what the answer's ETag will be, set by `etags.tag`.
        location: where the made record is, set by `etags.made`.
        ahead: what the route read of the request before a transaction was open.
        refusal: the refusal that was answered, for the audit log.

    """

    user: "User"
    actor: "Actor"
    token: "ApiToken | None"
    query: "ListQuery"
    only: tuple[type, frozenset[str]] | None
    etag: str
    location: str
    ahead: object
    refusal: "Refusal | None"
