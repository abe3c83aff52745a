"""Read any file that a customer system exports into sheets of text cells."""
