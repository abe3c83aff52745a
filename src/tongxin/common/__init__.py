"""Lowest layer: what every part of Tongxin may use and that knows none of them."""
