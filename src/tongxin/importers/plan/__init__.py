"""Turn mapped cells into typed rows, find what is wrong, and group it by what mends it."""
