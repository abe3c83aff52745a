"""Read what happened and was promised, always within what the actor may see."""

from tongxin.crm.relationships.selectors.attachments import (
    attachments_of,
    get_attachment_for,
    open_attachment,
)
from tongxin.crm.relationships.selectors.interactions import (
    INTERACTION_LIST,
    InteractionView,
    get_interaction_for,
    list_interactions,
    narrowed_interactions,
    views_of,
    visible_interactions,
)
from tongxin.crm.relationships.selectors.mentions import (
    mentioned_opportunities,
    mentioned_people,
    people_to_mention,
)
from tongxin.crm.relationships.selectors.promises import (
    get_promise_for,
    last_promises_at,
    promises_of_branch,
    promises_to_do,
    visible_promises,
)

__all__ = [
    "INTERACTION_LIST",
    "InteractionView",
    "attachments_of",
    "get_attachment_for",
    "get_interaction_for",
    "get_promise_for",
    "last_promises_at",
    "list_interactions",
    "mentioned_opportunities",
    "mentioned_people",
    "narrowed_interactions",
    "open_attachment",
    "people_to_mention",
    "promises_of_branch",
    "promises_to_do",
    "views_of",
    "visible_interactions",
    "visible_promises",
]
