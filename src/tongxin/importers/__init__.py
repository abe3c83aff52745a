"""Bring files of other systems in: read, map, check, preview, apply, undo.

The reading, mapping and planning parts know nothing of the database; only `apply` and what stands above it do.
"""
