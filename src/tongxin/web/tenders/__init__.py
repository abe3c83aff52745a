"""Pages of the tender register."""
