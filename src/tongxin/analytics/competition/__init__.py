"""Competition around a customer as answers: rings over the quarters, positions side by side, the value case."""
