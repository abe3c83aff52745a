"""Users, their absences and tokens in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AwareDatetime, Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional, restricted_by
from tongxin.common.rights import Right
from tongxin.team.choices import Calendar, Language, Role, Scope, Theme, Units
from tongxin.team.selectors import USER_LIST

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.team.models import Absence

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Uid = Annotated[str, StringConstraints(min_length=1, max_length=14)]


class UserRef(Representation):
    """A colleague, by name."""

    uid: str
    display_name: str


class DeputyOut(Representation):
    """Somebody who stands in for a colleague, until the last day of their absence."""

    user: UserRef
    away: UserRef
    until: date


class ViewersOut(Representation):
    """The colleagues who see a record; each is named once, by the first of these reasons."""

    team: list[UserRef]
    leads: list[UserRef]
    deputies: list[DeputyOut]
    all_seeing: list[UserRef]


class UserOut(Representation):
    """A colleague; sign-in name, rights and last sign-in are for administrators."""

    restricted: ClassVar[Mapping[str, str]] = restricted_by(USER_LIST)

    uid: str
    version: int
    display_name: str
    email: str
    team_name: str
    roles: list[str]
    manager: UserRef | None
    is_active: bool
    language: str
    username: str
    granted_rights: list[str]
    last_login: datetime | None
    created_at: datetime
    updated_at: datetime


class UserIn(Input):
    """A new user; without a password they cannot sign in until one is set."""

    username: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
    display_name: Name
    roles: list[Role] = Field(min_length=1, max_length=len(Role))
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""
    manager: Uid | None = None
    team_name: Annotated[str, StringConstraints(max_length=120)] = ""
    language: Language = Language.ZH_HANT
    granted_rights: list[Right] = Field(default=[], max_length=len(Right))
    password: Annotated[str, StringConstraints(max_length=200)] | None = None


class UserChange(Input):
    """What an administrator changes about a user."""

    display_name: Name = optional()
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")] = optional()
    roles: list[Role] = optional(min_length=1, max_length=len(Role))
    granted_rights: list[Right] = optional(max_length=len(Right))
    manager: Uid | None = None
    team_name: Annotated[str, StringConstraints(max_length=120)] = optional()
    is_active: bool = optional()


class MeOut(Representation):
    """The caller: who they are, what they may do, and how they like their pages."""

    uid: str
    version: int
    username: str
    display_name: str
    email: str
    team_name: str
    roles: list[str]
    rights: list[str]
    scopes: list[str]
    language: str
    theme: str
    calendar: str
    units: str
    time_zone: str
    shortcuts: bool


class PreferencesChange(Input):
    """How the caller likes their pages."""

    language: Language = optional()
    theme: Theme = optional()
    calendar: Calendar = optional()
    units: Units = optional()
    time_zone: Annotated[str, StringConstraints(max_length=64)] = optional()
    shortcuts: bool = optional()


class SignOutOut(Representation):
    """An end put to all sessions of a user."""

    user: UserRef
    at: datetime


class PasswordIn(Input):
    """A new password for another user."""

    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class OwnPasswordIn(PasswordIn):
    """A new password of one's own, and the present one."""

    current: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TokenOut(Representation):
    """A personal token; its key is not kept and cannot be shown again."""

    uid: str
    name: str
    prefix: str
    scopes: list[str]
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime


class NewTokenOut(TokenOut):
    """A token just issued."""

    key: str | None = Field(
        description="What to send as `Authorization: Bearer …`. Shown this once: a repetition has `null`."
    )


class TokenIn(Input):
    """A token to be issued."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    expires_at: AwareDatetime


class AbsenceOut(Representation):
    """Days on which a deputy sees and does somebody's work; both ends inclusive."""

    uid: str
    user: UserRef
    deputy: UserRef
    from_date: date
    to_date: date
    reason: str = Field(description="Empty for readers other than the two and administrators.")
    created_at: datetime

    @staticmethod
    def resolve_reason(absence: "Absence", context: dict[str, Any]) -> str:
        """Return the reason for those it concerns."""
        actor: Actor = context["request"].actor
        concerned = actor.user.pk in {absence.user_id, absence.deputy_id}
        return absence.reason if concerned or actor.has(Right.ADMINISTER) else ""


class AbsenceIn(Input):
    """An absence to be noted."""

    deputy: Uid
    from_date: date
    to_date: date
    reason: Annotated[str, StringConstraints(max_length=200)] = ""
