"""Base records, ids, clock, errors and text tools that every part may use."""
