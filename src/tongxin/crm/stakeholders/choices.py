"""Codes of the customer's people, with labels."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PersonStatus(models.TextChoices):
    """Whether somebody is reached at a customer."""

    ACTIVE = "ACTIVE", pgettext_lazy("person status", "Active")
    LEFT = "LEFT", pgettext_lazy("person status", "Left")
    DELETED = "DELETED", pgettext_lazy("person status", "Deleted")


class TenureEnd(models.TextChoices):
    """Why somebody no longer holds a post."""

    MOVED = "MOVED", pgettext_lazy("tenure", "Moved to another post")
    LEFT = "LEFT", pgettext_lazy("tenure", "Left the customer")
    RETIRED = "RETIRED", pgettext_lazy("tenure", "Retired")
    MISTAKE = "MISTAKE", pgettext_lazy("tenure", "Recorded by mistake")


class PostLevel(models.TextChoices):
    """How high a post is."""

    BOARD = "BOARD", pgettext_lazy("post level", "Board and owner")
    EXECUTIVE = "EXECUTIVE", pgettext_lazy("post level", "Senior executive")
    MANAGER = "MANAGER", pgettext_lazy("post level", "Manager")
    SPECIALIST = "SPECIALIST", pgettext_lazy("post level", "Specialist")
    UNKNOWN = "UNKNOWN", pgettext_lazy("post level", "Unknown")
