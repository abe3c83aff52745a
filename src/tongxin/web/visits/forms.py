"""The form of a log entry: one field is needed, the rest helps."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import team_of
from tongxin.crm.opportunities.selectors import opportunities_by_uid
from tongxin.crm.relationships.actions import NewPromise
from tongxin.crm.relationships.choices import InteractionKind, Sentiment, Side
from tongxin.crm.relationships.marks import marks_left, without_marks
from tongxin.crm.relationships.selectors import mentioned_opportunities, mentioned_people, people_to_mention
from tongxin.team.selectors import active_users
from tongxin.web.edge.choosers import AccountField, open_account_field, sent_to
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.shell.day_field import DayField, DayInput

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.relationships.models import Interaction
    from tongxin.crm.relationships.selectors import InteractionView
    from tongxin.crm.stakeholders.models import Person
    from tongxin.team.models import User

NOON = time(12)
MOST_COLLEAGUES = 6


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
        widget=DayInput(is_narrow=True),
    )
    marks_seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=True, max_length=20_000)

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
        open_account_field(self, "account", actor, known=[account] if account else [])
        self._actor, self._account = actor, account
        self._people = {person.uid: person for person in people}
        self._deals = {deal.uid: deal for deal in opportunities}
        self._users = {user.uid: user for user in colleagues}
        # What is sent is checked against itself; all that could be chosen is looked up when the form is drawn.
        self._read_sent()
        if data is None or not is_new:
            self.offer_all()
        if not is_new:
            for name in ("promise_text", "promise_side", "promise_due"):
                del self.fields[name]

    def offer_all(self) -> None:
        """Look up whom and what the form offers, as far as it is to be drawn."""
        at = self._account_sent() or self._account
        known = people_to_mention(self._actor, account=at, uids=list(self._people))
        self._people |= {person.uid: person for person in known}
        offered = _offered_colleagues(self._actor, at, set(self._users))
        self._users |= {user.uid: user for user in offered}
        self._offer_all_known()

    def clean(self) -> dict[str, Any]:
        """Take colleagues marked in the text along, and ask once about marks that name nobody."""
        cleaned = super().clean() or {}
        if "text" in cleaned and ("@" in cleaned["text"] or "#" in cleaned["text"]):
            left = marks_left(self._resolved(cleaned))
            if left and cleaned["text"] != cleaned.get("marks_seen"):
                self._ask_about(left, cleaned["text"])
        return cleaned

    def _resolved(self, cleaned: dict[str, Any]) -> str:
        """Return the text with the marks that are understood taken away; colleagues among them are chosen."""
        actor, text = self._actor, cleaned["text"]
        people = [*mentioned_people(actor, text), *(self._people[uid] for uid in cleaned.get("person", ()))]
        deals = [
            *mentioned_opportunities(actor, text),
            *(self._deals[uid] for uid in cleaned.get("opportunity", ())),
        ]
        text = without_marks(text, [*(person.full_name for person in people), *(deal.name for deal in deals)])
        marked = [mark[1:] for mark in marks_left(text) if mark.startswith("@")]
        if marked:
            found = [user for user in active_users() if any(m.startswith(user.display_name) for m in marked)]
            self._users |= {user.uid: user for user in found}
            cleaned["colleague"] = list({*cleaned.get("colleague", ()), *(user.uid for user in found)})
        return without_marks(text, [user.display_name for user in self._users.values()])

    def _ask_about(self, left: Sequence[str], text: str) -> None:
        self.add_error(
            "text",
            forms.ValidationError(
                _(
                    "Nothing you can see is called %(marks)s. Pick from the list, or save again to keep the words as they are."
                ),
                params={"marks": pgettext("between names", ", ").join(left)},
            ),
        )
        # The form drawn again carries what was asked about: sent once more unchanged, it is meant so.
        data: Any = self._posted().copy()
        data["marks_seen"] = text
        self.data = data

    def _posted(self) -> QueryDict:
        return self.data if isinstance(self.data, QueryDict) else QueryDict()

    def _read_sent(self) -> None:
        sent = self._posted()
        uids = {name: sent.getlist(name) for name in ("person", "opportunity", "colleague")}
        unknown = [uid for uid in uids["person"] if uid not in self._people]
        if unknown:
            known = people_to_mention(self._actor, account=None, uids=unknown)
            self._people |= {person.uid: person for person in known}
        self._deals |= opportunities_by_uid(self._actor, uids["opportunity"])
        if any(uid not in self._users for uid in uids["colleague"]):
            self._users |= {user.uid: user for user in active_users().filter(uid__in=uids["colleague"])}
        self._offer_all_known()

    def _offer_all_known(self) -> None:
        self._offer("colleague", [(uid, user.display_name) for uid, user in self._users.items()])
        self._offer("person", [(uid, _name(person)) for uid, person in self._people.items()])
        self._offer("opportunity", [(uid, deal.name) for uid, deal in self._deals.items()])

    @property
    def is_about(self) -> str:
        """Return whom and what the entry is about already, in words."""
        chosen = {name: self.initial.get(name) or () for name in ("person", "opportunity")}
        names = [_name(self._people[uid]) for uid in chosen["person"] if uid in self._people]
        names += [self._deals[uid].name for uid in chosen["opportunity"] if uid in self._deals]
        return pgettext("between names", ", ").join(names)

    @property
    def has_more_to_say(self) -> bool:
        """Say whether the folded part holds something to look at: an error, or what was recorded before."""
        folded = (
            "kind",
            "occurred_on",
            "occurred_time",
            "person",
            "colleague",
            "opportunity",
            "sentiment",
            "private_note",
        )
        return self.arguments["is_new"] is False or any(name in self.errors for name in folded)

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
    """Return those chosen, then the account's team, as far as they find room; never the actor. Others are typed."""
    team = {member.user_id for member in team_of(account)} if account else set()
    wanted = active_users().filter(Q(uid__in=chosen) | Q(pk__in=team)).exclude(pk=actor.user.pk)
    return sorted(wanted, key=lambda user: user.uid not in chosen)[: max(MOST_COLLEAGUES, len(chosen))]


def _name(person: "Person") -> str:
    return person.name_and_title
