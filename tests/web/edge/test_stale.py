"""Two people edit one record: nobody's edit is lost, and nothing typed is lost."""

import json
import re
from html import unescape

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from tests.factories import AT, make_actor, make_user

from tongxin.common.errors import Denied, Missing, Refusal, StaleVersion, TooMany
from tongxin.team.actions import change_user
from tongxin.team.models import User
from tongxin.web.edge.forms import (
    VersionedForm,
    add_refusal,
    attempt,
    choices_with_none,
    merged,
    raw_values,
)

INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def fields_of(page: str, form_id: str) -> dict[str, list[str]]:
    """Return what a browser would send for a form, radio buttons and boxes as they are set."""
    start = page.index(f'id="{form_id}"')
    body = page[start : page.index("</form>", start)]
    sent: dict[str, list[str]] = {}
    for tag in INPUT.findall(body):
        given = {name: unescape(value or "") for name, value in ATTRIBUTE.findall(tag)}
        if given.get("type") in {"radio", "checkbox"} and "checked" not in given:
            continue
        if "name" in given:
            sent.setdefault(given["name"], []).append(given.get("value", "on"))
    for name, options in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', body, re.DOTALL):
        sent[name] = re.findall(r'<option value="([^"]*)" selected>', options) or [""]
    for name, text in re.findall(r'<textarea name="([\w-]+)"[^>]*>\r?\n?(.*?)</textarea>', body, re.DOTALL):
        sent[name] = [unescape(text)]
    return sent


@pytest.mark.django_db
@pytest.mark.fault("F20")
class TestThePage:
    @pytest.fixture
    def person(self) -> User:
        return make_user(["KAM"], display_name="Lin", team_name="North", email="lin@example.com")

    @pytest.fixture
    def url(self, person, client) -> str:
        client.force_login(make_user(["ADMINISTRATOR"], display_name="Mine"))
        return reverse("web:user", args=[person.uid])

    def overtaken(self, client, url, person, mine: dict, **theirs) -> str:
        """Open the form, let somebody else save, send mine; return the answer."""
        sent = fields_of(client.get(url).content.decode(), "user-form")
        rival = make_actor(make_user(["ADMINISTRATOR"], display_name="Rival"))
        change_user(actor=rival, at=AT, user=User.objects.get(pk=person.pk), values=theirs)
        answer = client.post(url, {**sent, **mine})
        assert answer.status_code == 409
        return answer.content.decode()

    def rows(self, page: str) -> dict[str, str]:
        """Return field → which side is chosen already."""
        merging = re.findall(r'name="merging" value="([\w-]+)"', page)
        sent = fields_of(page, "merge")
        return {name: "".join(sent.get(f"choice-{name}", [""])) for name in merging}

    def test_shows_only_what_differs_and_chooses_where_one_side_changed(self, client, url, person):
        page = self.overtaken(client, url, person, {"display_name": "Lin J."}, team_name="South")
        assert self.rows(page) == {"display_name": "mine", "team_name": "theirs"}
        assert "Rival saved this record" in page
        assert "Lin J." in page
        assert "South" in page

    def test_saving_the_merged_version_keeps_both_edits(self, client, url, person):
        page = self.overtaken(client, url, person, {"display_name": "Lin J."}, team_name="South")
        answer = client.post(url, fields_of(page, "merge"))
        assert answer.status_code == 302
        person.refresh_from_db()
        assert (person.display_name, person.team_name, person.roles) == ("Lin J.", "South", ["KAM"])
        assert person.email == "lin@example.com"

    @pytest.mark.parametrize(("choice", "kept"), [("mine", "West"), ("theirs", "South"), (None, "West")])
    def test_where_both_changed_the_user_chooses_and_without_a_choice_nothing_typed_is_lost(
        self, client, url, person, choice, kept
    ):
        page = self.overtaken(client, url, person, {"team_name": "West"}, team_name="South")
        assert self.rows(page) == {"team_name": ""}
        sent = fields_of(page, "merge")
        if choice:
            sent["choice-team_name"] = [choice]
        assert client.post(url, sent).status_code == 302
        person.refresh_from_db()
        assert person.team_name == kept

    def test_values_of_many_and_boxes_without_ticks_are_merged_too(self, client, url, person):
        mine = {"roles": ["KAM", "SERVICE"], "is_active": []}
        page = self.overtaken(client, url, person, mine, roles=["BID_MANAGER"], granted_rights=["MARGIN"])
        assert self.rows(page) == {"roles": "", "granted_rights": "theirs", "is_active": "mine"}
        assert "Key-account manager, Service" in page
        sent = fields_of(page, "merge") | {"choice-roles": ["mine"]}
        assert client.post(url, sent).status_code == 302
        person.refresh_from_db()
        assert person.roles == ["KAM", "SERVICE"]
        assert (person.granted_rights, person.is_active) == (["MARGIN"], False)

    def test_a_third_save_meanwhile_brings_the_page_again(self, client, url, person):
        page = self.overtaken(client, url, person, {"display_name": "Lin J."}, team_name="South")
        rival = make_actor(roles=["ADMINISTRATOR"])
        change_user(actor=rival, at=AT, user=User.objects.get(pk=person.pk), values={"team_name": "East"})
        answer = client.post(url, fields_of(page, "merge"))
        assert answer.status_code == 409
        again = answer.content.decode()
        assert self.rows(again) == {"display_name": "mine", "team_name": "theirs"}
        assert client.post(url, fields_of(again, "merge")).status_code == 302
        person.refresh_from_db()
        assert (person.display_name, person.team_name) == ("Lin J.", "East")

    def test_equal_edits_need_no_choice(self, client, url, person):
        page = self.overtaken(client, url, person, {"team_name": "South"}, team_name="South")
        assert self.rows(page) == {}
        assert "Both versions are the same now." in page
        assert client.post(url, fields_of(page, "merge")).status_code == 302

    def test_a_mangled_base_only_takes_the_suggestions_away(self, client, url, person):
        for base in ("not json", "[1]", ""):
            sent = fields_of(client.get(url).content.decode(), "user-form")
            answer = client.post(url, {**sent, "team_name": "X", "version": "0", "base": base})
            assert (answer.status_code, self.rows(answer.content.decode())) == (409, {"team_name": ""})

    def test_htmx_gets_the_page_into_the_main_part(self, client, url, person):
        sent = fields_of(client.get(url).content.decode(), "user-form")
        sent |= {"version": ["0"], "team_name": ["X"]}
        answer = client.post(url, sent, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Retarget"]) == (409, "#main")
        assert b"<html" not in answer.content


class Sample(VersionedForm):
    name = forms.CharField()
    note = forms.CharField(widget=forms.Textarea, required=False)
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)
    amount = forms.DecimalField(required=False)
    box = forms.BooleanField(required=False)


