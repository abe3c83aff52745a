"""Codes of committees, seats and ties, with labels; unknown is a value wherever we judge."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CommitteeKind(models.TextChoices):
    """What a committee does 採購委員會, 評估委員會."""

    PURCHASING = "PURCHASING", pgettext_lazy("committee kind", "Purchasing")
    EVALUATION = "EVALUATION", pgettext_lazy("committee kind", "Evaluation")
    BOTH = "BOTH", pgettext_lazy("committee kind", "Purchasing and evaluation")


class DecisionRule(models.TextChoices):
    """How a committee comes to its decision; the codes are those of the decision library."""

    MAJORITY = "MAJORITY", pgettext_lazy("decision rule", "Majority")
    DECISION_MAKER = "DECISION_MAKER", pgettext_lazy("decision rule", "The decision maker decides")
    CONSENSUS = "CONSENSUS", pgettext_lazy("decision rule", "Consensus")
    VETO = "VETO", pgettext_lazy("decision rule", "Majority, approvers have a veto")
    WEIGHTED_SCORE = "WEIGHTED_SCORE", pgettext_lazy("decision rule", "Score weighted by power")


class SeatRole(models.TextChoices):
    """What a seat formally does in the decision."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("seat role", "Role unknown")
    DECISION_MAKER = "DECISION_MAKER", pgettext_lazy("seat role", "Decision maker")
    APPROVER = "APPROVER", pgettext_lazy("seat role", "Approver")
    EVALUATOR = "EVALUATOR", pgettext_lazy("seat role", "Evaluator")
    TECHNICAL_EXPERT = "TECHNICAL_EXPERT", pgettext_lazy("seat role", "Technical expert")
    PURCHASER = "PURCHASER", pgettext_lazy("seat role", "Purchaser")
    USER = "USER", pgettext_lazy("seat role", "User")
    GATEKEEPER = "GATEKEEPER", pgettext_lazy("seat role", "Gatekeeper")
    SECRETARY = "SECRETARY", pgettext_lazy("seat role", "Secretary")
    EXTERNAL = "EXTERNAL", pgettext_lazy("seat role", "External expert")


class Vote(models.TextChoices):
    """Whether a seat counts in the decision."""

    BY_ROLE = "BY_ROLE", pgettext_lazy("vote", "As its role has it")
    YES = "YES", pgettext_lazy("vote", "Has a vote")
    NO = "NO", pgettext_lazy("vote", "Has no vote")


class Attitude(models.TextChoices):
    """How somebody stands to us on this deal."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("attitude", "Unknown")
    CHAMPION = "CHAMPION", pgettext_lazy("attitude", "Champion")
    SUPPORTER = "SUPPORTER", pgettext_lazy("attitude", "Supports")
    NEUTRAL = "NEUTRAL", pgettext_lazy("attitude", "Neutral")
    RESERVED = "RESERVED", pgettext_lazy("attitude", "Reserved")
    OPPONENT = "OPPONENT", pgettext_lazy("attitude", "Does not support")


class Orientation(models.TextChoices):
    """What somebody looks at first when deciding."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("orientation", "Unknown")
    FINANCIAL = "FINANCIAL", pgettext_lazy("orientation", "Financial")
    TECHNICAL = "TECHNICAL", pgettext_lazy("orientation", "Technical")
    RELATIONSHIP = "RELATIONSHIP", pgettext_lazy("orientation", "Relationship")
    BUSINESS = "BUSINESS", pgettext_lazy("orientation", "Business")


class Adaptability(models.TextChoices):
    """How early somebody takes up what is new."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("adaptability", "Unknown")
    INNOVATOR = "INNOVATOR", pgettext_lazy("adaptability", "Innovator")
    VISIONARY = "VISIONARY", pgettext_lazy("adaptability", "Visionary")
    PRAGMATIST = "PRAGMATIST", pgettext_lazy("adaptability", "Pragmatist")
    CONSERVATIVE = "CONSERVATIVE", pgettext_lazy("adaptability", "Conservative")
    LAGGARD = "LAGGARD", pgettext_lazy("adaptability", "Laggard")


class Access(models.TextChoices):
    """How easily we reach somebody."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("access", "Unknown")
    NONE = "NONE", pgettext_lazy("access", "None")
    THROUGH_OTHERS = "THROUGH_OTHERS", pgettext_lazy("access", "Through others")
    ON_APPOINTMENT = "ON_APPOINTMENT", pgettext_lazy("access", "By appointment")
    ANY_TIME = "ANY_TIME", pgettext_lazy("access", "At any time")


