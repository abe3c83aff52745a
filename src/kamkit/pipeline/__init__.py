"""Deals on their way: what their stage entries say, what is usual, what stalls, and what came of them."""
