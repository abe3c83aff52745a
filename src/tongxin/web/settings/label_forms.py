"""Forms with names in three languages: dictionary entries, processes, stages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.crm.accounts.labels import LANGUAGES, LONGEST
from tongxin.web.edge.forms import VersionedForm

# What actions call the labels → the first of the fields they are typed into.
FIELDS = {"labels": "label_zh_hant", "our_labels": "our_zh_hant"}


def labels_of(values: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Return the labels typed into the fields PREFIX_zh_hant, PREFIX_zh_hans and PREFIX_en."""
    return {language: values[f"{prefix}_{language.replace('-', '_')}"] for language in LANGUAGES}


def label_fields(labels: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return the initial values of those fields."""
    return {f"{prefix}_{language.replace('-', '_')}": labels.get(language, "") for language in LANGUAGES}


class LabelsForm(VersionedForm):
    """Something with a name in three languages; one of them is enough."""

    label_zh_hant = forms.CharField(label=_("Traditional Chinese"), required=False, max_length=LONGEST)
    label_zh_hans = forms.CharField(label=_("Simplified Chinese"), required=False, max_length=LONGEST)
    label_en = forms.CharField(label=_("English"), required=False, max_length=LONGEST)

    @property
    def labels(self) -> dict[str, str]:
        """Return the names by language."""
        return labels_of(self.cleaned_data, "label")


class EntryForm(LabelsForm):
    """An entry of a dictionary."""

    is_active = forms.BooleanField(label=_("Offered in forms"), required=False)


class TierForm(EntryForm):
    """An account tier."""

    is_key = forms.BooleanField(label=_("Accounts of this tier are managed key accounts"), required=False)


class ProcessForm(LabelsForm):
    """A process."""

    is_active = forms.BooleanField(label=_("In use"), required=False)
    is_default = forms.BooleanField(label=_("New opportunities start in this process"), required=False)


class StageForm(LabelsForm):
    """A stage: the customer's name and ours, and the chance assumed in it."""

    our_zh_hant = forms.CharField(
        label=_("Our stage, Traditional Chinese"), required=False, max_length=LONGEST
    )
    our_zh_hans = forms.CharField(
        label=_("Our stage, Simplified Chinese"), required=False, max_length=LONGEST
    )
    our_en = forms.CharField(label=_("Our stage, English"), required=False, max_length=LONGEST)
    probability = forms.IntegerField(
        label=_("Probability"),
        min_value=0,
        max_value=100,
        help_text=_(
            "Chance of winning assumed for an opportunity in this stage, until its own history says more."
        ),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    @property
    def our_labels(self) -> dict[str, str]:
        """Return our own names by language."""
        return labels_of(self.cleaned_data, "our")


class NewStageForm(StageForm):
    """A new stage is in use."""

    is_active = None  # type: ignore[assignment]  # Django removes the field
