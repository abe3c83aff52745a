"""Searching everything, from the palette, from the one-box log, and as a page."""
