"""Forms of opportunities: they read what was typed; the rules are the domain's."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import active_entries_of
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.rules import RESTRICTED
from tongxin.crm.opportunities.selectors import default_stages
from tongxin.team.selectors import active_users
from tongxin.web.edge.choosers import AccountField, open_account_field
from tongxin.web.edge.forms import VersionedForm, choices_with_none
from tongxin.web.edge.named import CurrencyField
from tongxin.web.opportunities.fields import AmountField, day_field
from tongxin.web.opportunities.labels import FIELD_LABELS
from tongxin.web.shell.day_field import DayField

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity, OpportunityCompetitor

NOT_CHOSEN = pgettext_lazy("choice", "Not recorded")
CHOOSE = pgettext_lazy("option", "Choose")
# What one opens together to change in place.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "amount": ("amount", "currency"),
    "close": ("close_from", "close_to"),
    "next_step": ("next_step", "next_step_on"),
    "owner": ("owner",),
    "source": ("source",),
    "started_on": ("started_on",),
    "price_floor": ("price_floor",),
    "margin_percent": ("margin_percent",),
    "description": ("description",),
}


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a choice field what one can choose."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class OpportunityForm(VersionedForm):
    """Everything about a deal that is typed."""

    name = forms.CharField(label=FIELD_LABELS["name"], max_length=200)
    amount = AmountField(label=FIELD_LABELS["amount"])
    currency = CurrencyField(label=FIELD_LABELS["currency"], required=False)
    close_from = day_field(label=FIELD_LABELS["close_from"])
    close_to = day_field(label=FIELD_LABELS["close_to"])
    next_step = forms.CharField(label=FIELD_LABELS["next_step"], max_length=200, required=False)
    next_step_on = day_field(label=FIELD_LABELS["next_step_on"])
    owner = forms.CharField(label=FIELD_LABELS["owner"], required=False, widget=forms.Select)
    source = forms.CharField(label=FIELD_LABELS["source"], required=False, widget=forms.Select)
    started_on = day_field(label=FIELD_LABELS["started_on"])
    price_floor = AmountField(label=FIELD_LABELS["price_floor"])
    margin_percent = forms.DecimalField(
        label=FIELD_LABELS["margin_percent"], max_digits=5, decimal_places=2, required=False
    )
    description = forms.CharField(
        label=FIELD_LABELS["description"], widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, only: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {"actor": actor, "only": only}
        self.actor = actor
        for name, right in RESTRICTED.items():
            if not actor.has(right):
                del self.fields[name]
        if only:
            for name in self.fields.keys() - {*GROUPS[only], "version", "base"}:
                del self.fields[name]
        self._users = {user.uid: user for user in active_users()} if "owner" in self.fields else {}
        self._sources = (
            {entry.code: entry for entry in active_entries_of(DictionaryKind.SOURCE)}
            if "source" in self.fields
            else {}
        )
        self._offer("owner", {uid: user.display_name for uid, user in self._users.items()})
        self._offer("source", {code: entry.label for code, entry in self._sources.items()})

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        if name in self.fields:
            self.fields[name].widget = forms.Select(choices=choices_with_none(choices, str(NOT_CHOSEN)))

    @property
    def values(self) -> dict[str, Any]:
        """Return the deal's values with records in the place of their codes; an empty currency is left out."""
        cleaned = dict(super().values)
        if "owner" in cleaned:
            cleaned["owner"] = self._users.get(cleaned["owner"]) or self.initial.get("owner_record")
        if "source" in cleaned:
            cleaned["source"] = self._sources.get(cleaned["source"])
        if cleaned.get("currency") == "":
            del cleaned["currency"]
        return cleaned


