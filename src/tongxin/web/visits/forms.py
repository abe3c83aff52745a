"""The form of a log entry: one field is needed, the rest helps."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import team_of
from tongxin.crm.opportunities.selectors import opportunities_by_uid
from tongxin.crm.relationships.actions import NewPromise
from tongxin.crm.relationships.choices import InteractionKind, Sentiment, Side
from tongxin.crm.relationships.selectors import people_to_mention
from tongxin.team.selectors import active_users
from tongxin.web.edge.choosers import AccountField, open_account_field, sent_to
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.shell.day_field import DayField

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.relationships.models import Interaction
    from tongxin.crm.relationships.selectors import InteractionView
    from tongxin.crm.stakeholders.models import Person
    from tongxin.team.models import User

NOON = time(12)
MOST_COLLEAGUES = 24


class VisitForm(VersionedForm):
    """What happened, with whom, about what, and what was promised; only the text is needed."""

    text = forms.CharField(
        label=pgettext_lazy("log", "What happened"),
        widget=forms.Textarea(attrs={"rows": 4, "data-mentions": reverse_lazy("web:search_mentions")}),
        max_length=20_000,
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("log", "How"), choices=InteractionKind.choices, widget=forms.RadioSelect
    )
    occurred_on = DayField(label=pgettext_lazy("log", "Day"))
    occurred_time = forms.TimeField(
        label=pgettext_lazy("log", "Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    account = AccountField(label=_("Account"))
    person = forms.MultipleChoiceField(
        label=pgettext_lazy("log", "With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    colleague = forms.MultipleChoiceField(
        label=pgettext_lazy("log", "Who else of us was there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opportunity = forms.MultipleChoiceField(
        label=pgettext_lazy("log", "About which opportunity"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sentiment = forms.TypedChoiceField(
        label=pgettext_lazy("log", "How it went for the customer"),
        choices=[("", pgettext_lazy("sentiment", "Not said")), *Sentiment.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    private_note = forms.CharField(
        label=_("Private note"),
        help_text=_("Only you read it, and those whose role is to read private notes."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=20_000,
    )
    promise_text = forms.CharField(label=pgettext_lazy("log", "A promise"), required=False, max_length=300)
    promise_side = forms.ChoiceField(
        label=pgettext_lazy("promise", "Who promised"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    promise_due = DayField(
        label=_("Due on"),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        people: Sequence["Person"] = (),
        opportunities: Sequence["Opportunity"] = (),
        colleagues: Sequence["User"] = (),
        account: "Account | None" = None,
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {
            "actor": actor,
            "people": people,
            "opportunities": opportunities,
            "colleagues": colleagues,
            "account": account,
            "is_new": is_new,
        }
        sent = data or QueryDict()
        open_account_field(self, "account", actor, known=[account] if account else [])
        at = self._account_sent() or account
        known = people_to_mention(actor, account=at, uids=sent.getlist("person"))
        self._people = {person.uid: person for person in (*people, *known)}
        self._deals = {deal.uid: deal for deal in opportunities}
        self._deals |= opportunities_by_uid(actor, sent.getlist("opportunity"))
        there = {user.uid: user for user in colleagues}
        offered = _offered_colleagues(actor, at, {*there, *sent.getlist("colleague")})
        self._users = there | {user.uid: user for user in offered}
        self._offer("colleague", [(uid, user.display_name) for uid, user in self._users.items()])
        self._offer("person", [(uid, _name(person)) for uid, person in self._people.items()])
        self._offer("opportunity", [(uid, deal.name) for uid, deal in self._deals.items()])
        if not is_new:
            for name in ("promise_text", "promise_side", "promise_due"):
                del self.fields[name]

    def _account_sent(self) -> "Account | None":
        field = self.fields["account"]
        found = field.find(sent_to(self, "account")) if isinstance(field, AccountField) else []
        return found[0] if len(found) == 1 else None

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    @property
    def values(self) -> dict[str, Any]:
        """Return text, kind, moment, sentiment, private note and account, as actions take them."""
        cleaned = self.cleaned_data
        clock = cleaned["occurred_time"] or NOON
        return {
            "text": cleaned["text"],
            "kind": cleaned["kind"],
            "occurred_at": timezone.make_aware(datetime.combine(cleaned["occurred_on"], clock)),
            "sentiment": cleaned["sentiment"],
            "account": cleaned["account"],
            **({"private_note": cleaned["private_note"]} if "private_note" in self.fields else {}),
        }

    @property
    def people(self) -> list["Person"]:
        """Return the people chosen."""
        return [self._people[uid] for uid in self.cleaned_data["person"]]

    @property
    def colleagues(self) -> list["User"]:
        """Return the colleagues chosen."""
        return [self._users[uid] for uid in self.cleaned_data["colleague"]]

    @property
    def opportunities(self) -> list["Opportunity"]:
        """Return the deals chosen."""
        return [self._deals[uid] for uid in self.cleaned_data["opportunity"]]

    @property
    def promises(self) -> list[NewPromise]:
        """Return the promise that was typed, if one was."""
        cleaned = self.cleaned_data
        if not cleaned.get("promise_text"):
            return []
        return [
            NewPromise(
                text=cleaned["promise_text"],
                side=cleaned["promise_side"] or Side.OURS,
                due_on=cleaned["promise_due"],
            )
        ]


def initial_of(view: "InteractionView", interaction: "Interaction") -> dict[str, Any]:
    """Return what the form starts from."""
    local = timezone.localtime(view.occurred_at)
    return {
        "text": view.text,
        "kind": view.kind.value,
        "occurred_on": local.date(),
        "occurred_time": local.time().replace(second=0, microsecond=0),
        "account": view.account.uid if view.account else "",
        "person": [person.uid for person in view.people],
        "colleague": [user.uid for user in view.colleagues],
        "opportunity": [deal.uid for deal in view.opportunities],
        "sentiment": view.sentiment.value if view.sentiment else "",
        "private_note": view.private_note,
        "version": interaction.version,
    }


def _offered_colleagues(actor: Actor, account: "Account | None", chosen: set[str]) -> list["User"]:
    """Return those chosen, then the account's team, then others, as far as they find room; never the actor."""
    team = {member.user_id for member in team_of(account)} if account else set()
    others = [user for user in active_users() if user.pk != actor.user.pk]
    ranked = sorted(others, key=lambda user: (user.uid not in chosen, user.pk not in team))
    return ranked[: max(MOST_COLLEAGUES, len(chosen))]


def _name(person: "Person") -> str:
    return f"{person.full_name} {person.title}".strip()
