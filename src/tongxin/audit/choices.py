"""Verbs and outcomes of the audit log."""

from django.db import models
from django.utils.translation import pgettext_lazy

# Parameter of an event under which its object's labels in each language are kept.
OBJECT_LABELS = "object_labels"


class Verb(models.TextChoices):
    """What was done."""

    CREATED = "CREATED", pgettext_lazy("audit", "created")
    CHANGED = "CHANGED", pgettext_lazy("audit", "changed")
    DELETED = "DELETED", pgettext_lazy("audit", "deleted")
    RESTORED = "RESTORED", pgettext_lazy("audit", "restored")
    MERGED = "MERGED", pgettext_lazy("audit", "merged")
    UNMERGED = "UNMERGED", pgettext_lazy("audit", "undid the merge of")
    MOVED_STAGE = "MOVED_STAGE", pgettext_lazy("audit", "moved")
    VIEWED = "VIEWED", pgettext_lazy("audit", "viewed")
    EXPORTED = "EXPORTED", pgettext_lazy("audit", "exported")
    DOWNLOADED = "DOWNLOADED", pgettext_lazy("audit", "downloaded")
    IMPORTED = "IMPORTED", pgettext_lazy("audit", "imported")
    UNDONE = "UNDONE", pgettext_lazy("audit", "undid")
    DENIED = "DENIED", pgettext_lazy("audit", "was denied")
    SIGNED_IN = "SIGNED_IN", pgettext_lazy("audit", "signed in")
    SIGN_IN_FAILED = "SIGN_IN_FAILED", pgettext_lazy("audit", "failed to sign in")
    SIGNED_OUT = "SIGNED_OUT", pgettext_lazy("audit", "signed out")
    CLEANED = "CLEANED", pgettext_lazy("audit", "cleaned up")


class Kind(models.TextChoices):
    """What kind of record an event is about."""

    ACCOUNT = "ACCOUNT", pgettext_lazy("kind", "account")
    PERSON = "PERSON", pgettext_lazy("kind", "person")
    POST = "POST", pgettext_lazy("kind", "post")
    OPPORTUNITY = "OPPORTUNITY", pgettext_lazy("kind", "opportunity")
    INTERACTION = "INTERACTION", pgettext_lazy("kind", "log entry")
    PROMISE = "PROMISE", pgettext_lazy("kind", "promise")
    ATTACHMENT = "ATTACHMENT", pgettext_lazy("kind", "file")
    COMPETITOR = "COMPETITOR", pgettext_lazy("kind", "competitor")
    PRODUCT = "PRODUCT", pgettext_lazy("kind", "product")
    RATE = "RATE", pgettext_lazy("kind", "exchange rate")
    COMMITTEE = "COMMITTEE", pgettext_lazy("kind", "committee")
    SEAT = "SEAT", pgettext_lazy("kind", "seat")
    TIE = "TIE", pgettext_lazy("kind", "tie")
    SPONSORSHIP = "SPONSORSHIP", pgettext_lazy("kind", "senior relationship")
    CRITERION = "CRITERION", pgettext_lazy("kind", "criterion")
    TENDER = "TENDER", pgettext_lazy("kind", "tender")
    BID = "BID", pgettext_lazy("kind", "bid")
    BID_CRITERION = "BID_CRITERION", pgettext_lazy("kind", "award criterion")
    BID_RIVAL = "BID_RIVAL", pgettext_lazy("kind", "rival’s bid")
    BID_SCENARIO = "BID_SCENARIO", pgettext_lazy("kind", "price scenario")
    PLACEMENT = "PLACEMENT", pgettext_lazy("kind", "ring placement")
    RING_TARGET = "RING_TARGET", pgettext_lazy("kind", "target ring")
    SUPPLIER_TIE = "SUPPLIER_TIE", pgettext_lazy("kind", "tie between suppliers")
    SUPPLIER_BUNDLE = "SUPPLIER_BUNDLE", pgettext_lazy("kind", "joint bundle")
    RIVAL_FACT = "RIVAL_FACT", pgettext_lazy("kind", "battle card")
    EARLY_WARNING = "EARLY_WARNING", pgettext_lazy("kind", "early warning")
    WALLET_SHARE = "WALLET_SHARE", pgettext_lazy("kind", "share of wallet")
    SUPPLIER_RATING = "SUPPLIER_RATING", pgettext_lazy("kind", "assessment of a supplier")
    PRESSURE = "PRESSURE", pgettext_lazy("kind", "pressure of the customer")
    VALUE_CASE = "VALUE_CASE", pgettext_lazy("kind", "value case")
    CASE_LINE = "CASE_LINE", pgettext_lazy("kind", "line of a value case")
    CASE_QUOTE = "CASE_QUOTE", pgettext_lazy("kind", "quote")
    BID_DEMAND = "BID_DEMAND", pgettext_lazy("kind", "demanded qualification")
    BID_DOCUMENT = "BID_DOCUMENT", pgettext_lazy("kind", "document of a bid")
    BID_REQUIREMENT = "BID_REQUIREMENT", pgettext_lazy("kind", "requirement")
    BID_OPENING = "BID_OPENING", pgettext_lazy("kind", "line of an opening")
    BID_REVIEW = "BID_REVIEW", pgettext_lazy("kind", "review of a bid")
    BID_PARTNER = "BID_PARTNER", pgettext_lazy("kind", "partner in a bid")
    BID_BOND = "BID_BOND", pgettext_lazy("kind", "bid bond")
    QUALIFICATION = "QUALIFICATION", pgettext_lazy("kind", "qualification")
    REGISTRATION = "REGISTRATION", pgettext_lazy("kind", "supplier registration")
    APPROVAL_LIMIT = "APPROVAL_LIMIT", pgettext_lazy("kind", "approval limit")
    PROCESS = "PROCESS", pgettext_lazy("kind", "process")
    STAGE = "STAGE", pgettext_lazy("kind", "stage")
    DICTIONARY = "DICTIONARY", pgettext_lazy("kind", "dictionary entry")
    PURCHASING_GROUP = "PURCHASING_GROUP", pgettext_lazy("kind", "joint purchasing group")
    USER = "USER", pgettext_lazy("kind", "user")
    ABSENCE = "ABSENCE", pgettext_lazy("kind", "absence")
    TOKEN = "TOKEN", pgettext_lazy("kind", "API token")
    IMPORT = "IMPORT", pgettext_lazy("kind", "import")
    SAVED_VIEW = "SAVED_VIEW", pgettext_lazy("kind", "saved view")
    LIST = "LIST", pgettext_lazy("kind", "list")
    SITE = "SITE", pgettext_lazy("kind", "page")
    BACKUP = "BACKUP", pgettext_lazy("kind", "backup")
    SYSTEM = "SYSTEM", pgettext_lazy("kind", "what is no longer needed")
