"""The customer's people: posts, who holds them, and what we know."""
