"""Facts about what happens between us and the customer."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models

from tongxin.common.models import Fact, Record
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.choices import InteractionKind, PromiseState, Sentiment, Side
from tongxin.crm.stakeholders.models import Person


class Interaction(Record):
    """A visit, meeting, call, mail or note; only the text is required."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "what was said, may name people",
        "private_note": "the author's own thoughts",
        "author": "our colleague",
    }
    RESTRICTED: ClassVar[Mapping[str, str]] = {"private_note": Right.PRIVATE_NOTE}

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    kind = models.CharField(max_length=8, choices=InteractionKind.choices, default=InteractionKind.VISIT)
    occurred_at = models.DateTimeField()
    text = models.TextField()
    # Read by the author and by those with the right only; never searched, exported or listed.
    private_note = models.TextField(blank=True)
    sentiment = models.PositiveSmallIntegerField(null=True, blank=True, choices=Sentiment.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-occurred_at", "-id"], name="interaction_account"),
            models.Index(fields=["author", "-occurred_at"], name="interaction_author"),
            # What was written down before it takes place.
            models.Index(fields=["occurred_at", "updated_at"], name="interaction_planned"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class InteractionPerson(models.Model):
    """A customer's person who was there or is spoken of; `occurred_at` repeats the visit's for its index."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"person": "was there"}

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="interactions")
    occurred_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interaction", "person"], name="interaction_person_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-occurred_at"], name="interaction_person_time")
        ]

    def __str__(self) -> str:
        return str(self.person)


class InteractionOpportunity(models.Model):
    """A deal the visit was about; `occurred_at` repeats the visit's for its index."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="opportunities")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="interactions")
    occurred_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interaction", "opportunity"], name="interaction_deal_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opportunity", "-occurred_at"], name="interaction_deal_time")
        ]

    def __str__(self) -> str:
        return str(self.opportunity)


class InteractionColleague(models.Model):
    """A colleague who was there too."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"user": "our colleague"}

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="colleagues")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interaction", "user"], name="interaction_colleague_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class Promise(Record):
    """Something one side promised the other, with owner and date 承諾."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "text": "may name people",
        "owner": "our colleague",
        "person": "promised or was promised to",
        "created_by": "our colleague",
    }

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="promises")
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )
    interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )
    side = models.CharField(max_length=6, choices=Side.choices, default=Side.OURS)
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    # Ours: who does it. Theirs: who sees to it that it comes.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promises")
    state = models.CharField(max_length=8, choices=PromiseState.choices, default=PromiseState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "state", "due_on"], name="promise_worklist"),
            models.Index(fields=["account", "state", "due_on"], name="promise_account"),
        ]

    def __str__(self) -> str:
        return self.text


class Attachment(Fact):
    """A file kept with an account, a person, a deal or a visit; never served inline."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "may name people",
        "uploaded_by": "our colleague",
        "person": "whom it concerns",
    }

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account", "-created_at"])]

    def __str__(self) -> str:
        return self.name
