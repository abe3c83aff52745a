"""Find out by themselves which table is which, which column means what, and how the tables hang together."""
