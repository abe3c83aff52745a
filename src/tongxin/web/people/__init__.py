"""The customer's people: the list across accounts, one person, and an account's organisation."""
