"""Accounts: group trees, names, tax ids, teams, merging."""
