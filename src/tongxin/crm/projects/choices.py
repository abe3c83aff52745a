"""Codes of customers' projects and their requirements, with labels; unknown is a value wherever it can be."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ProjectState(models.TextChoices):
    """How far the customer's project is, in its own order."""

    IDEA = "IDEA", pgettext_lazy("project state", "idea")
    PREPARING = "PREPARING", pgettext_lazy("project state", "in preparation")
    CHARTERED = "CHARTERED", pgettext_lazy("project state", "chartered")
    PURCHASING = "PURCHASING", pgettext_lazy("project state", "purchasing")
    RUNNING = "RUNNING", pgettext_lazy("project state", "in delivery")
    DONE = "DONE", pgettext_lazy("project state", "accepted")
    STOPPED = "STOPPED", pgettext_lazy("project state", "stopped")


class BudgetState(models.TextChoices):
    """How far the customer's budget for the project is."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("budget state", "unknown")
    NONE = "NONE", pgettext_lazy("budget state", "none yet")
    PLANNED = "PLANNED", pgettext_lazy("budget state", "planned")
    REQUESTED = "REQUESTED", pgettext_lazy("budget state", "applied for")
    APPROVED = "APPROVED", pgettext_lazy("budget state", "approved")
    FROZEN = "FROZEN", pgettext_lazy("budget state", "frozen")


class Origin(models.TextChoices):
    """Who brought a requirement into the project 出處."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("origin", "unknown")
    CUSTOMER = "CUSTOMER", pgettext_lazy("origin", "customer")
    US = "US", pgettext_lazy("origin", "us")
    RIVAL = "RIVAL", pgettext_lazy("origin", "a rival")


class RequirementKind(models.TextChoices):
    """What a requirement of a project is about."""

    FUNCTION = "FUNCTION", pgettext_lazy("requirement kind", "function")
    PERFORMANCE = "PERFORMANCE", pgettext_lazy("requirement kind", "performance")
    STANDARD = "STANDARD", pgettext_lazy("requirement kind", "standard or rule")
    SERVICE = "SERVICE", pgettext_lazy("requirement kind", "service")
    COMMERCIAL = "COMMERCIAL", pgettext_lazy("requirement kind", "commercial terms")
    PARTNER = "PARTNER", pgettext_lazy("requirement kind", "requirement on partners")


class Weight(models.TextChoices):
    """How much a requirement weighs."""

    MUST = "MUST", pgettext_lazy("requirement weight", "must")
    SHOULD = "SHOULD", pgettext_lazy("requirement weight", "should")
    COULD = "COULD", pgettext_lazy("requirement weight", "could")


class CheckpointKind(models.TextChoices):
    """What is judged at a checkpoint 查核點."""

    FEASIBILITY = "FEASIBILITY", pgettext_lazy("checkpoint", "feasibility review")
    PROPOSAL = "PROPOSAL", pgettext_lazy("checkpoint", "proposal evaluation")
    MILESTONE = "MILESTONE", pgettext_lazy("checkpoint", "milestone acceptance")
    FINAL = "FINAL", pgettext_lazy("checkpoint", "final acceptance")


