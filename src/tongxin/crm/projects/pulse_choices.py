"""Codes of pulses, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class StepKind(models.TextChoices):
    """After what somebody is asked how it felt."""

    MEETING = "MEETING", pgettext_lazy("step", "meeting")
    DELIVERY = "DELIVERY", pgettext_lazy("step", "delivery")
    TRAINING = "TRAINING", pgettext_lazy("step", "training")
    ACCEPTANCE = "ACCEPTANCE", pgettext_lazy("step", "acceptance")
    SERVICE = "SERVICE", pgettext_lazy("step", "service call")
    OTHER = "OTHER", pgettext_lazy("step", "another step")


class Consent(models.TextChoices):
    """Whether somebody agreed that their answer is kept."""

    GIVEN = "GIVEN", pgettext_lazy("consent", "given")
    UNKNOWN = "UNKNOWN", pgettext_lazy("consent", "not asked yet")
    REFUSED = "REFUSED", pgettext_lazy("consent", "refused")


class Feeling(models.IntegerChoices):
    """How it was for the one who answers, the best first as the question offers it."""

    VERY_GOOD = 5, pgettext_lazy("sentiment", "Very good")
    GOOD = 4, pgettext_lazy("sentiment", "Good")
    NEUTRAL = 3, pgettext_lazy("sentiment", "Neutral")
    BAD = 2, pgettext_lazy("sentiment", "Bad")
    VERY_BAD = 1, pgettext_lazy("sentiment", "Very bad")
