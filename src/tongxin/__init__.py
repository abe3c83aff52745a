"""Tongxin 同心: key-account management for suppliers who live from a few large customers."""
