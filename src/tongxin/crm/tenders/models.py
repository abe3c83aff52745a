"""Facts about tenders: what was published, as it was published, and columns to find it by.

The compiled release is the truth. Columns beside it repeat what lists sort and filter by; bids, awards, lots and documents
are read from it (`facts`), so that two places can never disagree.
"""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongxin.common.models import Deletable, Fact, Record
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.models import Competitor
from tongxin.crm.tenders.choices import (
    HitState,
    MatchReason,
    MatchState,
    PartRole,
    SourceFormat,
    SourceResult,
    TenderSource,
    TenderStatus,
)

MONEY_DIGITS = 24
# Begins the number of a tender that no notice brought.
OWN_NUMBER = "hand-"


class Organisation(Record):
    """A buyer, bidder or supplier as notices name it; neither its name nor its number alone decides who it is."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "name": "may be a sole trader's, as published",
        "number": "may be a sole trader's, as published",
    }

    name = models.CharField(max_length=300)
    match_key = models.CharField(max_length=300, db_index=True)
    # Number and folded name together.
    identity = models.CharField(max_length=400, unique=True)
    scheme = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=120, blank=True, db_index=True)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class Tender(Record):
    """One contracting process of the register."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("title",)
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "compiled": "names of contact persons, as published",
        "words": "free text, may name people",
    }

    ocid = models.CharField(max_length=300, unique=True)
    source = models.CharField(max_length=8, choices=TenderSource.choices)
    title = models.CharField(max_length=500, blank=True)
    # Folded title, case number and buyer: what words are looked for in.
    words = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=TenderStatus.choices, blank=True)
    buyer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="bought"
    )
    method = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=300, blank=True)
    region = models.CharField(max_length=120, blank=True)
    estimate = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=2, null=True, blank=True)
    estimate_currency = models.CharField(max_length=3, blank=True)
    price = models.DecimalField(max_digits=MONEY_DIGITS, decimal_places=2, null=True, blank=True)
    price_currency = models.CharField(max_length=3, blank=True)
    published_on = models.DateField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    # Minutes east of Greenwich in which the buyer gave the deadline.
    deadline_offset = models.SmallIntegerField(default=0)
    awarded_on = models.DateField(null=True, blank=True)
    bidder_count = models.PositiveIntegerField(null=True, blank=True)
    has_suspect_amount = models.BooleanField(default=False)
    is_framework = models.BooleanField(default=False)
    framework_ocid = models.CharField(max_length=300, blank=True, db_index=True)
    release_count = models.PositiveIntegerField(default=1)
    noticed_at = models.DateTimeField()
    compiled = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-noticed_at", "-id"], name="tender_recent"),
            models.Index(fields=["deadline_at", "id"], name="tender_deadline"),
            models.Index(fields=["buyer", "-noticed_at"], name="tender_buyer"),
        ]

    def __str__(self) -> str:
        return self.title or self.ocid

    @property
    def case_number(self) -> str:
        """Return the number the notices give; empty for a tender of ours, whose number says nothing."""
        return "" if self.ocid.startswith(OWN_NUMBER) else self.ocid


class TenderRelease(Fact):
    """One release or notice as it was taken in; never changed."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"body": "names of contact persons, as published"}

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="releases")
    moment = models.DateTimeField()
    digest = models.CharField(max_length=32)
    version = models.CharField(max_length=12, blank=True)
    is_compiled = models.BooleanField(default=False)
    rank = models.SmallIntegerField(default=0)
    replaces = models.CharField(max_length=60, blank=True)
    # Where it stood: file, line, pointer.
    origin = models.CharField(max_length=400, blank=True)
    remarks = models.JSONField(default=list)
    body = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tender", "digest"], name="tender_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.moment:%Y-%m-%d}"


class TenderPart(Fact):
    """That an organisation bid in a tender, or won."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=8, choices=PartRole.choices)
    # How many awards; 0 for a bidder.
    wins = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["tender", "organisation", "role"], name="tender_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role} {self.tender_id}"


class MatchProposal(Record):
    """That an organisation of notices may be an account or a competitor of ours; somebody decides."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"decided_by": "our colleague"}

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proposals")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    competitor = models.ForeignKey(
        Competitor, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=30, choices=MatchReason.choices)
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "account"], name="match_account_once"),
            models.UniqueConstraint(fields=["organisation", "competitor"], name="match_competitor_once"),
            models.CheckConstraint(
                condition=Q(account__isnull=False) ^ Q(competitor__isnull=False), name="match_with_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.reason}"


class WatchList(Deletable):
    """What somebody wants to hear of: a notice that meets every criterion given is put before them.

    In a text, a comma parts alternatives and a blank parts words that all have to be there.
    """

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"created_by": "made it for their own work"}

    name = models.CharField(max_length=200)
    words = models.CharField(max_length=500, blank=True)
    buyer = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=500, blank=True)
    region = models.CharField(max_length=500, blank=True)
    estimate_from = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    customers_only = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class WatchHit(Record):
    """That a watch list found a tender; a later notice of the tender makes it new again, unless it is not for us."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    watch = models.ForeignKey(WatchList, on_delete=models.CASCADE, related_name="hits")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="hits")
    state = models.CharField(max_length=10, choices=HitState.choices, default=HitState.NEW)
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["watch", "tender"], name="watch_hit_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-found_at"], name="watch_hit_state"),
        ]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.tender_id}"


class NoticeSource(Deletable):
    """An address from which notices are fetched again and again, and how the last fetch ended."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    name = models.CharField(max_length=200)
    url = models.CharField(max_length=2000)
    format = models.CharField(max_length=8, choices=SourceFormat.choices)
    every_hours = models.PositiveIntegerField(default=24)
    is_active = models.BooleanField(default=True)
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_result = models.CharField(max_length=24, choices=SourceResult.choices, blank=True)
    last_read = models.PositiveIntegerField(null=True, blank=True)
    last_left_out = models.PositiveIntegerField(null=True, blank=True)
    last_changed = models.PositiveIntegerField(null=True, blank=True)
    # What the server said of its answer: sent back, so that it can say that nothing changed.
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name
