"""Full-text index over two-character grams, alike on SQLite and PostgreSQL."""
