"""Write what happens between us and the customer: visits and notes, promises, files."""

from tongxin.crm.relationships.actions.attachments import (
    add_attachment,
    delete_attachment,
    keep_file,
    purge_attachments,
    record_download,
    restore_attachment,
)
from tongxin.crm.relationships.actions.clearing import delete_interactions
from tongxin.crm.relationships.actions.importing import import_interactions
from tongxin.crm.relationships.actions.interactions import (
    change_interaction,
    delete_interaction,
    index_interactions,
    restore_interaction,
)
from tongxin.crm.relationships.actions.logging import NewInteraction, log_interaction
from tongxin.crm.relationships.actions.promises import (
    NewPromise,
    add_promise,
    change_promise,
    postpone_promise,
    reopen_promise,
    settle_promise,
)

__all__ = [
    "NewInteraction",
    "NewPromise",
    "add_attachment",
    "add_promise",
    "change_interaction",
    "change_promise",
    "delete_attachment",
    "delete_interaction",
    "delete_interactions",
    "import_interactions",
    "index_interactions",
    "keep_file",
    "log_interaction",
    "postpone_promise",
    "purge_attachments",
    "record_download",
    "reopen_promise",
    "restore_attachment",
    "restore_interaction",
    "settle_promise",
]