class RivalTie(models.TextChoices):
    """How close somebody is to a rival."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("rival tie", "Unknown")
    NONE = "NONE", pgettext_lazy("rival tie", "None")
    SOME = "SOME", pgettext_lazy("rival tie", "Some contact")
    CLOSE = "CLOSE", pgettext_lazy("rival tie", "Close")


class Confidence(models.TextChoices):
    """How sure we are of what we judge."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("confidence", "Unknown")
    LOW = "LOW", pgettext_lazy("confidence", "Assumed")
    MEDIUM = "MEDIUM", pgettext_lazy("confidence", "Told by others")
    HIGH = "HIGH", pgettext_lazy("confidence", "Seen or heard ourselves")


class TieKind(models.TextChoices):
    """What a tie is; it runs from the one who says or does it. The codes are those of the decision library."""

    DOTTED_LINE = "DOTTED_LINE", pgettext_lazy("tie", "Reports by a dotted line to")
    REPORTS_TO = "REPORTS_TO", pgettext_lazy("tie", "Reports to")
    ADVICE = "ADVICE", pgettext_lazy("tie", "Asks for advice")
    INFLUENCE = "INFLUENCE", pgettext_lazy("tie", "Influences")
    CONFLICT = "CONFLICT", pgettext_lazy("tie", "Is at odds with")
    FRIENDSHIP = "FRIENDSHIP", pgettext_lazy("tie", "Is close to, informally")
    INTRODUCED_BY = "INTRODUCED_BY", pgettext_lazy("tie", "Was introduced by")


# What the customer's chart says; everything else is our opinion about people.
STRUCTURE = (TieKind.REPORTS_TO, TieKind.DOTTED_LINE)
# Ties of the person, which end when somebody else takes the seat.
PERSONAL_TIES = tuple(kind for kind in TieKind if kind not in STRUCTURE)


class Strength(models.IntegerChoices):
    """How strong a tie is."""

    WEAK = 1, pgettext_lazy("strength", "Weak")
    MEDIUM = 2, pgettext_lazy("strength", "Medium")
    STRONG = 3, pgettext_lazy("strength", "Strong")


class CriterionKind(models.TextChoices):
    """Whether a criterion is written down."""

    FORMAL = "FORMAL", pgettext_lazy("criterion", "Formal")
    INFORMAL = "INFORMAL", pgettext_lazy("criterion", "Informal")


class Fit(models.IntegerChoices):
    """How well an offer meets a criterion, as the customer sees it."""

    NONE = 0, pgettext_lazy("fit", "Not at all")
    POOR = 1, pgettext_lazy("fit", "Poorly")
    FAIR = 2, pgettext_lazy("fit", "Fairly")
    GOOD = 3, pgettext_lazy("fit", "Well")
    FULL = 4, pgettext_lazy("fit", "Fully")


# The values that are judgements about the person in the seat; they start as unknown with each new person.
JUDGED: dict[str, str] = {
    "attitude": Attitude.UNKNOWN,
    "orientation": Orientation.UNKNOWN,
    "adaptability": Adaptability.UNKNOWN,
    "access": Access.UNKNOWN,
    "rival_tie": RivalTie.UNKNOWN,
    "confidence": Confidence.UNKNOWN,
    "priorities": "",
    "wins": "",
}


class Danger(models.TextChoices):
    """What is dangerous about a committee as it stands, the worst first."""

    NO_DECISION_MAKER = "NO_DECISION_MAKER", pgettext_lazy("danger", "No decision maker in place")
    ONE_OF_US = "ONE_OF_US", pgettext_lazy("danger", "One of us alone")
    ONE_OF_THEM = "ONE_OF_THEM", pgettext_lazy("danger", "One of theirs alone")
    ACCESS_LOST = "ACCESS_LOST", pgettext_lazy("danger", "Access lost")
