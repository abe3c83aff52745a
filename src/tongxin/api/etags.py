"""Versions over HTTP: nobody's change overwrites another's unseen."""

from typing import TYPE_CHECKING, TypeVar

from django.urls import reverse

from tongxin.common.errors import Refusal, StaleVersion

if TYPE_CHECKING:
    from tongxin.api.requests import ApiRequest
    from tongxin.common.models import Fact, Record

F = TypeVar("F", bound="Fact")
R = TypeVar("R", bound="Record")


class VersionMissing(Refusal):
    """Say that a change must name the version it starts from."""

    status = 428


def etag_of(record: "Record") -> str:
    """Return the entity tag of a record's representation: `"<uid>-<version>"`, quotes included."""
    return f'"{record.uid}-{record.version}"'


def tag(request: "ApiRequest", record: R) -> R:
    """Give the answer the record's ETag; return the record."""
    request.etag = etag_of(record)
    return record


def made(request: "ApiRequest", record: F, endpoint: str) -> F:
    """Give the answer the new record's address, of the endpoint that shows it, and its ETag; return the record."""
    request.location = reverse(f"api:{endpoint}", kwargs={"uid": record.uid})
    if hasattr(record, "version"):
        request.etag = f'"{record.uid}-{record.version}"'
    return record


def expected_version(request: "ApiRequest", record: "Record") -> int:
    """Return the version that If-Match names, to be passed to the action.

    Raises:
        VersionMissing: `VERSION_MISSING`, there is no If-Match.
        StaleVersion: the record has another version now; answered with 412 and the present ETag.

    """
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise VersionMissing("VERSION_MISSING")
    if etag_of(record) not in split_tags(sent):
        raise StaleVersion(record)
    return record.version


def split_tags(header: str) -> set[str]:
    """Return the entity tags of a header, without the marks of weak ones."""
    return {part.strip().removeprefix("W/") for part in header.split(",") if part.strip()}
