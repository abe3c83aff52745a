"""The caller: preferences, tokens, absences."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.team import (
    AbsenceIn,
    AbsenceOut,
    MeOut,
    NewTokenOut,
    OwnPasswordIn,
    PreferencesChange,
    SignOutOut,
    TokenIn,
    TokenOut,
)
from tongxin.api.v1.users import add_absence
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now
from tongxin.team import actions
from tongxin.team.selectors import (
    ABSENCE_LIST,
    TOKEN_LIST,
    get_absence_for,
    get_token_for,
    list_absences,
    list_tokens,
)

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.team.models import Absence, ApiToken, User

router = ApiRouter(tags=["me"])
PREFERENCES = ("language", "theme", "calendar", "units", "time_zone", "shortcuts")
FACTS = ("uid", "version", "username", "display_name", "email", "team_name", "roles", *PREFERENCES)


@router.show("/me", of=MeOut, access=signed_in())
def me(request: ApiRequest) -> dict[str, Any]:
    """Show who I am and what I may do."""
    return _me(request, tag(request, request.user))


@router.change("/me", of=MeOut, access=signed_in())
def change_me(request: ApiRequest, sent: PreferencesChange) -> dict[str, Any]:
    """Change my preferences."""
    changed = actions.set_preferences(
        actor=request.actor,
        at=now(),
        values=values_of(request, sent),
        expected_version=expected_version(request, request.user),
    )
    return _me(request, tag(request, changed))


@router.make("/me/password", of=SignOutOut, access=signed_in())
def make_own_password(request: ApiRequest, sent: OwnPasswordIn) -> dict[str, Any]:
    """Change my password; I am signed out everywhere, and my tokens end."""
    at = now()
    user = actions.set_password(
        actor=request.actor, at=at, user=request.user, password=sent.password, current=sent.current
    )
    return {"user": user, "at": at}


@router.page("/me/tokens", of=TokenOut, listing=TOKEN_LIST, access=signed_in())
def tokens(request: ApiRequest) -> "Page[ApiToken]":
    """List my tokens."""
    return list_tokens(request.actor, request.query)


@router.make("/me/tokens", of=NewTokenOut, access=signed_in(), secrets=frozenset({"key"}))
def make_token(request: ApiRequest, sent: TokenIn) -> dict[str, Any]:
    """Issue a personal token."""
    token, key = actions.issue_token(
        actor=request.actor, at=now(), name=sent.name, scopes=sent.scopes, expires_at=sent.expires_at
    )
    made(request, token, "token")
    return {name: getattr(token, name) for name in TokenOut.model_fields} | {"key": key}


@router.show("/me/tokens/{uid}", of=TokenOut, listing=TOKEN_LIST, access=seeing(uid="TOKEN"))
def token(request: ApiRequest, uid: str) -> "ApiToken":
    """Show a token."""
    return get_token_for(request.actor, uid)


@router.remove("/me/tokens/{uid}", access=seeing(uid="TOKEN"), versioned=False)
def delete_token(request: ApiRequest, uid: str) -> None:
    """Revoke a token."""
    actions.revoke_token(actor=request.actor, at=now(), token=get_token_for(request.actor, uid))


@router.page("/me/absences", of=AbsenceOut, listing=ABSENCE_LIST, access=signed_in())
def absences(request: ApiRequest) -> "Page[Absence]":
    """List my absences."""
    return list_absences(request.actor, request.user, request.query)


@router.make("/me/absences", of=AbsenceOut, access=signed_in())
def make_absence(request: ApiRequest, sent: AbsenceIn) -> "Absence":
    """Note an absence of mine."""
    return made(request, add_absence(request, request.user, sent), "absence")


@router.show("/absences/{uid}", of=AbsenceOut, listing=ABSENCE_LIST, access=seeing(uid="ABSENCE"))
def absence(request: ApiRequest, uid: str) -> "Absence":
    """Show an absence of mine; administrators, of anybody."""
    return get_absence_for(request.actor, uid)


@router.remove("/absences/{uid}", access=seeing(uid="ABSENCE"), versioned=False)
def delete_absence(request: ApiRequest, uid: str) -> None:
    """Take an absence back."""
    actions.remove_absence(actor=request.actor, at=now(), absence=get_absence_for(request.actor, uid))


def _me(request: ApiRequest, user: "User") -> dict[str, Any]:
    facts = {name: getattr(user, name) for name in FACTS}
    return facts | {"rights": sorted(request.actor.rights), "scopes": sorted(request.actor.scopes)}
