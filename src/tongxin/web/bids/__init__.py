"""Pages of the bid desk."""
