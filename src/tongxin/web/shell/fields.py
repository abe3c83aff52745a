"""How a field of a form introduces itself."""

from django.forms import BoundField


def described_by(bound: BoundField) -> str:
    """Return the ids of the field's help and error, for `aria-describedby`."""
    parts = [("help", bool(bound.help_text)), ("error", bool(bound.errors))]
    return " ".join(f"{bound.auto_id}-{part}" for part, is_there in parts if is_there)


def mark_of(bound: BoundField) -> str:
    """Return the word beside the label: whichever of "required" and "optional" is rarer in this form, or none.

    A required field that already has a value needs no word: it cannot be forgotten.
    """
    fields = list(bound.form)
    is_rarely_required = sum(field.field.required for field in fields) * 2 < len(fields)
    if bound.field.required:
        return "required" if is_rarely_required and bound.value() in (None, "", []) else ""
    return "" if is_rarely_required else "optional"


def target_of(bound: BoundField) -> str:
    """Return the id that a link to the field leads to: its control's, or its group's."""
    return bound.id_for_label or f"{bound.auto_id}-group"
