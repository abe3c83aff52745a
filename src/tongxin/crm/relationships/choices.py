"""Codes of what happens between us and the customer, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class InteractionKind(models.TextChoices):
    """How we met or spoke."""

    VISIT = "VISIT", pgettext_lazy("interaction", "Visit")
    MEETING = "MEETING", pgettext_lazy("interaction", "Meeting")
    CALL = "CALL", pgettext_lazy("interaction", "Call")
    MAIL = "MAIL", pgettext_lazy("interaction", "Mail")
    NOTE = "NOTE", pgettext_lazy("interaction", "Note")


class Sentiment(models.IntegerChoices):
    """How it went for the customer, as far as we could tell."""

    VERY_BAD = 1, pgettext_lazy("sentiment", "Very bad")
    BAD = 2, pgettext_lazy("sentiment", "Bad")
    NEUTRAL = 3, pgettext_lazy("sentiment", "Neutral")
    GOOD = 4, pgettext_lazy("sentiment", "Good")
    VERY_GOOD = 5, pgettext_lazy("sentiment", "Very good")


class Side(models.TextChoices):
    """Who promised."""

    OURS = "OURS", pgettext_lazy("promise", "We promised")
    THEIRS = "THEIRS", pgettext_lazy("promise", "They promised")


class PromiseState(models.TextChoices):
    """How a promise stands."""

    OPEN = "OPEN", pgettext_lazy("promise", "Open")
    KEPT = "KEPT", pgettext_lazy("promise", "Kept")
    DROPPED = "DROPPED", pgettext_lazy("promise", "Dropped")


class LineKind(models.TextChoices):
    """What a time line can be narrowed to."""

    INTERACTION = "INTERACTION", pgettext_lazy("time line", "Visits and notes")
    PROMISE = "PROMISE", pgettext_lazy("time line", "Promises")
    STAGE = "STAGE", pgettext_lazy("time line", "Stages")
    FILE = "FILE", pgettext_lazy("time line", "Files")
    PEOPLE = "PEOPLE", pgettext_lazy("time line", "People")
