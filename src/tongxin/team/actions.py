"""Writes about people who sign in."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.errors import Refusal
from tongxin.common.models import save_changes
from tongxin.common.rights import Channel, Right
from tongxin.team.guessing import (
    WINDOW,
    check_guesses,
    check_sign_in,
    count_guess,
    counted_under,
    name_key,
)
from tongxin.team.models import Absence, ApiToken, FailedSignIn, User
from tongxin.team.rules import (
    UserRefused,
    check_absence,
    check_manager,
    check_preferences,
    check_rights,
    check_roles,
    check_token,
)
from tongxin.team.selectors import hash_key

KEY_PREFIX = "txn_"


class SignInFailed(Refusal):
    """Say that name and password do not fit; never which of the two."""

    status = 401


@transaction.atomic
def create_user(
    *,
    actor: Actor | None,
    at: datetime,
    username: str,
    display_name: str,
    password: str | None,
    roles: Sequence[str],
    email: str = "",
    manager: User | None = None,
    language: str = settings.LANGUAGE_CODE,
    team_name: str = "",
    granted_rights: Sequence[str] = (),
) -> User:
    """Create somebody who can sign in; without a password they cannot until one is set.

    Args:
        actor: an administrator; `None` only for the first user and for commands on the server.

    Raises:
        Denied: the actor may not administer.
        UserRefused: `USERNAME_TAKEN`, `ROLE_MISSING`, `ROLE_UNKNOWN`, `RIGHT_UNKNOWN`, `PASSWORD_WEAK`.

    """
    if actor is not None:
        actor.must_have(Right.ADMINISTER)
    check_roles(roles)
    check_rights(granted_rights)
    if User.objects.filter(username__iexact=username).exists():
        raise UserRefused("USERNAME_TAKEN", field="username", username=username)
    user = User(
        username=username,
        display_name=display_name,
        email=email,
        roles=list(roles),
        granted_rights=list(granted_rights),
        manager=manager,
        language=language,
        team_name=team_name,
        created_at=at,
        updated_at=at,
    )
    user.password = make_password(None) if password is None else _checked_hash(password, user)
    user.save(force_insert=True)
    user.reporting_path = f"{manager.reporting_path if manager else '/'}{user.pk}/"
    User.objects.filter(pk=user.pk).update(reporting_path=user.reporting_path)
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.USER, target=user, roles=list(roles))
    return user


@transaction.atomic
def change_user(
    *, actor: Actor, at: datetime, user: User, values: Mapping[str, Any], expected_version: int | None = None
) -> User:
    """Change a user's name, roles, rights, line, team or activity; a lowered right ends their sessions.

    Who may no longer sign in loses their tokens too: they must not come to life again with the user.

    Raises:
        Denied: the actor may not administer.
        UserRefused: circular line, unknown role or right, or the last administrator would be gone.
        StaleVersion: somebody else changed the user meanwhile.

    """
    actor.must_have(Right.ADMINISTER)
    if "roles" in values:
        check_roles(values["roles"])
    if "granted_rights" in values:
        check_rights(values["granted_rights"])
    if "manager" in values:
        check_manager(user, values["manager"])
    old_path = user.reporting_path
    changes = save_changes(user, values, at=at, expected_version=expected_version)
    _keep_an_administrator()
    if "manager" in changes:
        _move_line(user, old_path)
    if changes.keys() & {"roles", "granted_rights", "is_active"}:
        _end_sessions(user)
    if changes:
        ended: dict[str, Any] = {} if user.is_active else _end_tokens(user, at)
        record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.USER, target=user, changes=changes, **ended)
    return user


@transaction.atomic
def set_password(
    *, actor: Actor | None, at: datetime, user: User, password: str, current: str | None = None
) -> User:
    """Set a password and sign the user out everywhere else; their tokens end.

    Users changing their own give the current one; administrators and commands do not.

    Raises:
        Denied: the actor is neither the user nor an administrator.
        UserRefused: `PASSWORD_WRONG` or `PASSWORD_WEAK`.
        TooMany: the current password was guessed at too often.

    """
    if actor is not None and actor.user.pk == user.pk:
        check_guesses(user.uid)
        if not check_password(current or "", user.password):
            count_guess(user.uid)
            raise UserRefused("PASSWORD_WRONG", field="current")
    elif actor is not None:
        actor.must_have(Right.ADMINISTER)
    user.password = _checked_hash(password, user)
    User.objects.filter(pk=user.pk).update(password=user.password, updated_at=at)
    _end_sessions(user)
    ended = _end_tokens(user, at)
    record(actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.USER, target=user, password="set", **ended)  # noqa: S106 - says that, not what
    return user


@transaction.atomic
def end_sessions(*, actor: Actor, at: datetime, user: User) -> User:
    """Sign a user out everywhere, at their next request; their tokens end.

    Raises:
        Denied: the actor is neither the user nor an administrator.

    """
    if actor.user.pk != user.pk:
        actor.must_have(Right.ADMINISTER)
    _end_sessions(user)
    ended = _end_tokens(user, at)
    record(actor=actor, at=at, verb=Verb.SIGNED_OUT, kind=Kind.USER, target=user, everywhere=True, **ended)
    return user


def sign_out(*, actor: Actor, at: datetime) -> None:
    """Keep in the log that somebody ended their session; the caller ends it."""
    record(actor=actor, at=at, verb=Verb.SIGNED_OUT, kind=Kind.USER, target=actor.user)


@transaction.atomic
def set_preferences(
    *, actor: Actor, at: datetime, values: Mapping[str, Any], expected_version: int | None = None
) -> User:
    """Change how the actor's own pages look.

    Raises:
        UserRefused: see `check_preferences`.
        StaleVersion: the user was changed meanwhile.

    """
    check_preferences(values)
    save_changes(actor.user, values, at=at, expected_version=expected_version)
    return actor.user


def sign_in(*, username: str, password: str, address: str, at: datetime, device: str = "") -> User:
    """Check a name and password, slowing down who guesses.

    Args:
        username: sign-in name, in any case.
        password: as typed.
        address: where the request comes from.
        at: when.
        device: the device this user has signed in with before, see `guessing.device_of`; it is counted alone.

    Returns:
        The user; the caller starts the session (which gets a new key).

    Raises:
        TooMany: too many failures for this name or from this address block.
        SignInFailed: name and password do not fit.

    """
    under = counted_under(address=address, device=device)
    check_sign_in(username=username, under=under, at=at)
    user = User.objects.filter(username__iexact=username).first()
    usable = user is not None and user.is_active
    # A hash is computed in every case, so that the time taken does not tell which names exist.
    fits = check_password(password, user.password) if user is not None else not make_password(password)
    if user is None or not usable or not fits:
        with transaction.atomic():
            FailedSignIn.objects.create(at=at, name_key=name_key(username), address_block=under)
            record(
                actor=None,
                at=at,
                verb=Verb.SIGN_IN_FAILED,
                kind=Kind.USER,
                target=user,
                channel=Channel.WEB,
                address_seen=address,
            )
        raise SignInFailed("SIGN_IN_FAILED")
    with transaction.atomic():
        FailedSignIn.objects.filter(name_key=name_key(username), address_block=under).delete()
        User.objects.filter(pk=user.pk).update(last_login=at)
        actor = Actor(user=user, rights=frozenset(), covers=frozenset(), address=address)
        record(actor=actor, at=at, verb=Verb.SIGNED_IN, kind=Kind.USER, target=user)
    return user


@transaction.atomic
def add_absence(
    *, actor: Actor, at: datetime, user: User, deputy: User, from_date: date, to_date: date, reason: str = ""
) -> Absence:
    """Let a deputy see and do a user's work on these days, both inclusive.

    Raises:
        Denied: the actor is neither the user nor an administrator.
        AbsenceRefused: see `check_absence`.

    """
    if actor.user.pk != user.pk:
        actor.must_have(Right.ADMINISTER)
    check_absence(user, deputy, from_date, to_date)
    absence = Absence.objects.create(
        user=user, deputy=deputy, from_date=from_date, to_date=to_date, reason=reason, created_at=at
    )
    record(
        actor=actor, at=at, verb=Verb.CREATED, kind=Kind.ABSENCE, target=absence, deputy=deputy, until=to_date
    )
    return absence


@transaction.atomic
def remove_absence(*, actor: Actor, at: datetime, absence: Absence) -> None:
    """Take an absence back.

    Raises:
        Denied: the actor is neither the absent user nor an administrator.

    """
    if actor.user.pk != absence.user_id:
        actor.must_have(Right.ADMINISTER)
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.ABSENCE, target=absence)
    absence.delete()


@transaction.atomic
def issue_token(
    *, actor: Actor, at: datetime, name: str, scopes: Sequence[str], expires_at: datetime
) -> tuple[ApiToken, str]:
    """Issue a personal token.

    Returns:
        The token and its key, which is shown once and not kept.

    Raises:
        TokenRefused: see `check_token`.

    """
    check_token(
        scopes=scopes,
        expires_at=expires_at,
        at=at,
        is_admin=actor.has(Right.ADMINISTER),
        held=actor.scopes if actor.token_uid else None,
    )
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=actor.user,
        name=name,
        prefix=key[:10],
        key_hash=hash_key(key),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
        created_at=at,
    )
    record(
        actor=actor,
        at=at,
        verb=Verb.CREATED,
        kind=Kind.TOKEN,
        target=token,
        scopes=token.scopes,
        until=expires_at,
    )
    return token, key


@transaction.atomic
def revoke_token(*, actor: Actor, at: datetime, token: ApiToken) -> ApiToken:
    """End a token at once.

    Raises:
        Denied: the actor is neither its owner nor an administrator.

    """
    if actor.user.pk != token.user_id:
        actor.must_have(Right.ADMINISTER)
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    token.revoked_at = token.revoked_at or at
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.TOKEN, target=token)
    return token


def note_token_use(*, token: ApiToken, at: datetime) -> None:
    """Remember when a token was last used, at most once an hour, so that reading does not write."""
    if token.last_used_at is None or at - token.last_used_at > timedelta(hours=1):
        # Who reads is not refused because a full disk cannot take this note.
        with suppress(DatabaseError), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def purge_failed_sign_ins(*, at: datetime) -> int:
    """Forget failed sign-ins that no longer slow anybody down; return how many."""
    return FailedSignIn.objects.filter(at__lte=at - WINDOW).delete()[0]


def purge_sessions(*, at: datetime) -> int:
    """Forget sessions that are over; return how many."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


def _checked_hash(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UserRefused("PASSWORD_WEAK", field="password", problems=error.messages) from error
    return make_password(password)


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


def _end_tokens(user: User, at: datetime) -> dict[str, Any]:
    """Revoke what acts in a user's name; return how many there were, for the log, when there were any."""
    ended = ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at).update(revoked_at=at)
    return {"tokens_ended": ended} if ended else {}


def _move_line(user: User, old_path: str) -> None:
    new_path = f"{user.manager.reporting_path if user.manager else '/'}{user.pk}/"
    # One statement moves the whole line below the user along.
    User.objects.filter(reporting_path__startswith=old_path).update(
        reporting_path=Concat(Value(new_path), Substr("reporting_path", len(old_path) + 1))
    )
    user.reporting_path = new_path


def _keep_an_administrator() -> None:
    active = User.objects.filter(is_active=True).values_list("roles", flat=True)
    if not any("ADMINISTRATOR" in roles for roles in active):
        raise UserRefused("LAST_ADMINISTRATOR", field="roles")
