"""List pages: one machinery for every table of records."""