class TestForms:
    @pytest.fixture(autouse=True)
    def in_english(self):
        with translation.override("en"):
            yield

    def test_a_fresh_form_carries_what_it_starts_from(self):
        form = Sample(initial={"name": "x", "note": "a\r\nb", "many": ["b"], "box": True, "version": 3})
        base = json.loads(form["base"].value())
        assert base == {"name": ["x"], "note": ["a\nb"], "many": ["b"], "amount": [], "box": ["on"]}

    def test_an_empty_value_is_sent_as_nothing(self):
        form = Sample(initial={"name": "", "box": False})
        assert [raw_values(form[name]) for name in ("name", "note", "box")] == [[], [], []]

    def test_values_are_handed_over_without_version_and_base(self):
        form = Sample(QueryDict("name=x&version=4&base=%7B%7D"))
        assert form.is_valid()
        assert form.expected_version == 4
        # What was not sent is not emptied; only boxes send nothing when they are empty.
        assert set(form.values) == {"name", "many", "box"}
        without = Sample(QueryDict("name=x"))
        assert without.is_valid()
        assert without.expected_version is None
        assert set(without.values) == {"name", "note", "many", "amount", "box"}

    def test_data_of_other_pages_are_not_touched(self):
        data = QueryDict("name=x&mine-name=y")
        assert merged(data) is data

    def test_a_choice_stands_for_the_values_behind_it(self):
        data = QueryDict(
            "kept=1&merging=name&merging=many&mine-name=x&theirs-name=y&choice-name=theirs"
            "&mine-many=a&mine-many=b&theirs-many=b&choice-many=mine"
        )
        assert dict(merged(data).lists()) == {"kept": ["1"], "name": ["y"], "many": ["a", "b"]}

    def test_a_refusal_stands_at_its_field(self):
        form = Sample(QueryDict("name=x"))
        assert form.is_valid()
        add_refusal(form, Refusal("NAME_TAKEN", field="name", name="x"))
        assert form.errors["name"] == ["“x” is there already."]

    def test_a_refusal_of_something_else_stands_above(self):
        for field in (None, "elsewhere"):
            form = Sample(QueryDict("name=x"))
            assert form.is_valid()
            add_refusal(form, Refusal("NAME_TAKEN", field=field, name="x"))
            assert form.non_field_errors() == ["“x” is there already."]

    def test_the_domains_name_of_a_value_leads_to_the_forms(self):
        form = Sample(QueryDict("name=x"))
        assert form.is_valid()
        add_refusal(form, Refusal("NAME_EMPTY", field="labels"), names={"labels": "note"})
        assert "note" in form.errors

    @pytest.mark.django_db
    def test_an_action_is_tried(self):
        form = Sample(QueryDict("name=x"))
        assert form.is_valid()
        assert attempt(form, lambda: 5) == 5

        def refuse(error: Exception):
            def action():
                raise error

            return action

        assert attempt(form, refuse(Refusal("NAME_EMPTY", field="name"))) is None
        assert "name" in form.errors
        stale = StaleVersion(type("Record", (), {"version": 2})())
        for error in (stale, Missing("X"), Denied("X"), TooMany("X", retry_after=1)):
            with pytest.raises(type(error)):
                attempt(form, refuse(error))

    def test_a_choice_of_nothing_comes_first(self):
        assert choices_with_none({"a": "A"}, "None") == [("", "None"), ("a", "A")]
