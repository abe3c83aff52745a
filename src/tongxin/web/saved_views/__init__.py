"""Pages about saved views."""
