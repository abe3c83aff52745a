"""Password hashing for tests: the product's own, with as little work as Argon2 allows."""

from tongxin.team.hashers import BoundedArgon2PasswordHasher


class QuickArgon2PasswordHasher(BoundedArgon2PasswordHasher):
    """Hash in a thousandth of the time; `tests/team/test_sign_in.py` looks at the real parameters once."""

    memory_cost = 8
    time_cost = 1
