"""Saved views as tabs above a list, and the pages that name, share, order and delete them."""

import pytest
from django.urls import reverse
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.saved_views.actions import add_view
from tongxin.saved_views.choices import Sharing
from tongxin.saved_views.models import SavedView
from tongxin.team.choices import Role
from tongxin.team.models import User

pytestmark = pytest.mark.django_db
ACCOUNTS = "/accounts/"


@pytest.fixture
def lin(client) -> User:
    user = make_user(username="lin", display_name="Lin", team_name="North")
    client.force_login(user)
    make_account(user, name="Vast Steel")
    return user


def save(user: User, name: str = "Keys", query: str = "tier=KEY", **more) -> SavedView:
    params = dict(part.split("=") for part in query.split("&") if part)
    return add_view(
        actor=make_actor(user),
        at=AT,
        **{
            "area": "ACCOUNTS",
            "name": name,
            "params": {key: [value] for key, value in params.items()},
            **more,
        },
    )


def tabs(client, url: str):
    return client.get(url).context["list"].tabs


def test_a_filtered_list_is_saved_under_a_name_and_becomes_a_tab(client, lin):
    shown = tabs(client, f"{ACCOUNTS}?tier=KEY&sort=-updated_at&after=")
    assert (shown.can_save_as, shown.save_url, shown.edit_url) == (True, "", "")
    answer = client.post(
        reverse("web:saved_view_new"),
        {"area": shown.area, "query": shown.query, "name": "My keys", "sharing": "PERSONAL"},
    )
    view = SavedView.objects.get()
    assert answer["Location"] == f"{ACCOUNTS}?view={view.uid}&sort=-updated_at&tier=KEY"
    page = client.get(answer["Location"])
    assert [link.label for link in page.context["list"].tabs.links if link.current] == ["My keys"]
    assert "The view “My keys” was saved" in page.text


def test_an_untouched_list_and_a_ready_made_view_offer_nothing_to_save(client, lin):
    assert not tabs(client, ACCOUNTS).can_save_as
    ready = tabs(client, f"{ACCOUNTS}?owner=me")
    assert [link.label for link in ready.links if link.current] == ["Mine"]
    assert not ready.can_save_as
    assert tabs(client, f"{ACCOUNTS}?owner=me&sort=name").can_save_as


def test_a_changed_view_shows_a_dot_and_is_saved_or_put_back(client, lin):
    view = save(lin)
    url = f"{ACCOUNTS}?view={view.uid}&tier=KEY&owner=me"
    page = client.get(url)
    shown = page.context["list"].tabs
    assert [(link.label, link.changed) for link in shown.links if link.current] == [("Keys", True)]
    assert "Changed, not saved" in page.text
    assert shown.put_back_url == f"{ACCOUNTS}?view={view.uid}&tier=KEY"
    answer = client.post(shown.save_url, {"query": shown.query})
    assert answer["Location"] == f"{ACCOUNTS}?view={view.uid}&owner=me&tier=KEY"
    kept = tabs(client, answer["Location"])
    assert (kept.can_save_as, kept.save_url, kept.put_back_url) == (False, "", "")


def test_a_link_with_somebody_elses_view_shows_the_same_rows_without_a_tab(client, lin):
    view = save(make_user())
    shown = tabs(client, f"{ACCOUNTS}?view={view.uid}&tier=KEY")
    assert not [link.label for link in shown.links if link.current and link.label == "Keys"]
    assert (shown.query, shown.edit_url) == ("tier=KEY", "")


def test_a_locked_view_of_the_team_is_used_and_saved_under_another_name_only(client, lin):
    owner = make_user(team_name="North", display_name="Chen")
    view = save(owner, sharing=Sharing.LOCKED)
    shown = tabs(client, f"{ACCOUNTS}?view={view.uid}&tier=KEY&owner=me")
    assert (shown.save_url, shown.can_save_as) == ("", True)
    page = client.get(shown.edit_url)
    assert "Chen has locked this view" in page.text
    assert page.context["form"].fields["name"].disabled
    refused = client.post(reverse("web:saved_view_contents", args=[view.uid]), {"query": ""})
    assert refused.status_code == 403


