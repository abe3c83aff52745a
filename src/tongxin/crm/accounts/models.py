"""Facts about customers as organisations."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from tongxin.common.labels import pick_label
from tongxin.common.models import Fact, Record
from tongxin.crm.accounts.choices import (
    OPEN_STATUSES,
    AccountKind,
    AccountStatus,
    DictionaryKind,
    NameKind,
    TaxIdKind,
    TeamFunction,
)


class DictionaryEntry(Record):
    """One value of a dictionary that administrators edit, labelled in three languages."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("code", "labels", "is_key")
    PERSONAL: ClassVar[Mapping[str, str]] = {}

    kind = models.CharField(max_length=20, choices=DictionaryKind.choices)
    code = models.CharField(max_length=40)
    labels = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    # For tiers: whether such accounts are managed key accounts (shown by default in worklists).
    is_key = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "code"], name="dictionary_code_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "position"])]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the label in the active language."""
        return pick_label(self.labels, self.code)


class Account(Record):
    """A customer organisation: a group, a company or a site."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name", "short_name")
    # Ids of accounts above that the reader does not see; noted by the selectors that read for somebody.
    hidden_parents: frozenset[int] = frozenset()
    PERSONAL: ClassVar[Mapping[str, str]] = {
        "phone": "switchboard, may be a person's",
        "owner": "our colleague",
        "address": "may be a person's",
        "situation": "free text, may name people",
    }

    name = models.CharField(max_length=200)
    name_latin = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    # Derived from the name: normalised for finding duplicates, and the keys lists are sorted by, strokes and pinyin.
    match_key = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=240, db_index=True)
    pinyin_key = models.CharField(max_length=240, db_index=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices, default=AccountKind.COMPANY)
    status = models.CharField(max_length=10, choices=AccountStatus.choices, default=AccountStatus.ACTIVE)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # "/3/8/": ids from the top of the tree down to this account; a tree is one prefix query.
    tree_path = models.CharField(max_length=400, blank=True, db_index=True)
    tier = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    segment = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    industry = models.ForeignKey(
        DictionaryEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tax_id = models.CharField(max_length=30, blank=True, db_index=True)
    tax_id_kind = models.CharField(max_length=6, choices=TaxIdKind.choices, blank=True)
    country = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3, default=settings.REPORTING_CURRENCY)
    fiscal_year_start = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    website = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    annual_revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # The paragraph at the top of the page: what is going on, written by hand.
    situation = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    last_contact_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(fiscal_year_start__gte=1, fiscal_year_start__lte=12), name="account_fiscal_month"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="account_named"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "sort_key", "id"], name="account_list"),
            models.Index(fields=["status", "pinyin_key", "id"], name="account_list_pinyin"),
            models.Index(fields=["status", "-updated_at", "id"], name="account_recent"),
            models.Index(fields=["owner", "status"], name="account_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """Return the short name where there is one."""
        return self.short_name or self.name

    @property
    def tier_label(self) -> str:
        """Return the tier's name; load it along (`selectors.LABELLED`)."""
        return self.tier.label if self.tier else ""

    @property
    def segment_label(self) -> str:
        """Return the segment's name; load it along."""
        return self.segment.label if self.segment else ""

    @property
    def region_label(self) -> str:
        """Return the region's name; load it along."""
        return self.region.label if self.region else ""

    @property
    def industry_label(self) -> str:
        """Return the industry's name; load it along."""
        return self.industry.label if self.industry else ""

    @property
    def kind_label(self) -> str:
        """Return the kind's name."""
        return str(AccountKind(self.kind).label)

    @property
    def status_label(self) -> str:
        """Return the status' name."""
        return str(AccountStatus(self.status).label)

    @property
    def owner_name(self) -> str:
        """Return the owner's name; load them along."""
        return self.owner.display_name if self.owner else ""

    @property
    def is_open(self) -> bool:
        """Say whether the account can be worked on."""
        return self.status in OPEN_STATUSES


class AccountAlias(Fact):
    """Another name of an account, found by search and the duplicate check."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=NameKind.choices, default=NameKind.OTHER)
    match_key = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "name"], name="alias_once")
        ]

    def __str__(self) -> str:
        return self.name


class AccountMember(Fact):
    """A colleague on an account team; being on it makes the account visible."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"user": "our colleague"}

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    function = models.CharField(max_length=12, choices=TeamFunction.choices)
    since = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "user", "function"], name="member_function_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "account"])]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_function_display()})"


class AccountMerge(Fact):
    """Two accounts made one, with what was moved, so that it can be undone."""

    survivor = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # {"crm.Opportunity.account": [ids moved], …} and {"values": {field: [survivor's old, new]}}
    moved = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: ClassVar[Mapping[str, str]] = {"merged_by": "our colleague"}

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.survivor}"


class PurchasingGroup(Record):
    """Accounts that buy together 聯合採購組織."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "note": "free text, may name people",
    }

    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class PurchasingGroupMember(Fact):
    """An account's part in a joint purchasing group."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    group = models.ForeignKey(PurchasingGroup, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="purchasing_groups")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "account"], name="purchasing_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.account} ∈ {self.group}"
