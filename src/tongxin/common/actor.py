"""Who is acting, with which rights, for whom, and through which door."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongxin.common.errors import Denied
from tongxin.common.rights import Channel, Right

if TYPE_CHECKING:
    from tongxin.team.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Carry one person's rights through a request; built once by `team.selectors.get_actor`.

    Attributes:
        user: the person.
        rights: codes of `Right`, of their roles and granted to them.
        covers: ids of the users whose work they see: themselves, their reporting line, and those they
            stand in for today.
        stands_in_for: ids of those they stand in for today.
        leads: ids of the active users who report to them; empty, like the two above, for who sees everything.
        channel: the door.
        address: network address, empty when there is none.
        token_uid: the API token used, empty when none was.

    """

    user: "User"
    rights: frozenset[str]
    covers: frozenset[int]
    stands_in_for: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    channel: Channel = Channel.WEB
    address: str = ""
    token_uid: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)

    def has(self, right: Right | str) -> bool:
        """Say whether the actor has a right."""
        return str(right) in self.rights

    def must_have(self, right: Right) -> None:
        """Refuse when the actor lacks a right.

        Raises:
            Denied: `RIGHT_MISSING` with the right's code.

        """
        if not self.has(right):
            raise Denied("RIGHT_MISSING", right=right.value)

    @property
    def sees_all(self) -> bool:
        """Say whether every account is visible."""
        return Right.SEE_ALL in self.rights
