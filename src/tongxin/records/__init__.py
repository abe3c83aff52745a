"""What an object is declared with, and what follows from the declaration alone: its list, its reads, its writes."""