class Judges(models.TextChoices):
    """Who judges at a checkpoint."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("judges", "unknown")
    PURCHASING = "PURCHASING", pgettext_lazy("judges", "those who purchase")
    INTERNAL = "INTERNAL", pgettext_lazy("judges", "an internal committee")
    EXTERNAL = "EXTERNAL", pgettext_lazy("judges", "external experts")
    MIXED = "MIXED", pgettext_lazy("judges", "internal and external experts")


class CheckResult(models.TextChoices):
    """What a checkpoint, or the inspection after it, came to."""

    OPEN = "OPEN", pgettext_lazy("check result", "open")
    PASSED = "PASSED", pgettext_lazy("check result", "passed")
    CONDITIONAL = "CONDITIONAL", pgettext_lazy("check result", "passed with conditions")
    FAILED = "FAILED", pgettext_lazy("check result", "failed")


class Standing(models.TextChoices):
    """How a checkpoint stands on a day."""

    UNPLANNED = "UNPLANNED", pgettext_lazy("checkpoint standing", "no day planned")
    AHEAD = "AHEAD", pgettext_lazy("checkpoint standing", "ahead")
    OVERDUE = "OVERDUE", pgettext_lazy("checkpoint standing", "overdue")
    PASSED = "PASSED", pgettext_lazy("checkpoint standing", "passed")
    CONDITIONAL = "CONDITIONAL", pgettext_lazy("checkpoint standing", "passed with conditions")
    FAILED = "FAILED", pgettext_lazy("checkpoint standing", "failed")
    REINSPECTION = "REINSPECTION", pgettext_lazy("checkpoint standing", "re-inspection due")
    REINSPECTION_OVERDUE = (
        "REINSPECTION_OVERDUE",
        pgettext_lazy("checkpoint standing", "re-inspection overdue"),
    )


class Conflict(models.TextChoices):
    """Whether an expert has an interest beside the task; a judgement of ours."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("conflict of interest", "not checked")
    NONE_FOUND = "NONE_FOUND", pgettext_lazy("conflict of interest", "none found")
    POSSIBLE = "POSSIBLE", pgettext_lazy("conflict of interest", "possible")
    KNOWN = "KNOWN", pgettext_lazy("conflict of interest", "known")


class PaperPurpose(models.TextChoices):
    """What we gave the customer for the project."""

    STANDARD = "STANDARD", pgettext_lazy("project paper", "standard")
    SOLUTION = "SOLUTION", pgettext_lazy("project paper", "solution")
    STUDY = "STUDY", pgettext_lazy("project paper", "study or report")
    CHARTER = "CHARTER", pgettext_lazy("project paper", "part of the charter")
    OTHER = "OTHER", pgettext_lazy("project paper", "other")


class SupportKind(models.TextChoices):
    """How we help the customer's project."""

    STUDY = "STUDY", pgettext_lazy("support", "study or survey")
    VISIT = "VISIT", pgettext_lazy("support", "reference visit")
    TRIAL = "TRIAL", pgettext_lazy("support", "trial or sample")
    TRAINING = "TRAINING", pgettext_lazy("support", "training")
    DRAFTING = "DRAFTING", pgettext_lazy("support", "document drafting")
    BUDGET = "BUDGET", pgettext_lazy("support", "help with the budget")
    OTHER = "OTHER", pgettext_lazy("support", "other")


class RequestState(models.TextChoices):
    """How far a special request of the customer is."""

    OPEN = "OPEN", pgettext_lazy("special request", "open")
    GRANTED = "GRANTED", pgettext_lazy("special request", "granted")
    DONE = "DONE", pgettext_lazy("special request", "carried out")
    REFUSED = "REFUSED", pgettext_lazy("special request", "refused")