def test_a_view_is_renamed_and_shared(client, lin):
    view = save(lin)
    url = reverse("web:saved_view", args=[view.uid])
    form = client.get(url).context["form"]
    assert [code for code, _label in form.fields["sharing"].widget.choices] == ["PERSONAL", "TEAM", "LOCKED"]
    sent = {"name": "All keys", "sharing": "LOCKED", "version": view.version}
    assert client.post(url, sent)["Location"] == f"{ACCOUNTS}?view={view.uid}&tier=KEY"
    view.refresh_from_db()
    assert (view.name, view.sharing) == ("All keys", Sharing.LOCKED)
    stale = client.post(url, sent | {"name": "Mine"})
    assert (stale.status_code, SavedView.objects.get().name) == (409, "All keys")


def test_a_view_shared_with_everybody_keeps_its_sharing_in_the_form_of_who_may_not_set_it(client, lin):
    boss = make_user((Role.ADMINISTRATOR,))
    view = save(boss, sharing=Sharing.COMPANY)
    form = client.get(reverse("web:saved_view", args=[view.uid])).context["form"]
    assert form["sharing"].value() == "COMPANY"
    assert "Everybody" in str(form["sharing"])


def test_what_is_wrong_with_a_new_view_is_said_where_it_was_typed(client, lin):
    save(lin)
    sent = {"area": "ACCOUNTS", "query": "tier=KEY", "name": "keys", "sharing": "PERSONAL"}
    answer = client.post(reverse("web:saved_view_new"), sent)
    assert answer.status_code == 422
    assert "“keys” is there already." in answer.text
    assert 'value="tier=KEY"' in answer.text
    empty = client.get(f"{reverse('web:saved_view_new')}?area=PEOPLE&query=q%3Dx")
    assert (empty.status_code, empty.context["form"]["area"].value()) == (200, "PEOPLE")


def test_views_are_listed_put_in_order_deleted_and_brought_back(client, lin):
    url = reverse("web:saved_views")
    assert "There are no saved views yet." in client.get(url).text
    first, second = save(lin, "One"), save(lin, "Two")
    save(make_user(team_name="North", display_name="Chen"), "Team’s", sharing=Sharing.TEAM)
    people = save(lin, "Bosses", query="", area="PEOPLE")
    groups = client.get(url).context["groups"]
    assert [[row.label for row in group.rows] for group in groups] == [["One", "Two", "Team’s"], ["Bosses"]]
    assert [row.owner for row in groups[0].rows] == ["", "", "Chen"]
    client.post(reverse("web:saved_view_place", args=[second.uid]), {"to": "up"})
    client.post(reverse("web:saved_view_place", args=[second.uid]), {"to": "up"})
    assert [row.label for row in client.get(url).context["groups"][0].rows] == ["Two", "One", "Team’s"]
    client.post(reverse("web:saved_view_place", args=[second.uid]), {"to": "down"})
    assert [row.label for row in client.get(url).context["groups"][0].rows] == ["One", "Two", "Team’s"]
    gone = client.post(reverse("web:saved_view_deletion", args=[people.uid]), follow=True)
    assert "The view “Bosses” was deleted" in gone.text
    undo = reverse("web:saved_view_restoration", args=[people.uid])
    assert undo in gone.text
    assert client.post(undo)["Location"] == f"/people/?view={people.uid}"
    assert client.post(reverse("web:saved_view_place", args=[first.uid]), {"to": "up"}).status_code == 302


def test_nobody_moves_the_views_of_others(client, lin):
    view = save(make_user(team_name="North"), sharing=Sharing.TEAM)
    assert client.post(reverse("web:saved_view_place", args=[view.uid]), {"to": "up"}).status_code == 403


@pytest.mark.parametrize(
    ("area", "name"),
    [
        ("OPPORTUNITIES", "web:opportunities"),
        ("PEOPLE", "web:people"),
        ("INTERACTIONS", "web:visits"),
        ("PROMISES", "web:promises"),
    ],
)
def test_every_list_has_its_own_views(client, lin, area, name):
    view = save(lin, "Mine", query="q=steel", area=area)
    shown = tabs(client, f"{reverse(name)}?view={view.uid}&q=steel")
    assert [link.label for link in shown.links if link.current] == ["Mine"]
    assert "Mine" not in [
        link.label for link in tabs(client, ACCOUNTS).links if link.url.endswith(view.query)
    ]


def test_a_board_is_saved_with_its_layout(client, lin):
    shown = tabs(client, "/opportunities/?layout=board&owner=me")
    assert shown.query == "layout=board&owner=me"
    assert all("layout=board" in link.url for link in shown.links)
