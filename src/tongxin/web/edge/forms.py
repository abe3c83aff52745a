"""What every form shares: refusals become its errors, and a version guards against lost edits."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.http import QueryDict

from tongxin.common.errors import Denied, Missing, Refusal, StaleVersion, TooMany
from tongxin.wording.sentences import sentence

Result = TypeVar("Result")
Form = TypeVar("Form", bound=forms.Form)

MERGING = "merging"
MINE, THEIRS = "mine", "theirs"


class VersionedForm(forms.Form):
    """A form of an editable record.

    It carries the record's version and the values the user started from, and it understands the answer of
    the merge page (`tongxin.web.edge.stale`): posted choices become ordinary data before they are checked.
    Draw its hidden fields in the template.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(merged(data) if data is not None else None, *args, **kwargs)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Return what a field starts from; `base` is written last, when subclasses have taken fields out."""
        if field_name == "base" and not self.is_bound:
            return json.dumps(self.raw(), ensure_ascii=False)
        return super().get_initial_for_field(field, field_name)

    def raw(self) -> dict[str, list[str]]:
        """Return what the browser would send back untouched, for each visible field."""
        return {bound.name: raw_values(bound) for bound in self.visible_fields()}

    @property
    def values(self) -> dict[str, Any]:
        """Return the checked values of what was sent, without version and base, as actions take them.

        Where a record is changed, a field that the page did not draw is not a field that the user emptied.
        """
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"version", "base"} and (self.expected_version is None or self._was_sent(name))
        }

    def _was_sent(self, name: str) -> bool:
        widget = self.fields[name].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))

    @property
    def expected_version(self) -> int | None:
        """Return the version the user saw."""
        version: int | None = self.cleaned_data.get("version")
        return version


def raw_values(bound: forms.BoundField) -> list[str]:
    """Return a field's values as its control sends them; a box without a tick sends nothing."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if value is None:
        return []
    formatted = widget.format_value(value)
    if isinstance(formatted, list | tuple):
        return [str(each) for each in formatted if each not in {None, ""}]
    return [same_line_ends(str(formatted))] if formatted not in {None, ""} else []


def same_line_ends(text: str) -> str:
    """Return the text with the line ends that Python has; browsers send others."""
    return text.replace("\r\n", "\n")


def merged(data: QueryDict) -> QueryDict:
    """Turn the choices of the merge page into the data of the form they stand for.

    The page sends the names of the fields under `merging`, both values of each as `mine-NAME` and
    `theirs-NAME`, and the choice as `choice-NAME`. Without a choice the user's own value stays, so that
    nothing typed is lost. Data of any other page are returned as they are.
    """
    if MERGING not in data:
        return data
    result = QueryDict(mutable=True)
    for key in data:
        if not key.startswith(("mine-", "theirs-", "choice-")) and key != MERGING:
            result.setlist(key, data.getlist(key))
    for name in data.getlist(MERGING):
        side = THEIRS if data.get(f"choice-{name}") == THEIRS else MINE
        result.setlist(name, data.getlist(f"{side}-{name}"))
    return result


def read_only(form: Form) -> Form:
    """Return the form with every control switched off, for who may read but not change."""
    for field in form.fields.values():
        field.disabled = True
    return form


def attempt(
    form: forms.Form, action: Callable[[], Result], *, names: Mapping[str, str] | None = None
) -> Result | None:
    """Run the action of a valid form, whole or not at all; a refusal becomes an error of the form, and `None` is returned.

    Raises:
        StaleVersion, Missing, Denied, TooMany: these are no mistakes of the form; they have their own pages.

    """
    try:
        # Should an action be several, what the first wrote is not left behind when the second refuses.
        with transaction.atomic():
            return action()
    except (StaleVersion, Missing, Denied, TooMany):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal, names=names)
        return None


def add_refusal(form: forms.Form, refusal: Refusal, *, names: Mapping[str, str] | None = None) -> None:
    """Put the sentence of a refusal at the field it names, or above the form.

    Args:
        form: the form that was refused.
        refusal: what the action raised.
        names: the domain's name of a value → the form's, where they differ.

    """
    name = (names or {}).get(refusal.field or "", refusal.field)
    form.add_error(name if name in form.fields else None, sentence(refusal))


def choices_with_none(choices: Mapping[str, str], none: str) -> list[tuple[str, str]]:
    """Return choices for a select, with a first one that stands for no value."""
    return [("", none), *choices.items()]
