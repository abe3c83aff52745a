"""The living page of every component."""
