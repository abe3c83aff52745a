"""Our bids: what is decided, priced, handed in, and how it came out."""
