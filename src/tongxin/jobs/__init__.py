"""The product's own command."""
