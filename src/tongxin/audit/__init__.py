"""Append-only, hash-chained log of every change, denial, export and view of a person."""
