"""The account plan: page, list, documents."""
