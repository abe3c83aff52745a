"""What makes a user, an absence or a token acceptable."""

import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.team.choices import Calendar, Language, Role, Scope, Theme, Units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongxin.team.models import User

LONGEST_TOKEN = timedelta(days=366)
# Preference → what it may be; time zones are too many to list.
PREFERENCES: Mapping[str, frozenset[Any]] = {
    "language": frozenset(Language.values),
    "theme": frozenset(Theme.values),
    "calendar": frozenset(Calendar.values),
    "units": frozenset(Units.values),
    "shortcuts": frozenset({True, False}),
}
SCOPES_WITHIN: Mapping[str, frozenset[str]] = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.WRITE: frozenset({Scope.READ, Scope.WRITE}),
    Scope.ADMIN: frozenset({Scope.READ, Scope.ADMIN}),
}


class UserRefused(Refusal):
    """Say why a user cannot be saved so."""


class AbsenceRefused(Refusal):
    """Say why an absence cannot be saved so."""


class TokenRefused(Refusal):
    """Say why a token cannot be issued."""


def check_roles(roles: "Iterable[str]") -> None:
    """Accept known roles only, and at least one.

    Raises:
        UserRefused: `ROLE_MISSING` or `ROLE_UNKNOWN`.

    """
    roles = list(roles)
    if not roles:
        raise UserRefused("ROLE_MISSING", field="roles")
    for role in roles:
        if role not in Role.values:
            raise UserRefused("ROLE_UNKNOWN", field="roles", role=role)


def check_rights(rights: "Iterable[str]") -> None:
    """Accept known rights only.

    Raises:
        UserRefused: `RIGHT_UNKNOWN`.

    """
    for right in rights:
        if right not in Right.values:
            raise UserRefused("RIGHT_UNKNOWN", field="granted_rights", right=right)


def check_manager(user: "User | None", manager: "User | None") -> None:
    """Keep reporting lines free of circles.

    Raises:
        UserRefused: `MANAGER_CIRCLE` when the manager reports, directly or not, to the user.

    """
    if user is None or manager is None:
        return
    if manager.pk == user.pk or f"/{user.pk}/" in manager.reporting_path:
        raise UserRefused("MANAGER_CIRCLE", field="manager", manager=manager.display_name)


def check_preferences(values: Mapping[str, Any]) -> None:
    """Accept known preferences with values that the pages can follow.

    Raises:
        UserRefused: `PREFERENCE_UNKNOWN` or `PREFERENCE_WRONG`.

    """
    for name, value in values.items():
        if name == "time_zone":
            known = value in zoneinfo.available_timezones()
        elif name in PREFERENCES:
            known = value in PREFERENCES[name]
        else:
            raise UserRefused("PREFERENCE_UNKNOWN", field=name, name=name)
        if not known:
            raise UserRefused("PREFERENCE_WRONG", field=name, name=name, value=value)


def check_absence(user: "User", deputy: "User", from_date: date, to_date: date) -> None:
    """Accept an absence with an order of days and a deputy who is somebody else and active.

    Raises:
        AbsenceRefused: `DEPUTY_IS_SELF`, `DEPUTY_INACTIVE` or `DATES_REVERSED`.

    """
    if deputy.pk == user.pk:
        raise AbsenceRefused("DEPUTY_IS_SELF", field="deputy")
    if not deputy.is_active:
        raise AbsenceRefused("DEPUTY_INACTIVE", field="deputy", deputy=deputy.display_name)
    if to_date < from_date:
        raise AbsenceRefused("DATES_REVERSED", field="to_date")


def check_token(
    *,
    scopes: "Iterable[str]",
    expires_at: datetime,
    at: datetime,
    is_admin: bool,
    held: "Iterable[str] | None" = None,
) -> None:
    """Accept a token that ends within a year and asks for no more than its owner has.

    Args:
        scopes: what the new token may do.
        expires_at: when it ends.
        at: when it is issued.
        is_admin: whether its owner administers.
        held: scopes of the token it is asked for with, which it may not exceed; `None` without one.

    Raises:
        TokenRefused: `SCOPE_UNKNOWN`, `SCOPE_TOO_WIDE`, `EXPIRY_PAST` or `EXPIRY_TOO_FAR`.

    """
    reach = set(Scope.values) if held is None else set[str]()
    for scope in held or ():
        reach |= SCOPES_WITHIN.get(scope, frozenset())
    for scope in scopes:
        if scope not in Scope.values:
            raise TokenRefused("SCOPE_UNKNOWN", field="scopes", scope=scope)
        if scope not in reach:
            raise TokenRefused("SCOPE_BEYOND_TOKEN", field="scopes", scope=scope)
        if scope == Scope.ADMIN and not is_admin:
            raise TokenRefused("SCOPE_TOO_WIDE", field="scopes", scope=scope)
    if expires_at <= at:
        raise TokenRefused("EXPIRY_PAST", field="expires_at")
    if expires_at > at + LONGEST_TOKEN:
        raise TokenRefused("EXPIRY_TOO_FAR", field="expires_at", days=LONGEST_TOKEN.days)
