"""The kit's inputs and results as JSON: reading, writing and describing them."""
