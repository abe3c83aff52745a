"""The customer’s own project 立項: its dossier, who wrote what in it, and how it is judged along the way."""
