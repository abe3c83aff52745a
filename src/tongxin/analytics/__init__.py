"""Gather facts, let the decision library decide, keep what it said."""
