"""What can be kept for a limited time."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kept(models.TextChoices):
    """What goes when it is older than its rule allows."""

    PEOPLE_LEFT = (
        "PEOPLE_LEFT",
        pgettext_lazy("retention", "People who left or were deleted, since the last contact"),
    )
    USERS_GONE = (
        "USERS_GONE",
        pgettext_lazy("retention", "Colleagues who no longer sign in, since the last change"),
    )
    JUDGEMENTS = (
        "JUDGEMENTS",
        pgettext_lazy("retention", "Judgements of people in committees, since the day of judgement"),
    )
    PRIVATE_NOTES = "PRIVATE_NOTES", pgettext_lazy("retention", "Private notes at visits, since the visit")
    IMPORTED_FILES = (
        "IMPORTED_FILES",
        pgettext_lazy("retention", "Files and rows handed in for imports, since their end"),
    )


FEWEST_MONTHS, MOST_MONTHS = 1, 600
