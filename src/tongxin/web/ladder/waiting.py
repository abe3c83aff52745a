"""Evidence of relationships that expires, as rows of Today."""

from collections.abc import Collection

from tongxin.analytics.ladder.standing import standings_of
from tongxin.common.actor import Actor
from tongxin.crm.ladder.selectors import accounts_with_ladder
from tongxin.web.ladder.lines import decay_lines
from tongxin.web.lists.cells import CellContext
from tongxin.web.work.lines import WorkLine


def decay_work(
    actor: Actor, reader: CellContext, mine: Collection[int], *, may_log: bool
) -> tuple[WorkLine, ...]:
    """Return what expires soon or has expired at somebody's own accounts, where a level is spoken of; the late first."""
    accounts = accounts_with_ladder(actor, mine)
    found = [
        line
        for standing in standings_of(actor, accounts, as_of=reader.as_of)
        for line in decay_lines(standing, reader, may_edit=may_log, with_account=True)
    ]
    return tuple(sorted(found, key=lambda line: not line.is_late))
