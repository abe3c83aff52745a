"""Tenders as they are published: the register of notices, who bid, who won, at what price."""
