"""Colleagues: who they are, what they may do, and an end to their sessions."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.team import (
    AbsenceIn,
    AbsenceOut,
    PasswordIn,
    SignOutOut,
    TokenOut,
    UserChange,
    UserIn,
    UserOut,
)
from tongxin.common.access import holding, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.team import actions
from tongxin.team.selectors import (
    ABSENCE_LIST,
    TOKEN_LIST,
    USER_LIST,
    get_token_of,
    get_user,
    list_absences,
    list_tokens_of,
    list_users,
)

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.team.models import Absence, ApiToken, User

router = ApiRouter(tags=["users"])


@router.page("/users", of=UserOut, listing=USER_LIST, access=signed_in())
def users(request: ApiRequest) -> "Page[User]":
    """List colleagues."""
    return list_users(request.actor, request.query)


@router.make("/users", of=UserOut, access=holding(Right.ADMINISTER))
def make_user(request: ApiRequest, sent: UserIn) -> "User":
    """Create a user."""
    user = actions.create_user(
        actor=request.actor,
        at=now(),
        username=sent.username,
        display_name=sent.display_name,
        password=sent.password,
        roles=sent.roles,
        email=sent.email,
        manager=referenced("manager", get_user, sent.manager) if sent.manager else None,
        language=sent.language,
        team_name=sent.team_name,
        granted_rights=sent.granted_rights,
    )
    return made(request, user, "user")


@router.show("/users/{uid}", of=UserOut, listing=USER_LIST, access=signed_in(uid="USER"))
def user(request: ApiRequest, uid: str) -> "User":
    """Show a colleague."""
    return tag(request, get_user(uid))


@router.change("/users/{uid}", of=UserOut, access=holding(Right.ADMINISTER, uid="USER"))
def change_user(request: ApiRequest, uid: str, sent: UserChange) -> "User":
    """Change a user."""
    found = get_user(uid)
    changed = actions.change_user(
        actor=request.actor,
        at=now(),
        user=found,
        values=_with_manager(values_of(request, sent)),
        expected_version=expected_version(request, found),
    )
    return tag(request, changed)


@router.make("/users/{uid}/sign-outs", of=SignOutOut, access=signed_in(uid="USER"))
def make_sign_out(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Sign a user out everywhere; their tokens end."""
    at = now()
    return {"user": actions.end_sessions(actor=request.actor, at=at, user=get_user(uid)), "at": at}


@router.make("/users/{uid}/password", of=SignOutOut, access=holding(Right.ADMINISTER, uid="USER"))
def make_user_password(request: ApiRequest, uid: str, sent: PasswordIn) -> dict[str, Any]:
    """Set another user's password; they are signed out everywhere, and their tokens end."""
    at = now()
    user = actions.set_password(actor=request.actor, at=at, user=get_user(uid), password=sent.password)
    return {"user": user, "at": at}


@router.page(
    "/users/{uid}/tokens", of=TokenOut, listing=TOKEN_LIST, access=holding(Right.ADMINISTER, uid="USER")
)
def user_tokens(request: ApiRequest, uid: str) -> "Page[ApiToken]":
    """List a user's tokens."""
    return list_tokens_of(request.actor, get_user(uid), request.query)


@router.remove(
    "/users/{uid}/tokens/{token_uid}",
    access=holding(Right.ADMINISTER, uid="USER", token_uid="TOKEN"),  # noqa: S106 - a kind of record
    versioned=False,
)
def delete_user_token(request: ApiRequest, uid: str, token_uid: str) -> None:
    """Revoke a user's token."""
    found = get_token_of(request.actor, get_user(uid), token_uid)
    actions.revoke_token(actor=request.actor, at=now(), token=found)


@router.page("/users/{uid}/absences", of=AbsenceOut, listing=ABSENCE_LIST, access=signed_in(uid="USER"))
def user_absences(request: ApiRequest, uid: str) -> "Page[Absence]":
    """List when a colleague is away and who stands in."""
    return list_absences(request.actor, get_user(uid), request.query)


@router.make("/users/{uid}/absences", of=AbsenceOut, access=signed_in(uid="USER"))
def make_user_absence(request: ApiRequest, uid: str, sent: AbsenceIn) -> "Absence":
    """Note an absence of a user."""
    return made(request, add_absence(request, get_user(uid), sent), "absence")


def add_absence(request: ApiRequest, user: "User", sent: AbsenceIn) -> "Absence":
    """Note an absence of a user with the deputy named."""
    return actions.add_absence(
        actor=request.actor,
        at=now(),
        user=user,
        deputy=referenced("deputy", get_user, sent.deputy),
        from_date=sent.from_date,
        to_date=sent.to_date,
        reason=sent.reason,
    )


def _with_manager(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("manager"):
        values["manager"] = referenced("manager", get_user, values["manager"])
    return values
