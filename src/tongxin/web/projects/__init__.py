"""Pages of the customer’s project: its dossier and what is drawn from it."""
