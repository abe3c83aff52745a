"""How records look in JSON, and what may be sent."""
