"""Forms of people and posts: they read what was typed; the rules are the domain's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import NameKind
from tongxin.crm.stakeholders.choices import PostLevel, TenureEnd
from tongxin.team.selectors import active_users
from tongxin.web.edge.choosers import AccountField, open_account_field
from tongxin.web.edge.forms import VersionedForm
from tongxin.web.shell.day_field import DayField

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person, Post


class PersonForm(VersionedForm):
    """Everything about a person that is typed; only the name is required."""

    full_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=120)
    name_latin = forms.CharField(label=_("Name in Latin script"), max_length=120, required=False)
    form_of_address = forms.CharField(
        label=_("Form of address"),
        max_length=60,
        required=False,
        help_text=_("As you would say it: Dr Lin, 陳經理."),
    )
    other_names = forms.CharField(
        label=_("Other names"),
        help_text=_("One a line; search finds the person by them."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    mobile = forms.CharField(label=_("Mobile phone"), max_length=60, required=False)
    note = forms.CharField(
        label=pgettext_lazy("person", "Note"),
        help_text=_("What helps to work with them. Write nothing you would not show them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    judgement = forms.CharField(
        label=pgettext_lazy("person", "Our judgement"),
        help_text=_(
            "Read only by those with the right to judgements about people; never searched or exported."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    source = forms.CharField(
        label=pgettext_lazy("person", "Where the data come from"), max_length=120, required=False
    )
    owner = forms.ChoiceField(label=pgettext_lazy("person", "Owner"), required=False)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, only: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {"actor": actor, "only": only}
        if not actor.has(Right.JUDGEMENT):
            del self.fields["judgement"]
        self._users = {user.uid: user for user in active_users()}
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = [("", "—"), *((uid, user.display_name) for uid, user in self._users.items())]
        if only:
            for name in self.fields.keys() - {only, "version", "base"}:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """Return the person's values, the owner in the place of their uid, without other names."""
        values = {name: value for name, value in super().values.items() if name != "other_names"}
        if "owner" in values:
            values["owner"] = self._users.get(values["owner"])
        return values

    def names(self) -> list[tuple[str, str]]:
        """Return the other names, one for each line that has one."""
        lines = (line.strip() for line in self.cleaned_data["other_names"].splitlines())
        return [(line, NameKind.OTHER) for line in lines if line]


class NewPersonForm(forms.Form):
    """A new person: the name is enough; account and title make a post."""

    full_name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "hx-get": reverse_lazy("web:person_lookalikes"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#same-place",
                "hx-swap": "innerHTML",
            }
        ),
    )
    account = AccountField(label=_("Account"))
    title = forms.CharField(label=pgettext_lazy("person", "Title"), max_length=160, required=False)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("post", "Level"),
        choices=PostLevel.choices,
        required=False,
        initial=PostLevel.UNKNOWN,
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    mobile = forms.CharField(label=_("Mobile phone"), max_length=60, required=False)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        open_account_field(self, "account", actor)


class PostForm(VersionedForm):
    """A post and to which one it reports."""

    title = forms.CharField(label=pgettext_lazy("post", "Title"), max_length=160)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    level = forms.ChoiceField(label=pgettext_lazy("post", "Level"), choices=PostLevel.choices)
    reports_to = forms.ChoiceField(label=_("Reports to"), required=False)

    def __init__(self, data: QueryDict | None = None, *, posts: Sequence["Post"], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.arguments = {"posts": posts}
        self._posts = {post.uid: post for post in posts}
        field = self.fields["reports_to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((uid, post.title) for uid, post in self._posts.items())]

    @property
    def values(self) -> dict[str, Any]:
        """Return the post's values, the boss's post in the place of its uid."""
        values = super().values
        if "reports_to" not in values:
            return values
        return {**values, "reports_to": self._posts.get(values["reports_to"])}


class MoveForm(forms.Form):
    """Where somebody goes, or why they are gone."""

    account = AccountField(label=pgettext_lazy("move", "To which account"), required=True)
    title = forms.CharField(label=pgettext_lazy("move", "As what"), max_length=160)
    department = forms.CharField(label=_("Department"), max_length=120, required=False)
    on = DayField(label=pgettext_lazy("move", "First day"), required=False)
    keeps = forms.BooleanField(label=_("They keep their present post as well"), required=False)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        open_account_field(self, "account", actor)


class EndingForm(forms.Form):
    """Why and when somebody left a post."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("tenure", "What happened"),
        choices=TenureEnd.choices,
        widget=forms.RadioSelect,
        initial=TenureEnd.LEFT,
    )
    until = DayField(label=pgettext_lazy("tenure", "Since when"), required=False)


def initial_of(person: "Person", names: Sequence[str]) -> dict[str, Any]:
    """Return what a person's form starts from."""
    plain = {
        name: getattr(person, name)
        for name in PersonForm.base_fields
        if name not in {"base", "owner", "other_names"}
    }
    return {
        **plain,
        "owner": person.owner.uid if person.owner else "",
        "other_names": "\n".join(names),
    }


def initial_of_post(post: "Post") -> dict[str, Any]:
    """Return what a post's form starts from."""
    return {
        "title": post.title,
        "department": post.department,
        "level": post.level,
        "reports_to": post.reports_to.uid if post.reports_to else "",
        "version": post.version,
    }
