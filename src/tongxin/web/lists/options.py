"""The options that filters of several lists offer."""

from tongxin.common.actor import Actor
from tongxin.team.selectors import active_users
from tongxin.web.lists.pages import Option


def colleague_options(actor: Actor) -> tuple[Option, ...]:
    """Return the reader as `me`, then the other colleagues by name; one query, in which nobody is read whole."""
    others = active_users().exclude(pk=actor.user.pk).values_list("uid", "display_name")
    return (
        Option(value="me", label=actor.user.display_name),
        *(Option(value=uid, label=name) for uid, name in others),
    )
