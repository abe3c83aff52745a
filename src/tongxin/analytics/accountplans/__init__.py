"""How far account plans are, read from the records, and what the records say of a customer beside them."""
