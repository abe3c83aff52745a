"""Who sees what a team works on: the answer to “who reads what I write here?”."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tongxin.common.rights import Right
from tongxin.team.models import Absence, User
from tongxin.team.selectors import rights_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """Somebody who stands in for a colleague, until the last day of their absence."""

    user: User
    away: User
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewers:
    """The active users who see what a team works on; each is named once, by the first of these reasons.

    Attributes:
        team: its members.
        leads: to whom members report, over however many steps.
        deputies: who stands in today for a member, or for somebody to whom members report.
        all_seeing: who sees everything by role or by a right of their own.

    """

    team: tuple[User, ...]
    leads: tuple[User, ...]
    deputies: tuple[Deputy, ...]
    all_seeing: tuple[User, ...]

    @property
    def count(self) -> int:
        """Return how many people see it."""
        return len(self.team) + len(self.leads) + len(self.deputies) + len(self.all_seeing)


def viewers_of(members: Collection[int], *, as_of: date) -> Viewers:
    """Return who sees what the users with these numbers work on; two queries.

    The mirror image of `Actor.covers`: whoever covers a member is named here.
    """
    everybody = {user.pk: user for user in User.objects.order_by("display_name", "pk")}
    above = {pk for member in members if member in everybody for pk in _line_above(everybody[member])} - set(
        members
    )
    named: set[int] = set()

    def first(users: Iterable[User]) -> tuple[User, ...]:
        fresh = tuple(user for user in users if user.is_active and user.pk not in named)
        named.update(user.pk for user in fresh)
        return fresh

    active = everybody.values()
    team = first(user for user in active if user.pk in members)
    leads = first(user for user in active if user.pk in above)
    away = Absence.objects.filter(
        user_id__in={*members, *above}, from_date__lte=as_of, to_date__gte=as_of
    ).order_by("deputy__display_name", "to_date", "pk")
    deputies = tuple(
        Deputy(user=everybody[absence.deputy_id], away=everybody[absence.user_id], until=absence.to_date)
        for absence in away
        if first([everybody[absence.deputy_id]])
    )
    all_seeing = first(user for user in active if Right.SEE_ALL in rights_of(user))
    return Viewers(team=team, leads=leads, deputies=deputies, all_seeing=all_seeing)


def _line_above(user: User) -> Iterable[int]:
    return (int(part) for part in user.reporting_path.split("/") if part)
