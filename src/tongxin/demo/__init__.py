"""Stories for a first look, built only through actions."""
