"""Promises: the list, and what is done with one where it stands."""
