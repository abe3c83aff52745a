"""How a customer rates its suppliers by its own card: criteria, grades, and what it gave us and our rivals 供應商評鑑."""
