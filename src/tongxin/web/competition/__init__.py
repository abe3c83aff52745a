"""Pages of competition: rings, positions and the value case."""
