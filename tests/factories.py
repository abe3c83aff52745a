"""Make what tests need, by the product's own actions, with as little as possible said by the caller."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from tongxin.common.actor import Actor
from tongxin.common.rights import Channel, Right
from tongxin.crm.accounts.actions import create_account
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.team import actions as team
from tongxin.team.choices import Role, Scope
from tongxin.team.models import ApiToken, User
from tongxin.team.selectors import get_actor

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 2)
PASSWORD = "correct horse battery 8"

_numbers = count(1)


def make_user(
    roles: Sequence[str] = (Role.KAM,),
    *,
    username: str | None = None,
    display_name: str | None = None,
    password: str | None = None,
    manager: User | None = None,
    language: str = "en",
    granted_rights: Sequence[str] = (),
    at: datetime = AT,
    **more: Any,
) -> User:
    """Create a user who cannot sign in by password unless one is given (hashing takes 0.1 s)."""
    name = username or f"user{next(_numbers)}"
    return team.create_user(
        actor=None,
        at=at,
        username=name,
        display_name=display_name or name.title(),
        password=password,
        roles=list(roles),
        manager=manager,
        language=language,
        granted_rights=granted_rights,
        **more,
    )


def make_actor(
    user: User | None = None,
    *,
    roles: Sequence[str] = (Role.KAM,),
    channel: Channel = Channel.WEB,
    as_of: date = TODAY,
) -> Actor:
    """Return the actor for a user; makes the user when none is given."""
    return get_actor(user or make_user(roles), as_of=as_of, channel=channel)


def with_every_right(user: User) -> Actor:
    """Return an actor who may do and see everything, for setting scenes."""
    return Actor(user=user, rights=frozenset(Right.values), covers=frozenset({user.pk}))


def make_token(
    user: User,
    scopes: Sequence[str] = (Scope.READ, Scope.WRITE),
    *,
    at: datetime = AT,
    lasts: timedelta = timedelta(days=90),
) -> tuple[ApiToken, str]:
    """Issue a token that is good from `at` on; return it and its key."""
    return team.issue_token(
        actor=make_actor(user), at=at, name="test", scopes=list(scopes), expires_at=at + lasts
    )


def make_account(
    owner: User | None = None,
    *,
    name: str | None = None,
    members: Sequence[User] = (),
    at: datetime = AT,
    **more: Any,
) -> Account:
    """Create an account whose owner answers for the customer, and put the members on its team."""
    owner = owner or make_user()
    account = create_account(
        actor=with_every_right(owner), at=at, name=name or f"Account {next(_numbers)}", owner=owner, **more
    )
    for user in members:
        make_member(account, user, at=at)
    return account


def make_member(
    account: Account, user: User, function: str = TeamFunction.TECHNICAL, *, at: datetime = AT
) -> AccountMember:
    """Put a colleague on an account's team."""
    return AccountMember.objects.create(
        account=account, user=user, function=function, since=at.date(), created_at=at
    )
