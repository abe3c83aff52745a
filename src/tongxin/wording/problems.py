"""Every problem the product can answer with: its code, its status, what it means and how to mend it.

`SENTENCES` says it for one case, with the values of that case; a page about the problem says it for all of them. The
statuses are those of the refusals' classes; `tests/meta/test_problem_pages.py` holds both to the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from tongxin.common.failures import Failure
from tongxin.wording.records import MISSING_CODES
from tongxin.wording.sentences import SENTENCES
from tongxin.wording.titles import title_of

# Codes whose status is another than 422.
CODES: Mapping[int, frozenset[str]] = {
    HTTPStatus.BAD_REQUEST: frozenset({
        "LINE_KIND_UNKNOWN", "LIST_CURSOR", "LIST_FIELD_UNKNOWN", "LIST_LIMIT", "LIST_OPERATOR_UNKNOWN",
        "LIST_SORT_MANY", "LIST_SORT_UNKNOWN", "LIST_VALUE_LONG", "LIST_VALUE_WRONG", "REQUEST_MALFORMED",
    }),
    HTTPStatus.UNAUTHORIZED: frozenset({"NOT_IDENTIFIED", "SIGN_IN_FAILED", "TOKEN_INVALID"}),
    HTTPStatus.FORBIDDEN: frozenset({
        "CSRF_FAILED", "FORBIDDEN", "INTERACTION_NOT_YOURS", "PRIVATE_NOTE_NOT_YOURS", "RIGHT_MISSING",
        "SCOPE_MISSING", "VIEW_FOR_EVERYBODY", "VIEW_LOCKED", "VIEW_OF_ANOTHER",
    }),
    HTTPStatus.NOT_FOUND: frozenset({
        "ABSENCE_MISSING", "ACCOUNT_MISSING", "ATTACHMENT_MISSING", "COMPETITOR_MISSING", "CONTACT_MISSING", "EDITION_MISSING",
        "ENTRY_MISSING", "HIT_MISSING", "IMPORT_MISSING", "INTERACTION_MISSING", "JOB_MISSING", "LINE_MISSING", "MATCH_MISSING", "MEMBER_MISSING",
        "MERGE_MISSING", "NOTHING_HERE", "OPPORTUNITY_MISSING", "ORGANISATION_MISSING", "PERSON_MERGE_MISSING", "PERSON_MISSING", "PICTURE_MISSING", "PLAN_PROPOSAL_MISSING", "POST_MISSING", "PROCESS_MISSING",
        "PRODUCT_MISSING", "PROMISE_MISSING", "RATE_MISSING", "RETENTION_MISSING", "RIVAL_MISSING", "SHARED_LINK_MISSING", "STAGE_ENTRY_MISSING",
        "STAGE_MISSING", "TENDER_MISSING", "TENURE_MISSING", "TOKEN_MISSING", "USER_MISSING", "VIEW_MISSING", *MISSING_CODES,
    }),
    HTTPStatus.METHOD_NOT_ALLOWED: frozenset({"METHOD_NOT_ALLOWED"}),
    HTTPStatus.CONFLICT: frozenset({
        "ACCOUNT_CLOSED", "ACCOUNT_HAS_CHILDREN", "ATTACHMENT_DELETED", "BID_CLOSED", "BID_DELETED", "BID_HANDED_IN", "BID_LATE", "BID_NOT_DECIDED", "BID_NOT_HANDED_IN", "BID_THERE", "DATABASE_NOT_EMPTY", "ERASED_ALREADY", "FORM_IN_WORK", "IDEMPOTENCY_IN_PROGRESS", "IMPORT_STATE", "RESTORE_NOT_EMPTY",
        "INTERACTION_DELETED", "JOB_OVER", "LAST_STAGE", "MATCH_DECIDED", "MERGE_CLOSED", "MERGE_SELF",
        "MERGE_TREE", "MERGE_UNDONE", "OPPORTUNITY_CLOSED", "OPPORTUNITY_DELETED",
        "OPPORTUNITY_RUNS", "PERSON_DELETED", "PERSON_MERGE_GONE", "PERSON_MERGE_SELF", "PERSON_MERGE_UNDONE", "POST_CLOSED",
        "POST_HELD", "POST_HELD_BY_THEM", "PROMISE_SETTLED", "PROPOSAL_DECIDED", "PULSE_ANSWERED", "PULSE_REFUSED", "PULSE_SOON", "RECORD_DELETED",
        "STAGE_IN_USE", "TENURE_OVER", "USER_STILL_ACTIVE",
    }),
    HTTPStatus.PRECONDITION_FAILED: frozenset({"STALE_VERSION"}),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: frozenset({"REQUEST_TOO_LARGE"}),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: frozenset({"CONTENT_TYPE_UNKNOWN"}),
    HTTPStatus.PRECONDITION_REQUIRED: frozenset({"VERSION_MISSING"}),
    HTTPStatus.TOO_MANY_REQUESTS: frozenset({"LINK_SLOWED", "PASSWORD_SLOWED", "RATE_EXCEEDED", "SIGN_IN_SLOWED"}),
    HTTPStatus.INTERNAL_SERVER_ERROR: frozenset({"SERVER_FAILED"}),
    HTTPStatus.SERVICE_UNAVAILABLE: frozenset({"SERVER_BUSY"}),
    HTTPStatus.INSUFFICIENT_STORAGE: frozenset({"DISK_FULL"}),
}  # fmt: skip

ADVICE: Mapping[int, LazyText] = {
    HTTPStatus.BAD_REQUEST: _(
        "The request cannot be read as it stands, and repeating it will not help. Compare it with the description "
        "of the API; “detail” names the part that does not fit and, for lists, what is possible."
    ),
    HTTPStatus.UNAUTHORIZED: _(
        "Send a personal token in the header Authorization, or sign in again. A token can be past its end or revoked: "
        "issue a new one on your settings page."
    ),
    HTTPStatus.FORBIDDEN: _(
        "You may see this, but not do it. Ask an administrator for the right that “detail” names, or issue a token "
        "with the scope that is missing. Every refusal of this kind is in the audit log."
    ),
    HTTPStatus.NOT_FOUND: _(
        "The record was deleted, never existed, or belongs to a team you are not in; all three look alike on purpose. "
        "Check the uid. When a field of the body names the record, the status is 422 and “errors” names the field."
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: _(
        "The address is right, the method is not. The header Allow of the answer lists the methods it takes."
    ),
    HTTPStatus.CONFLICT: _(
        "The values are right, but the record is in a state that does not allow this. Read it again, bring it into "
        "the state that is needed, and repeat the request."
    ),
    HTTPStatus.PRECONDITION_FAILED: _(
        "Read the record again, compare what changed with what you want to change, and send your change with the new "
        "ETag in If-Match. Nothing was overwritten."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _(
        "Send less at once: divide the file, or the list, into several requests."
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _(
        "Set the header Content-Type to what the description of the operation names."
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: _(
        "The request was understood and nothing was written. Mend the fields that “errors” names, each with its own "
        "reason, and send it again; the same Idempotency-Key may be used."
    ),
    HTTPStatus.PRECONDITION_REQUIRED: _(
        "Read the record first and send its ETag in the header If-Match, so that nobody else's change is overwritten "
        "unseen."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: _(
        "Wait for as many seconds as the header Retry-After says. The header RateLimit of each answer tells how much "
        "is left."
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: _(
        "This is our mistake, not yours. Nothing was written. Tell your administrator when it happened: the log of "
        "the server has the cause."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: _(
        "Repeat the request after the seconds that the header Retry-After says. With an Idempotency-Key that is safe "
        "for a POST too."
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: _(
        "Nothing was written, and nothing that was there is lost; reading goes on. Tell your administrator: when there "
        "is room again, the same request goes through, and nothing has to be started anew."
    ),
}
# What is answered when the machine cannot serve at this moment, and after how many seconds to try again.
STATUS_OF_FAILURE: Mapping[Failure, HTTPStatus] = {
    Failure.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Failure.NO_ROOM: HTTPStatus.INSUFFICIENT_STORAGE,
}
RETRY_AFTER: Mapping[Failure, int] = {Failure.BUSY: 2, Failure.NO_ROOM: 60}
_STATUS = {code: status for status, codes in CODES.items() for code in codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A problem as its page tells it.

    Attributes:
        code: as programs read it.
        slug: as it stands in the address, `stage-missing`.
        status: HTTP status of the answer.
        title: what problems of this status are called.
        meaning: what is wrong; `…` stands where an answer has its own values.
        advice: how to mend it.

    """

    code: str
    slug: str
    status: int
    title: str
    meaning: str
    advice: str


class _Open(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def slug_of(code: str) -> str:
    """Return a code as it stands in the address of its page."""
    return code.lower().replace("_", "-")


def problem_kind(slug: str) -> ProblemKind | None:
    """Return a problem by the last part of its address, in the active language; `None` when there is none."""
    code = slug.upper().replace("-", "_")
    return _kind(code) if code in SENTENCES and slug == slug_of(code) else None


def all_problem_kinds() -> list[ProblemKind]:
    """Return all problems by status and code, in the active language."""
    return sorted((_kind(code) for code in SENTENCES), key=lambda kind: (kind.status, kind.code))


def status_of(code: str) -> int:
    """Return the HTTP status that a code is answered with."""
    return _STATUS.get(code, int(HTTPStatus.UNPROCESSABLE_ENTITY))


def _kind(code: str) -> ProblemKind:
    status = status_of(code)
    return ProblemKind(
        code=code,
        slug=slug_of(code),
        status=status,
        title=title_of(status),
        meaning=str(SENTENCES[code]) % _Open(),
        advice=str(ADVICE[status]),
    )
