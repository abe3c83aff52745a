"""Saved views: what they keep, who sees them, who changes them."""

import pytest
from tests.factories import AT, make_actor, make_user

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.actor import Actor
from tongxin.common.errors import Denied, Missing, StaleVersion
from tongxin.common.listing import ListRefused
from tongxin.saved_views.actions import add_view, change_view, delete_view, place_view, restore_view
from tongxin.saved_views.areas import kept, params_of
from tongxin.saved_views.choices import Sharing
from tongxin.saved_views.models import SavedView
from tongxin.saved_views.rules import MOST_VIEWS, ViewRefused, may_change, may_manage
from tongxin.saved_views.selectors import get_view_for, views_for
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
MINE = {"owner": ["me"], "sort": ["-updated_at"], "cols": ["tier", "owner"]}


def save(actor: Actor, name: str = "Mine", **more) -> SavedView:
    return add_view(actor=actor, at=AT, **{"area": "ACCOUNTS", "name": name, "params": MINE, **more})


def names(actor: Actor, area: str = "") -> list[str]:
    return [view.name for view in views_for(actor, area=area)]


class TestContents:
    def test_a_view_keeps_filters_order_and_columns_but_not_where_one_is_in_the_list(self):
        params = {**MINE, "after": ["abc"], "limit": ["20"], "view": ["x"], "q": [""], "layout": ["board"]}
        view = save(make_actor(), params=params)
        assert view.query == "cols=tier&cols=owner&owner=me&sort=-updated_at"
        assert params_of(view.query) == {
            "cols": ["tier", "owner"],
            "owner": ["me"],
            "sort": ["-updated_at"],
        }

    def test_only_the_list_of_opportunities_keeps_a_layout_and_only_one_it_has(self):
        actor = make_actor()
        assert kept("OPPORTUNITIES", {"layout": ["board"], "by": ["tomorrow"]}, actor=actor) == "layout=board"
        assert kept("OPPORTUNITIES", {"layout": ["cube"]}, actor=actor) == ""

    def test_a_field_that_the_list_does_not_have_is_refused(self):
        with pytest.raises(ListRefused) as refused:
            save(make_actor(), params={"colour": ["red"]})
        assert refused.value.code == "LIST_FIELD_UNKNOWN"
        assert not SavedView.objects.exists()

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"name": "  "}, "NAME_EMPTY"),
            ({"name": "x" * 61}, "VIEW_NAME_LONG"),
            ({"area": "KITCHEN"}, "VIEW_AREA_UNKNOWN"),
            ({"sharing": "FRIENDS"}, "VIEW_SHARING_UNKNOWN"),
            ({"params": {"q": ["x" * 3_000]}}, "VIEW_QUERY_LONG"),
        ],
    )
    def test_what_cannot_be_kept_is_refused(self, values, code):
        with pytest.raises(ViewRefused) as refused:
            save(make_actor(), **values)
        assert refused.value.code == code

    def test_a_name_is_taken_once_among_ones_own_views_of_a_list(self):
        actor = make_actor()
        save(actor, "Mine")
        with pytest.raises(ViewRefused, match="NAME_TAKEN"):
            save(actor, " mine ")
        save(actor, "Mine", area="PEOPLE", params={})
        save(make_actor(), "Mine")

    def test_there_is_an_end_to_how_many_one_keeps(self):
        actor = make_actor()
        for number in range(MOST_VIEWS):
            save(actor, f"View {number}")
        with pytest.raises(ViewRefused, match="VIEWS_TOO_MANY"):
            save(actor, "One more")

    def test_every_change_is_in_the_log(self):
        actor = make_actor()
        view = save(actor)
        change_view(actor=actor, at=AT, view=view, values={"name": " My own ", "params": {"q": ["x"]}})
        change_view(actor=actor, at=AT, view=view, values={"name": "My own"})
        delete_view(actor=actor, at=AT, view=view)
        restore_view(actor=actor, at=AT, view=view)
        restore_view(actor=actor, at=AT, view=view)
        events = AuditEvent.objects.filter(object_kind=Kind.SAVED_VIEW).order_by("pk")
        assert [event.verb for event in events] == [Verb.CREATED, Verb.CHANGED, Verb.DELETED, Verb.RESTORED]
        assert events[1].changes["name"] == ["Mine", "My own"]
        assert (view.name, view.query) == ("My own", "q=x")

    def test_a_stale_change_is_not_written(self):
        actor = make_actor()
        view = save(actor)
        with pytest.raises(StaleVersion):
            change_view(actor=actor, at=AT, view=view, values={"name": "Other"}, expected_version=9)


