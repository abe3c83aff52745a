"""Names under which jobs of imports are queued: known to who queues them and to who runs them."""

APPLY_TASK = "importers.apply"
UNDO_TASK = "importers.undo"
