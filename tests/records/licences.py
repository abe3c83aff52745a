"""An object that has every type of field, hangs under an account and is only known to tests: a licence of a customer."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import models

from tongxin.audit.choices import Kind
from tongxin.common.models import Deletable
from tongxin.common.rights import Right
from tongxin.crm.accounts.models import Account, DictionaryEntry
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Entry,
    Flag,
    Moment,
    Paragraphs,
    Percent,
    Ref,
    Refs,
    Text,
    Whole,
)
from tongxin.records.references import USERS
from tongxin.team.models import User

# Nothing but these tests knows the model; of the models it names, the registry has to know those it names in numbers.
APPS = Apps()
APPS.register_model("team", User)


class State(models.TextChoices):
    GOOD = "GOOD", "Good"
    LATE = "LATE", "Late"


class Grade(models.IntegerChoices):
    LOW = 1, "Low"
    HIGH = 2, "High"


class Licence(Deletable):
    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    RESTRICTED: ClassVar[dict[str, str]] = {"fee": Right.MARGIN}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opportunity = models.ForeignKey(Opportunity, null=True, on_delete=models.SET_NULL, related_name="+")
    holder = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tier = models.ForeignKey(DictionaryEntry, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=240)
    pinyin_key = models.CharField(max_length=240)
    state = models.CharField(max_length=8, choices=State.choices, blank=True)
    grade = models.SmallIntegerField(choices=Grade.choices, null=True)
    valid_until = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)
    fee = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    seats = models.IntegerField(null=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    is_shown = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    colleagues = models.ManyToManyField(User, related_name="+")

    class Meta:
        app_label = "crm"
        apps = APPS

    def __str__(self) -> str:
        return self.name


LICENCE = Definition(
    kind=Kind.ATTACHMENT,
    model=Licence,
    one="licence",
    many="licences",
    path="licences",
    tag="accounts",
    title="執照",
    about="A licence of a customer.",
    hint="Note <which> licences there are.",
    visible=lambda actor: Licence.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    order=("valid_until", "-name"),
    fields=(
        Ref("account", "Account", to=ACCOUNTS, required=True, fixed=True),
        Text("name", "Name", required=True, main=True, sort=True, indexed=True),
        Choice("state", "State", of=State, filters=("eq",), shapes=(("LATE", "bad"),), sort=True),
        Choice("grade", "Grade", of=Grade, filters=("eq",)),
        Entry("tier", "Tier", of="TIER", filters=("eq",), sort=True),
        Ref("opportunity", "Opportunity", to=OPPORTUNITIES, sort=True),
        Ref("holder", "Holder", to=PEOPLE, sort=True),
        Ref("owner", "Owner", to=USERS, filters=("eq",), sort=True),
        Refs("colleagues", "Colleagues", to=USERS, column="offered"),
        Day("valid_until", "Valid until", sort=True, filters=("gte", "lte")),
        Moment("seen_at", "Seen at"),
        Amount("fee", "Fee", right=Right.MARGIN, sort=True, filters=("gte",)),
        Currency("currency", "Currency", column="none"),
        Whole("seats", "Seats", most=500, filters=("lte",)),
        Percent("share", "Share", places=2),
        Flag("is_shown", "Shown", filters=("eq",)),
        Paragraphs("note", "Note", indexed=True),
        Moment("closed_at", "Closed at", by_action=True, column="offered"),
    ),
)
