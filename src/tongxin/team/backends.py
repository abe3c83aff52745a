"""How a user is loaded for a request."""

from django.contrib.auth.backends import BaseBackend

from tongxin.team.models import User


class ActiveUserBackend(BaseBackend):
    """Load the signed-in user; a deactivated one is gone at the next request.

    Signing in goes through `team.actions.sign_in`, which checks the password and the limits.
    """

    def get_user(self, user_id: int) -> User | None:
        """Return the active user with this id, or `None`."""
        return User.objects.filter(pk=user_id, is_active=True).first()
