"""Pure decision library for key-account management: no Django, no I/O, no clock."""
