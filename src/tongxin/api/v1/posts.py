"""Posts: the seats of the customers' organisations, and who held which when."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.people import (
    MoveIn,
    OrganisationChartOut,
    PostChange,
    PostIn,
    PostOut,
    TenureEndingIn,
    TenureIn,
    TenureOut,
    TenuresOut,
)
from tongxin.common.access import seeing
from tongxin.common.clock import now
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.stakeholders import actions, selectors
from tongxin.crm.stakeholders.selectors import get_person_for, get_post_for, get_tenure_for

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Post, Tenure

router = ApiRouter(tags=["people"])


@router.show("/accounts/{uid}/organisation", of=OrganisationChartOut, access=seeing(uid="ACCOUNT"))
def account_organisation(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show an account's posts by reporting line, with who holds them."""
    nodes = selectors.organisation_of(get_account_for(request.actor, uid))
    return {
        "nodes": [
            {
                "post": node.post,
                "depth": node.depth,
                "holders": [{"tenure": held.uid, "person": held.person} for held in node.holders],
                "is_vacant": node.is_vacant,
            }
            for node in nodes
        ]
    }


@router.make("/accounts/{uid}/posts", of=PostOut, access=seeing(uid="ACCOUNT"))
def make_post(request: ApiRequest, uid: str, sent: PostIn) -> "Post":
    """Add a post to an account."""
    account = get_account_for(request.actor, uid)
    boss = referenced("reports_to", get_post_for, request.actor, sent.reports_to) if sent.reports_to else None
    post = actions.create_post(
        actor=request.actor, at=now(), account=account, title=sent.title, department=sent.department,
        level=sent.level, reports_to=boss,
    )  # fmt: skip
    return made(request, post, "post")


@router.show("/posts/{uid}", of=PostOut, access=seeing(uid="POST"))
def post(request: ApiRequest, uid: str) -> "Post":
    """Show a post."""
    return tag(request, get_post_for(request.actor, uid))


@router.change("/posts/{uid}", of=PostOut, access=seeing(uid="POST"))
def change_post(request: ApiRequest, uid: str, sent: PostChange) -> "Post":
    """Change a post."""
    found = get_post_for(request.actor, uid)
    values = values_of(request, sent)
    if values.get("reports_to"):
        values["reports_to"] = referenced("reports_to", get_post_for, request.actor, values["reports_to"])
    actions.change_post(
        actor=request.actor,
        at=now(),
        post=found,
        values=values,
        expected_version=expected_version(request, found),
    )
    return tag(request, found)


@router.remove("/posts/{uid}", access=seeing(uid="POST"))
def delete_post(request: ApiRequest, uid: str) -> None:
    """Close a vacant post; its history stays."""
    found = get_post_for(request.actor, uid)
    actions.close_post(
        actor=request.actor, at=now(), post=found, expected_version=expected_version(request, found)
    )


@router.show("/people/{uid}/tenures", of=TenuresOut, access=seeing(uid="PERSON"))
def person_tenures(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the posts somebody holds and held."""
    return {"tenures": list(selectors.tenures_of(request.actor, get_person_for(request.actor, uid)))}


@router.make("/people/{uid}/tenures", of=TenureOut, access=seeing(uid="PERSON"))
def make_tenure(request: ApiRequest, uid: str, sent: TenureIn) -> "Tenure":
    """Let a person take a post beside those they hold."""
    return actions.start_tenure(
        actor=request.actor,
        at=now(),
        person=get_person_for(request.actor, uid),
        post=referenced("post", get_post_for, request.actor, sent.post),
        since=sent.since,
        is_main=sent.is_main,
    )


@router.make("/people/{uid}/moves", of=TenureOut, access=seeing(uid="PERSON"))
def make_move(request: ApiRequest, uid: str, sent: MoveIn) -> "Tenure":
    """Let a person leave a post and take another one."""
    return actions.move_person(
        actor=request.actor,
        at=now(),
        person=get_person_for(request.actor, uid),
        post=referenced("post", get_post_for, request.actor, sent.post),
        on=sent.on,
        leaving=referenced("leaving", get_tenure_for, request.actor, sent.leaving, person_uid=uid)
        if sent.leaving
        else None,
    )


@router.make("/tenures/{uid}/ending", of=TenureOut, access=seeing(uid="TENURE"))
def make_tenure_ending(request: ApiRequest, uid: str, sent: TenureEndingIn) -> "Tenure":
    """Let a person leave a post."""
    return actions.end_tenure(
        actor=request.actor,
        at=now(),
        tenure=get_tenure_for(request.actor, uid),
        reason=sent.reason,
        until=sent.until,
    )
