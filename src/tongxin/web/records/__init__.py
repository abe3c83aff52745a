"""The standard pages of declared objects."""
