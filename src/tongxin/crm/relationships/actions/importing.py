"""Take over many log entries at once, also those of colleagues."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.relationships.actions.logging import NewInteraction, write_interactions
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import InteractionRefused


@transaction.atomic
def import_interactions(*, actor: Actor, at: datetime, rows: Sequence[NewInteraction]) -> list[Interaction]:
    """Log many entries for who may import; return them in the order of the rows.

    Raises:
        Denied: the actor may not import, or not edit.
        Conflict: an account is not in use.
        InteractionRefused: which value is wrong, and why; `AUTHOR_FOREIGN` for a colleague's entry that somebody
            without the right to administer would write.
    """
    actor.must_have(Right.IMPORT)
    for row in rows:
        is_foreign = row.author is not None and row.author.pk != actor.user.pk
        if row.author is not None and is_foreign and not actor.has(Right.ADMINISTER):
            raise InteractionRefused("AUTHOR_FOREIGN", field="author", author=row.author.display_name)
    return write_interactions(actor=actor, at=at, rows=rows)
