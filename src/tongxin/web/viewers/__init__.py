"""Who sees a record, and why."""
