"""How close relationships are: what the records show, and which level that supports."""
