"""The domain: one Django app made of applets, low to high."""
