"""Write colleagues."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from typing_extensions import override

from tongxin.common.actor import Actor
from tongxin.common.text.fold import fold
from tongxin.importers.apply.context import Context
from tongxin.importers.apply.writers.base import Draft, FewWriter, RowRefused
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.target_rows import TargetRow
from tongxin.team.actions import change_user, create_user
from tongxin.team.choices import Role
from tongxin.team.models import User
from tongxin.team.selectors import all_users, has_user


class UserWriter(FewWriter):
    """Match colleagues; create those who are missing, as key-account managers who cannot sign in until given a password.

    Nobody's roles, rights or password ever come from a file, and whoever is there already is not changed.
    """

    target = Target.USER

    @override
    def prefetch(self, context: Context, rows: Sequence[TargetRow]) -> None:
        """Load managers."""
        keys = {ref.key for row in rows for ref in row.refs.values() if ref.key}
        context.load(Target.USER, sorted(keys))

    @override
    def match(self, context: Context, row: TargetRow) -> User | None:
        """Return the colleague of this sign-in name, mail address or name."""
        wanted = {
            fold(str(row.values[name])) for name in ("username", "email", "full_name") if name in row.values
        }
        for user in all_users():
            if wanted & ({fold(user.username), fold(user.display_name), fold(user.email)} - {""}):
                return user
        return None

    @override
    def draft(self, context: Context, row: TargetRow) -> Draft:
        """Return what `create_user` takes."""
        if not context.may_administer:
            raise RowRefused("USERS_NEED_ADMINISTRATOR")
        name = str(row.values.get("full_name") or row.values.get("username") or row.values.get("email"))
        values = {
            "username": _username(row, name),
            "display_name": name[:120],
            "email": str(row.values.get("email", "")),
            "team_name": str(row.values.get("team_name", "")),
            "manager": _manager(context, row),
        }
        return Draft(row, values)

    @override
    def placeholder_of(self, draft: Draft) -> User:
        """Return an unsaved colleague."""
        return User(**{**draft.content, "manager": None}, is_active=not _has_left(draft.row))

    @override
    def create(self, context: Context, drafts: Sequence[Draft]) -> list[User]:
        """Create the colleagues, managers first as the plan has them."""
        made = []
        for draft in drafts:
            values = dict(draft.content)
            values["manager"] = _manager(context, draft.row)
            values["username"] = _free(values["username"])
            user = create_user(actor=context.actor, at=context.at, password=None, roles=[Role.KAM], **values)
            if _has_left(draft.row):
                change_user(actor=context.actor, at=context.at, user=user, values={"is_active": False})
            context.remember(Target.USER, draft.row.key, user)
            made.append(user)
        return made

    @override
    def values(self, draft: Draft) -> dict[str, Any]:
        """Return nothing: a file changes nobody who can sign in."""
        return {}

    @override
    def change(self, context: Context, record: User, values: Mapping[str, Any]) -> User:
        """Do nothing: a file changes nobody who can sign in."""
        return record

    @override
    def undo_one_creation(self, actor: Actor, at: datetime, record: User) -> None:
        """Switch off a colleague who has never signed in."""
        if record.last_login is not None:
            raise RowRefused("IN_USE")
        change_user(actor=actor, at=at, user=record, values={"is_active": False})


def _has_left(row: TargetRow) -> bool:
    return row.values.get("is_active") is False


def _manager(context: Context, row: TargetRow) -> User | None:
    """Return the manager a row names, or the next one above who has not left."""
    manager: User | None = context.resolve(row, "manager_id", "manager_name")
    while manager is not None and manager.pk is not None and not manager.is_active:
        manager = manager.manager
    return manager


def _username(row: TargetRow, name: str) -> str:
    given = str(row.values.get("username") or row.values.get("email") or "")
    words = re.findall(r"[a-z0-9]+", fold(name)) if not given else []
    return (given or ".".join(words) or f"user.{row.number}")[:140]


def _free(username: str) -> str:
    """Return the name, or the first of its numbered forms that nobody has."""
    candidate, number = username, 2
    while has_user(candidate):
        candidate, number = f"{username}.{number}", number + 1
    return candidate
