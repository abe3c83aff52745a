"""What labels in three languages must be like; dictionaries, processes and stages share it."""

from collections.abc import Mapping

from tongxin.common.errors import Refusal

LANGUAGES = ("zh-hant", "zh-hans", "en")
LONGEST = 60


class LabelRefused(Refusal):
    """Say why labels cannot be kept so."""


def clean_labels(labels: Mapping[str, str], *, required: bool = True) -> dict[str, str]:
    """Return the labels without blanks and empty ones, in the order of `LANGUAGES`.

    Raises:
        LabelRefused: `LABEL_MISSING` when none is left, `LABEL_LONG`, or `LABEL_LANGUAGE_UNKNOWN`.

    """
    for language, text in labels.items():
        if language not in LANGUAGES:
            raise LabelRefused("LABEL_LANGUAGE_UNKNOWN", field="labels", language=language)
        if len(text.strip()) > LONGEST:
            raise LabelRefused("LABEL_LONG", field="labels", most=LONGEST)
    cleaned = {name: labels[name].strip() for name in LANGUAGES if labels.get(name, "").strip()}
    if required and not cleaned:
        raise LabelRefused("LABEL_MISSING", field="labels")
    return cleaned


def code_from(labels: Mapping[str, str], *, taken: frozenset[str], fallback: str) -> str:
    """Return an unused UPPER_CASE code: made of the English label where there is one, else of `fallback`."""
    english = "".join(char if char.isascii() and char.isalnum() else "_" for char in labels.get("en", ""))
    stem = "_".join(part for part in english.upper().split("_") if part)[:32] or fallback
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code
