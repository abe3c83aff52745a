"""Tongxin 同心: key-account management for suppliers who live from a few large customers."""

__version__ = "0.1.0"
