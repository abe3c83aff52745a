"""What is held on a person: given to them in one file, erased, kept no longer than needed, hidden in a copy for trials."""