class TestWhoSees:
    def test_a_personal_view_is_nobody_elses(self):
        owner = make_user()
        view = save(make_actor(owner))
        boss = make_actor(roles=(Role.ADMINISTRATOR,))
        assert names(boss) == []
        with pytest.raises(Missing):
            get_view_for(boss, view.uid)

    def test_a_team_is_the_line_above_and_below_and_the_team_of_the_same_name(self):
        boss = make_user((Role.SALES_DIRECTOR,))
        owner = make_user(manager=boss, team_name="North")
        report, mate = make_user(manager=owner), make_user(team_name="North")
        peer, stranger = make_user(manager=boss), make_user(team_name="South")
        save(make_actor(owner), "Ours", sharing=Sharing.TEAM)
        save(make_actor(owner), "Fixed", sharing=Sharing.LOCKED)
        for user in (owner, boss, report, mate):
            assert set(names(make_actor(user))) == {"Ours", "Fixed"}, user
        for user in (peer, stranger):
            assert names(make_actor(user)) == []

    def test_only_administrators_share_with_everybody(self):
        with pytest.raises(Denied, match="VIEW_FOR_EVERYBODY"):
            save(make_actor(), sharing=Sharing.COMPANY)
        save(make_actor(roles=(Role.ADMINISTRATOR,)), "House", sharing=Sharing.COMPANY)
        assert names(make_actor(roles=(Role.READ_ONLY,))) == ["House"]

    def test_who_only_reads_keeps_views_but_shares_none(self):
        reader = make_actor(roles=(Role.READ_ONLY,))
        save(reader)
        with pytest.raises(Denied, match="RIGHT_MISSING"):
            save(reader, "Ours", sharing=Sharing.TEAM)

    def test_a_view_by_a_field_one_may_not_know_of_is_not_offered(self):
        mates = {"team_name": "North"}
        kam = make_actor(make_user((Role.KAM,), **mates))
        member = make_actor(make_user((Role.TEAM_MEMBER,), **mates))
        shared = {"area": "OPPORTUNITIES", "sharing": Sharing.TEAM}
        save(kam, "By margin", params={"margin_percent.gte": ["10"]}, **shared)
        save(kam, "By amount", params={"sort": ["-amount"]}, **shared)
        assert names(kam) == ["By margin", "By amount"]
        assert names(member) == ["By amount"]

    def test_a_deleted_view_is_gone_until_it_is_restored(self):
        actor = make_actor()
        view = delete_view(actor=actor, at=AT, view=save(actor))
        assert names(actor) == []
        with pytest.raises(Missing):
            get_view_for(actor, view.uid)
        restore_view(actor=actor, at=AT, view=get_view_for(actor, view.uid, deleted=True))
        assert names(actor) == ["Mine"]


class TestWhoChanges:
    def test_a_team_view_is_changed_by_the_team_and_given_away_or_deleted_by_its_owner_only(self):
        mate, owner = (make_actor(make_user(team_name="North")) for _each in range(2))
        view = save(owner, sharing=Sharing.TEAM)
        change_view(actor=mate, at=AT, view=view, values={"params": {"q": ["x"]}, "sharing": Sharing.TEAM})
        assert view.query == "q=x"
        for values in ({"sharing": Sharing.PERSONAL}, {"name": "Mine!", "sharing": Sharing.LOCKED}):
            with pytest.raises(Denied, match="VIEW_LOCKED"):
                change_view(actor=mate, at=AT, view=view, values=values)
        with pytest.raises(Denied, match="VIEW_LOCKED"):
            delete_view(actor=mate, at=AT, view=view)
        assert may_change(mate, view)
        assert not may_manage(mate, view)

    def test_a_locked_view_is_changed_by_its_owner_and_by_administrators(self):
        owner, mate = (make_actor(make_user(team_name="North")) for _each in range(2))
        boss = make_actor(make_user((Role.ADMINISTRATOR,), team_name="North"))
        view = save(owner, sharing=Sharing.LOCKED)
        with pytest.raises(Denied, match="VIEW_LOCKED"):
            change_view(actor=mate, at=AT, view=view, values={"params": {}})
        change_view(actor=boss, at=AT, view=view, values={"sharing": Sharing.COMPANY})
        change_view(actor=owner, at=AT, view=view, values={"name": "Ours"})
        assert view.name == "Ours"

    def test_a_name_that_another_view_has_is_not_taken(self):
        actor = make_actor()
        save(actor, "One")
        two = save(actor, "Two")
        with pytest.raises(ViewRefused, match="NAME_TAKEN"):
            change_view(actor=actor, at=AT, view=two, values={"name": "ONE"})

    def test_ones_own_views_stand_first_in_ones_own_order(self):
        boss = make_actor(make_user((Role.ADMINISTRATOR,), team_name="North"))
        save(boss, "House", sharing=Sharing.COMPANY)
        save(boss, "Team", sharing=Sharing.LOCKED)
        actor = make_actor(make_user(team_name="North"))
        views = {name: save(actor, name) for name in ("A", "B", "C")}
        assert names(actor, "ACCOUNTS") == ["A", "B", "C", "House", "Team"]
        place_view(actor=actor, at=AT, view=views["C"], position=-1)
        assert names(actor, "ACCOUNTS") == ["C", "A", "B", "House", "Team"]
        place_view(actor=actor, at=AT, view=get_view_for(actor, views["A"].uid), position=99)
        assert names(actor)[:3] == ["C", "B", "A"]
        house = views_for(actor)[3]
        with pytest.raises(Denied, match="VIEW_OF_ANOTHER"):
            place_view(actor=actor, at=AT, view=house, position=0)