class Effect(models.TextChoices):
    """What help came to."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("effect", "not known yet")
    NONE = "NONE", pgettext_lazy("effect", "none")
    ACCESS = "ACCESS", pgettext_lazy("effect", "opened a door")
    EARLIER = "EARLIER", pgettext_lazy("effect", "brought us in earlier")
    SHAPED = "SHAPED", pgettext_lazy("effect", "shaped requirements")
    HARM = "HARM", pgettext_lazy("effect", "harmful")


class Part(models.TextChoices):
    """The parts of a dossier that a gate can rest on; the appendix is what none rests on."""

    NEED = "NEED", pgettext_lazy("dossier part", "need")
    REQUIREMENTS = "REQUIREMENTS", pgettext_lazy("dossier part", "requirements")
    SCHEDULE = "SCHEDULE", pgettext_lazy("dossier part", "schedule")
    BUDGET = "BUDGET", pgettext_lazy("dossier part", "budget")
    EVALUATION = "EVALUATION", pgettext_lazy("dossier part", "evaluation")
    PARTNERS = "PARTNERS", pgettext_lazy("dossier part", "partners")
    APPENDIX = "APPENDIX", pgettext_lazy("dossier part", "appendix")


class GateVerdict(models.TextChoices):
    """What was decided at a gate."""

    PUT_FORWARD = "PUT_FORWARD", pgettext_lazy("gate", "submitted")
    APPROVED = "APPROVED", pgettext_lazy("gate", "approved")
    REJECTED = "REJECTED", pgettext_lazy("gate", "rejected")


class GateStanding(models.TextChoices):
    """How a gate stands on a day, seen from the newest version of the dossier."""

    OPEN = "OPEN", pgettext_lazy("gate", "open")
    PUT_FORWARD = "PUT_FORWARD", pgettext_lazy("gate", "submitted")
    CURRENT = "CURRENT", pgettext_lazy("gate", "approved, current")
    STALE = "STALE", pgettext_lazy("gate", "approved on an earlier basis")
    REJECTED = "REJECTED", pgettext_lazy("gate", "rejected")


class RuleAnswer(models.TextChoices):
    """What a gate's own rule says of a score."""

    GO = "GO", pgettext_lazy("gate rule", "go")
    STOP = "STOP", pgettext_lazy("gate rule", "stop")
    UNDECIDED = "UNDECIDED", pgettext_lazy("gate rule", "undecided by the rule")


class NeedKind(models.TextChoices):
    """How a need was said."""

    EXPLICIT = "EXPLICIT", pgettext_lazy("need", "explicit")
    LATENT = "LATENT", pgettext_lazy("need", "latent")
    SPECIAL = "SPECIAL", pgettext_lazy("need", "special request")


class AskedRole(models.TextChoices):
    """Whom a question of the workshop is for."""

    DECIDER = "DECIDER", pgettext_lazy("asked role", "decision maker")
    USER = "USER", pgettext_lazy("asked role", "user")
    TECHNICAL = "TECHNICAL", pgettext_lazy("asked role", "technical expert")
    PURCHASER = "PURCHASER", pgettext_lazy("asked role", "purchaser")


class QuestionKind(models.TextChoices):
    """The four kinds of questions, in the order in which they are asked (SPIN, Rackham 1988)."""

    SITUATION = "SITUATION", pgettext_lazy("question", "situation")
    PROBLEM = "PROBLEM", pgettext_lazy("question", "problem")
    IMPLICATION = "IMPLICATION", pgettext_lazy("question", "implication")
    PAYOFF = "PAYOFF", pgettext_lazy("question", "need-payoff")


class Becomes(models.TextChoices):
    """What an answer becomes."""

    NEED = "NEED", pgettext_lazy("answer", "a need")
    REQUIREMENT = "REQUIREMENT", pgettext_lazy("answer", "a requirement")
    BOTH = "BOTH", pgettext_lazy("answer", "a need and a requirement")


class Dimension(models.TextChoices):
    """In what a customer is mature."""

    MANAGEMENT = "MANAGEMENT", pgettext_lazy("maturity", "management level")
    PRODUCT = "PRODUCT", pgettext_lazy("maturity", "product knowledge")
    BUYING = "BUYING", pgettext_lazy("maturity", "buyer expertise")


class Observed(models.TextChoices):
    """Whether something is seen at the customer."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("observed", "unknown")
    NO = "NO", pgettext_lazy("observed", "no")
    PARTLY = "PARTLY", pgettext_lazy("observed", "partly")
    YES = "YES", pgettext_lazy("observed", "yes")


class Level(models.TextChoices):
    """How mature a customer is 內行程度."""

    UNKNOWN = "UNKNOWN", pgettext_lazy("expertise", "unknown")
    NOVICE = "NOVICE", pgettext_lazy("expertise", "novice")
    INFORMED = "INFORMED", pgettext_lazy("expertise", "informed")
    EXPERT = "EXPERT", pgettext_lazy("expertise", "expert")
