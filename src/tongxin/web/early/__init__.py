"""How early we are, and how far we shape the needs."""
