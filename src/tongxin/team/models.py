"""Users, absence, API tokens, failed sign-ins."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tongxin.common.models import Fact, Record
from tongxin.team.choices import Calendar, Language, Role, Theme, Units


class UserManager(DjangoUserManager["User"]):
    """Find users by sign-in name; users are created by `team.actions.create_user` only."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this sign-in name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Record):
    """Somebody who signs in."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("display_name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "username": "signs in with it",
        "display_name": "shown to colleagues",
        "email": "reached by it",
        "last_login": "shows the administrator whether the account is used",
        "manager": "our colleague",
    }

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    roles = models.JSONField(default=list)
    granted_rights = models.JSONField(default=list)
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    # "/1/7/": ids from the top of the line down to this user, so that a line is one prefix query.
    reporting_path = models.CharField(max_length=400, blank=True, db_index=True)
    team_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANT)
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.AUTO)
    calendar = models.CharField(max_length=3, choices=Calendar.choices, default=Calendar.AD)
    units = models.CharField(max_length=4, choices=Units.choices, default=Units.AUTO)
    time_zone = models.CharField(max_length=64, default="Asia/Taipei")
    shortcuts = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    # Part of every session's hash: raising it signs the user out everywhere at the next request.
    session_epoch = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def initial(self) -> str:
        """Return the first character of the name, for the square that stands for the user."""
        return self.display_name[:1]

    @property
    def role_labels(self) -> list[str]:
        """Return the names of the user's roles in the active language."""
        return [str(Role(code).label) for code in self.roles if code in Role.values]

    def get_session_auth_hash(self) -> str:
        """Return what a session is checked against: it changes with password, epoch and deactivation."""
        state = f"{self.password}:{self.session_epoch}:{self.is_active}"
        return salted_hmac("tongxin.team.User.session", state, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """Return the name shown to colleagues."""
        return self.display_name


class Absence(Fact):
    """Days on which a deputy sees and does the work of somebody else; both ends inclusive."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "user": "who is away",
        "reason": "shown to the deputy",
        "deputy": "stands in",
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deputising")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_date__gte=models.F("from_date")), name="absence_order"),
            models.CheckConstraint(condition=~Q(user=models.F("deputy")), name="absence_not_self"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["deputy", "to_date"])]

    def __str__(self) -> str:
        return f"{self.user} {self.from_date}-{self.to_date}"


class ApiToken(Fact):
    """A personal token for programs; only its hash is kept."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"user": "acts with this person's rights"}

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, db_index=True)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class FailedSignIn(models.Model):
    """One failed sign-in, kept to slow down guessing; cleared by age."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name_key": "hash of the tried name",
        "address_block": "guessing",
    }

    at = models.DateTimeField(db_index=True)
    name_key = models.CharField(max_length=64)
    address_block = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name_key", "at"]),
            models.Index(fields=["address_block", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.address_block} {self.at}"