class NewOpportunityForm(OpportunityForm):
    """A new deal: name and account; the rest can wait."""

    account = AccountField(label=FIELD_LABELS["account"], required=True)
    stage = forms.ChoiceField(label=FIELD_LABELS["stage"], required=False)
    field_order = ("name", "account", "stage", "amount", "currency")

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, actor=actor, **kwargs)
        self._stages = {stage.code: stage for stage in default_stages()}
        choices = [(code, stage.label) for code, stage in self._stages.items()]
        self.fields["stage"] = forms.ChoiceField(label=FIELD_LABELS["stage"], required=False, choices=choices)
        open_account_field(self, "account", actor)
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        """Return the deal's values as `create_opportunity` takes them."""
        cleaned = {name: value for name, value in super().values.items() if value not in (None, "")}
        cleaned["stage"] = self._stages.get(cleaned.get("stage", ""))
        return cleaned


class StepForm(VersionedForm):
    """A step to another stage; a way back asks for its cause."""

    to = forms.ChoiceField(label=_("To which stage"))
    entered_on = DayField(label=_("On which day"))
    cause = forms.ChoiceField(
        label=_("What caused it"),
        help_text=_("Asked when the opportunity goes back: a reversal is kept as one."),
        required=False,
    )
    reason = forms.CharField(
        label=_("In your own words"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        stages: Mapping[str, str],
        is_back: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {"stages": stages, "is_back": is_back}
        self._causes = {entry.code: entry for entry in active_entries_of(DictionaryKind.REVERSAL_CAUSE)}
        labels = {code: entry.label for code, entry in self._causes.items()}
        offer(self, "to", list(stages.items()))
        offer(self, "cause", choices_with_none(labels, str(CHOOSE)))
        if is_back:
            self.fields["cause"].required = True
            self.fields["cause"].help_text = ""
        self.order_fields(["to", "cause", "reason", "entered_on"])

    def cause_entry(self) -> Any:
        """Return the chosen cause, or `None`."""
        return self._causes.get(self.cleaned_data["cause"])


class ClosureForm(VersionedForm):
    """How a deal ended: one question for a win, a reason for a loss."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(code, Outcome(code).label) for code in (Outcome.WON, Outcome.LOST, Outcome.DROPPED)],
        widget=forms.RadioSelect,
    )
    closed_on = DayField(label=_("On which day"))
    loss_reason = forms.ChoiceField(
        label=FIELD_LABELS["loss_reason"], help_text=_("For a loss only."), required=False
    )
    winner = forms.ChoiceField(label=_("Who won it?"), help_text=_("For a loss only."), required=False)
    reason = forms.CharField(
        label=_("What decided it, in your own words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(
        self, data: QueryDict | None = None, *, rivals: "Sequence[OpportunityCompetitor]", **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {"rivals": rivals}
        self._rivals = {rival.uid: rival for rival in rivals}
        self._reasons = {entry.code: entry for entry in active_entries_of(DictionaryKind.LOSS_REASON)}
        for name, labels in (
            ("loss_reason", {code: entry.label for code, entry in self._reasons.items()}),
            ("winner", {uid: rival.competitor.name for uid, rival in self._rivals.items()}),
        ):
            offer(self, name, choices_with_none(labels, str(NOT_CHOSEN)))
        self.order_fields(["outcome", "closed_on", "loss_reason", "winner", "reason"])

    def loss_entry(self) -> Any:
        """Return the chosen reason of the loss, or `None`."""
        return self._reasons.get(self.cleaned_data["loss_reason"])

    def winning_rival(self) -> Any:
        """Return the rival who won, or `None`."""
        return self._rivals.get(self.cleaned_data["winner"])


def initial_of(deal: "Opportunity") -> dict[str, Any]:
    """Return what the form of a deal shows before anybody typed."""
    names = OpportunityForm.base_fields.keys() - {"base", "owner", "source"}
    return {
        **{name: getattr(deal, name) for name in names},
        "owner": deal.owner.uid if deal.owner else "",
        "owner_record": deal.owner,
        "source": deal.source.code if deal.source else "",
    }
