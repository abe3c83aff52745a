"""Rows of things to do, finished where they stand: shared by Today, promises and the pages of records."""
