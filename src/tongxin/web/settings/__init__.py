"""Settings: one's own, and what administrators keep for everybody."""
