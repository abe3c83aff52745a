"""Notices of public purchasing: read as published, repaired in the open, merged by the standard's rules."""
