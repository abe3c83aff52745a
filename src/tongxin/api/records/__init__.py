"""Schemas and endpoints of declared objects."""
