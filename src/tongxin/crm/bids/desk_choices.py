"""Codes of deciding, handing in and the papers of a bid."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KnockOutCode(models.TextChoices):
    """Conditions without which nobody bids."""

    MAY_BID = "MAY_BID", _("We may bid: no ground excludes us")
    MEETS_DEMANDS = "MEETS_DEMANDS", _("We meet every qualification that is demanded")
    IN_TIME = "IN_TIME", _("The time until the deadline is enough")
    DELIVERABLE = "DELIVERABLE", _("We can deliver what is asked, alone or with partners")
    TERMS = "TERMS", _("The terms of the contract can be borne")


class QuestionCode(models.TextChoices):
    """What is weighed, 0 to 5 points each."""

    COVERAGE = "COVERAGE", _("We know those who decide")
    SHAPING = "SHAPING", _("We helped to shape the need")
    PRICE = "PRICE", _("Our price can win")
    QUALIFIED = "QUALIFIED", _("Papers and references are in order")
    COMPETITION = "COMPETITION", _("We stand well against the rivals")
    CAPACITY = "CAPACITY", _("People to write the bid are free")
    MARGIN = "MARGIN", _("It earns enough")
    STRATEGY = "STRATEGY", _("It fits what we want with this customer")


WEIGHTS = {
    QuestionCode.COVERAGE: 20,
    QuestionCode.SHAPING: 15,
    QuestionCode.PRICE: 15,
    QuestionCode.QUALIFIED: 15,
    QuestionCode.COMPETITION: 10,
    QuestionCode.CAPACITY: 10,
    QuestionCode.MARGIN: 10,
    QuestionCode.STRATEGY: 5,
}
MOST_POINTS = 5


class Verdict(models.TextChoices):
    """What was decided about bidding."""

    GO = "GO", pgettext_lazy("decision", "bid")
    CONDITIONAL = "CONDITIONAL", pgettext_lazy("decision", "bid on conditions")
    NO_GO = "NO_GO", pgettext_lazy("decision", "do not bid")


class PaperState(models.TextChoices):
    """How far a document of a bid is."""

    OPEN = "OPEN", pgettext_lazy("document", "to be written")
    DRAFT = "DRAFT", pgettext_lazy("document", "draft")
    REVIEW = "REVIEW", pgettext_lazy("document", "in review")
    DONE = "DONE", pgettext_lazy("document", "done")


class Compliance(models.TextChoices):
    """How far we meet a requirement."""

    OPEN = "OPEN", pgettext_lazy("compliance", "not answered")
    FULL = "FULL", pgettext_lazy("compliance", "met")
    PARTIAL = "PARTIAL", pgettext_lazy("compliance", "met in part")
    NONE = "NONE", pgettext_lazy("compliance", "not met")


class PaperKind(models.TextChoices):
    """What a qualification paper is."""

    LICENCE = "LICENCE", pgettext_lazy("qualification", "licence")
    CERTIFICATE = "CERTIFICATE", pgettext_lazy("qualification", "certificate")
    STATEMENT = "STATEMENT", pgettext_lazy("qualification", "statement")
    REFERENCE = "REFERENCE", pgettext_lazy("qualification", "reference")
    ASSESSMENT = "ASSESSMENT", pgettext_lazy("qualification", "assessment by a third party")


class RegistrationState(models.TextChoices):
    """How far our registration as a supplier is."""

    PLANNED = "PLANNED", pgettext_lazy("registration", "to be applied for")
    APPLIED = "APPLIED", pgettext_lazy("registration", "applied for")
    REGISTERED = "REGISTERED", pgettext_lazy("registration", "registered")
    SUSPENDED = "SUSPENDED", pgettext_lazy("registration", "suspended")
    REFUSED = "REFUSED", pgettext_lazy("registration", "refused")
    ENDED = "ENDED", pgettext_lazy("registration", "ended")


class ReviewColour(models.TextChoices):
    """The reviews of a proposal, in their usual order."""

    BLUE = "BLUE", pgettext_lazy("review", "blue: the strategy")
    PINK = "PINK", pgettext_lazy("review", "pink: the outline")
    RED = "RED", pgettext_lazy("review", "red: the text as the buyer reads it")
    GREEN = "GREEN", pgettext_lazy("review", "green: the price")
    GOLD = "GOLD", pgettext_lazy("review", "gold: the whole, before it goes out")


class DeadlineKind(models.TextChoices):
    """What falls due on a day of the calendar of bids; the first two are moments, the others days."""

    OFFICIAL = "OFFICIAL", pgettext_lazy("deadline", "official deadline")
    INTERNAL = "INTERNAL", pgettext_lazy("deadline", "internal deadline")
    DOCUMENT = "DOCUMENT", pgettext_lazy("deadline", "document due")
    REVIEW = "REVIEW", pgettext_lazy("deadline", "review")
    DEMAND = "DEMAND", pgettext_lazy("deadline", "a demanded paper must still hold")
    BOND = "BOND", pgettext_lazy("deadline", "the bond ends")


class AssessmentResult(models.TextChoices):
    """How an assessment of us came out."""

    PLANNED = "PLANNED", pgettext_lazy("assessment", "planned")
    PASSED = "PASSED", pgettext_lazy("assessment", "passed")
    CONDITIONAL = "CONDITIONAL", pgettext_lazy("assessment", "passed with conditions")
    FAILED = "FAILED", pgettext_lazy("assessment", "failed")


class FindingGrade(models.TextChoices):
    """How grave a finding is, as auditors grade them."""

    MAJOR = "MAJOR", pgettext_lazy("finding", "major")
    MINOR = "MINOR", pgettext_lazy("finding", "minor")
    ADVICE = "ADVICE", pgettext_lazy("finding", "advice")
