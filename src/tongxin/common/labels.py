"""Labels that administrators edit, in three languages."""

from collections.abc import Mapping

from django.utils.translation import get_language

FALLBACK = ("zh-hant", "en", "zh-hans")


def pick_label(labels: Mapping[str, str], code: str) -> str:
    """Return the label in the active language, else the first there is, else the code."""
    for language in (get_language() or "", *FALLBACK):
        if labels.get(language):
            return labels[language]
    return code
