"""Facts about the customer's people. A post 職位 is not the person in it."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongxin.common.models import Fact, Record
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import NameKind
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders.choices import PersonStatus, PostLevel, TenureEnd


class Person(Record):
    """Somebody at a customer, or who was."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("full_name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "full_name": "who it is",
        "name_latin": "who it is",
        "form_of_address": "how to address them",
        "email": "reaches them",
        "phone": "reaches them",
        "mobile": "reaches them",
        "note": "what helps to work with them",
        "judgement": "our opinion of them, with its own right",
        "source": "where the data come from",
        "owner": "our colleague",
        "match_key": "derived from the name",
        "sort_key": "derived from the name",
        "pinyin_key": "derived from the name",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {"judgement": Right.JUDGEMENT}

    full_name = models.CharField(max_length=120)
    name_latin = models.CharField(max_length=120, blank=True)
    # How to address them, written as said: 「陳經理」, "Dr Lin".
    form_of_address = models.CharField(max_length=60, blank=True)
    match_key = models.CharField(max_length=120, db_index=True)
    # Lists of names are sorted by strokes for those who read zh-Hant, by pinyin for all others.
    sort_key = models.CharField(max_length=240, db_index=True)
    pinyin_key = models.CharField(max_length=240, db_index=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    mobile = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    judgement = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=8, choices=PersonStatus.choices, default=PersonStatus.ACTIVE)
    # Where they are today; derived from the current tenures, kept for lists and visibility.
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    title = models.CharField(max_length=160, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    last_contact_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(full_name=""), name="person_named")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "sort_key", "id"], name="person_list"),
            models.Index(fields=["status", "pinyin_key", "id"], name="person_list_pinyin"),
            models.Index(fields=["account", "status"], name="person_account"),
            models.Index(fields=["email"], name="person_email"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def name_and_title(self) -> str:
        """The name with the title: 游靖堯 影像部主任; after a comma where the title is in Latin letters."""
        if not self.title:
            return self.full_name
        return f"{self.full_name}{', ' if self.title.isascii() else ' '}{self.title}"

    @property
    def initial(self) -> str:
        """Return the first character of the name, for the circle that stands for the person."""
        return self.full_name[:1]


class PersonName(Fact):
    """Another name of a person."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "who it is",
        "match_key": "derived from the name",
        "person": "whose name it is",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=NameKind.choices, default=NameKind.OTHER)
    match_key = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "name"], name="person_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class PersonMerge(Fact):
    """Two people made one, with what was moved, so that it can be undone."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "survivor": "who it is",
        "absorbed": "who it is",
        "merged_by": "our colleague",
        "values": "the values that were replaced, for undoing it",
    }

    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # {"crm.Promise.person": [ids moved], …, "mains": [tenures that were main ones]}
    moved = models.JSONField(default=dict)
    # {"survivor": {field: old value}, "absorbed": {"account": …, "title": …, "status": …}}
    values = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.survivor}"


class Post(Record):
    """A post 職位 in the customer's organisation; it stays when its holder goes."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("title",)
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=160)
    department = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=10, choices=PostLevel.choices, default=PostLevel.UNKNOWN)
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "is_active"]),
            models.Index(fields=["level"], name="post_level"),
        ]

    def __str__(self) -> str:
        return self.title


class Tenure(Record):
    """Who held a post, from when to when; `until` is exclusive, open while they hold it."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"person": "who holds the post"}

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    is_current = models.BooleanField(default=True)
    end_reason = models.CharField(max_length=8, choices=TenureEnd.choices, blank=True)
    is_main = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")), name="tenure_order"
            ),
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(is_current=True), name="tenure_current_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "is_current"])]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"
