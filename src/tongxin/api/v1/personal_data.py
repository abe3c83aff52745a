"""Personal data: everything held on somebody, and erasing it."""

from typing import TYPE_CHECKING, Any

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.personal_data import (
    DueOut,
    ErasureIn,
    ErasureOut,
    ErasurePreviewOut,
    HeldOut,
    RemovedOut,
    RetentionRuleIn,
    RetentionRuleOut,
    SubjectOut,
)
from tongxin.common.access import holding
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.privacy import retention
from tongxin.privacy.erasing import erase, preview_erasure
from tongxin.privacy.holdings import holdings_of, note_given
from tongxin.privacy.mentions import Mention
from tongxin.privacy.subjects import check_can_manage, get_subject, search_subjects

if TYPE_CHECKING:
    from tongxin.privacy.models import RetentionRule

router = ApiRouter(tags=["personal data"])


@router.show("/personal-data/subjects", of=list[SubjectOut], access=holding(Right.ADMINISTER))
def personal_data_subjects(request: ApiRequest, q: str = "") -> list[dict[str, Any]]:
    """Find people and colleagues by part of a name, a mail address or a number."""
    return [
        {"kind": str(subject.kind), "uid": subject.record.uid, "name": str(subject.record)}
        for subject in search_subjects(request.actor, q)
    ]


@router.show("/personal-data/people/{uid}", of=HeldOut, access=holding(Right.ADMINISTER, uid="PERSON"))
def person_held(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Give out everything held on a person; the log notes it."""
    return _held(request, "PERSON", uid)


@router.show(
    "/personal-data/people/{uid}/erasure-preview",
    of=ErasurePreviewOut,
    access=holding(Right.ADMINISTER, uid="PERSON"),
)
def person_erasure_preview(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what erasing a person would do."""
    return _preview(request, "PERSON", uid)


@router.make(
    "/personal-data/people/{uid}/erasures", of=ErasureOut, access=holding(Right.ADMINISTER, uid="PERSON")
)
def make_person_erasure(request: ApiRequest, uid: str, sent: ErasureIn) -> dict[str, Any]:
    """Erase a person; it cannot be undone, and is done again after reading back an older backup."""
    return _erase(request, "PERSON", uid, sent)


@router.show("/personal-data/users/{uid}", of=HeldOut, access=holding(Right.ADMINISTER, uid="USER"))
def user_held(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Give out everything held on a colleague; the log notes it."""
    return _held(request, "USER", uid)


@router.show(
    "/personal-data/users/{uid}/erasure-preview",
    of=ErasurePreviewOut,
    access=holding(Right.ADMINISTER, uid="USER"),
)
def user_erasure_preview(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show what erasing a colleague would do."""
    return _preview(request, "USER", uid)


@router.make(
    "/personal-data/users/{uid}/erasures", of=ErasureOut, access=holding(Right.ADMINISTER, uid="USER")
)
def make_user_erasure(request: ApiRequest, uid: str, sent: ErasureIn) -> dict[str, Any]:
    """Erase a colleague who no longer signs in; their work stays, without their name."""
    return _erase(request, "USER", uid, sent)


@router.show("/personal-data/retention", of=list[RetentionRuleOut], access=holding(Right.ADMINISTER))
def retention_rules(request: ApiRequest) -> list[dict[str, Any]]:
    """List the rules of retention, and how much each makes due."""
    check_can_manage(request.actor)
    return [_rule(rule) for rule in retention.rules()]


@router.show("/personal-data/retention/{code}/due", of=list[DueOut], access=holding(Right.ADMINISTER))
def retention_due(request: ApiRequest, code: str) -> list[dict[str, Any]]:
    """Show what a rule would remove, the oldest first; at most 200."""
    found = retention.due(retention.get_rule(request.actor, code), at=now())
    return [{"name": name, "since": since} for name, since in found.rows]


@router.make("/personal-data/retention/{code}/terms", of=RetentionRuleOut, access=holding(Right.ADMINISTER))
def make_retention_term(request: ApiRequest, code: str, sent: RetentionRuleIn) -> dict[str, Any]:
    """Say how long something is kept; nothing is removed by it yet."""
    rule = retention.set_rule(
        actor=request.actor, at=now(), code=code, months=sent.months, is_automatic=sent.is_automatic
    )
    return _rule(rule)


@router.make("/personal-data/retention/{code}/removals", of=RemovedOut, access=holding(Right.ADMINISTER))
def make_retention_removal(request: ApiRequest, code: str) -> dict[str, Any]:
    """Remove what a rule makes due, at most 500 at once."""
    at, rule = now(), retention.get_rule(request.actor, code)
    removed = retention.remove_due(actor=request.actor, at=at, rule=rule)
    return {"code": code, "at": at, "removed": removed, "left": retention.due(rule, at=at).count}


def _rule(rule: "RetentionRule") -> dict[str, Any]:
    return {
        "code": rule.code,
        "months": rule.months,
        "is_automatic": rule.is_automatic,
        "due": retention.due(rule, at=now()).count,
    }


def _held(request: ApiRequest, kind: str, uid: str) -> dict[str, Any]:
    at = now()
    found = holdings_of(request.actor, get_subject(request.actor, kind, uid), at=at)
    note_given(actor=request.actor, at=at, holdings=found)
    return found.as_json()


def _preview(request: ApiRequest, kind: str, uid: str) -> dict[str, Any]:
    found = preview_erasure(get_subject(request.actor, kind, uid))
    return {
        "rows": [
            {"table": label, "treatment": treatment.name, "rows": count}
            for label, (treatment, count) in found.rows.items()
        ],
        "mentions": [_mention(request, mention) for mention in found.mentions],
        "doubtful": [_mention(request, mention) for mention in found.doubtful],
    }


def _mention(request: ApiRequest, mention: Mention) -> dict[str, Any]:
    return {
        "ref": mention.ref,
        "fields": list(mention.fields),
        "excerpt": mention.excerpt_for(request.actor),
    }


def _erase(request: ApiRequest, kind: str, uid: str, sent: ErasureIn) -> dict[str, Any]:
    at = now()
    subject = get_subject(request.actor, kind, uid)
    done = erase(actor=request.actor, at=at, subject=subject, everywhere=sent.everywhere, also=sent.also)
    return {"kind": kind, "uid": uid, "at": at, "done": done}
