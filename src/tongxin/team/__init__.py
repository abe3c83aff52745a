"""The people who sign in: users, roles, rights, reporting lines, absence, tokens."""
