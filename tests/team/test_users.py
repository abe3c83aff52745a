from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from tests.factories import AT, PASSWORD, make_actor, make_user

from tongxin.audit.choices import Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied, Missing, StaleVersion
from tongxin.common.rights import Right
from tongxin.team import actions as team
from tongxin.team import selectors
from tongxin.team.choices import RIGHTS_OF_ROLE, Role
from tongxin.team.models import User
from tongxin.team.rules import UserRefused, check_manager, check_rights, check_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_actor(roles=["ADMINISTRATOR"])


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-pk")[0]


def refused(code: str):
    return pytest.raises(UserRefused, match=f"^{code}$")


def test_a_user_is_created_with_a_place_in_the_line_and_an_audit_row(boss):
    head = make_user(["SALES_DIRECTOR"])
    user = team.create_user(
        actor=boss,
        at=AT,
        username="lin",
        display_name="林靖雯",
        password=PASSWORD,
        roles=["KAM"],
        manager=head,
        granted_rights=["MARGIN"],
    )
    assert user.reporting_path == f"/{head.pk}/{user.pk}/"
    assert check_password(PASSWORD, user.password)
    event = last_event()
    assert (event.verb, event.object_label, event.params["roles"]) == (Verb.CREATED, "林靖雯", ["KAM"])
    assert (event.user_id, event.user_name) == (boss.user.pk, boss.user.display_name)


def test_a_user_without_a_password_cannot_sign_in():
    user = make_user()
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"roles": []}, "ROLE_MISSING"),
        ({"roles": ["KING"]}, "ROLE_UNKNOWN"),
        ({"granted_rights": ["FLY"]}, "RIGHT_UNKNOWN"),
        ({"username": "TAKEN"}, "USERNAME_TAKEN"),
        ({"password": "1234567890"}, "PASSWORD_WEAK"),
        ({"password": "short"}, "PASSWORD_WEAK"),
    ],
)
def test_what_makes_no_user(values, code):
    make_user(username="taken")
    wanted = {"username": "new", "display_name": "N", "password": None, "roles": ["KAM"], **values}
    with refused(code):
        team.create_user(actor=None, at=AT, **wanted)
    assert not User.objects.filter(username="new").exists()


def test_only_administrators_create_and_change_users():
    kam = make_actor()
    with pytest.raises(Denied):
        team.create_user(actor=kam, at=AT, username="x", display_name="X", password=None, roles=["KAM"])
    with pytest.raises(Denied):
        team.change_user(actor=kam, at=AT, user=kam.user, values={"roles": ["ADMINISTRATOR"]})


def test_a_change_says_in_the_log_what_was_and_what_is(boss):
    user = make_user(display_name="Lin")
    team.change_user(actor=boss, at=AT, user=user, values={"display_name": "Lin Jing-wen"})
    assert last_event().changes == {"display_name": ["Lin", "Lin Jing-wen"]}


def test_a_change_that_changes_nothing_leaves_no_trace(boss):
    user = make_user(display_name="Lin")
    count, version = AuditEvent.objects.count(), user.version
    team.change_user(actor=boss, at=AT, user=user, values={"display_name": "Lin"})
    assert (AuditEvent.objects.count(), user.version) == (count, version)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"roles": []}, "ROLE_MISSING"), ({"granted_rights": ["FLY"]}, "RIGHT_UNKNOWN")],
)
def test_a_change_keeps_to_the_rules(boss, values, code):
    with refused(code):
        team.change_user(actor=boss, at=AT, user=make_user(), values=values)


def test_a_stale_change_is_refused_with_the_record_as_it_stands(boss):
    user = make_user()
    team.change_user(actor=boss, at=AT, user=User.objects.get(pk=user.pk), values={"team_name": "A"})
    with pytest.raises(StaleVersion) as refusal:
        team.change_user(actor=boss, at=AT, user=user, values={"team_name": "B"}, expected_version=1)
    assert refusal.value.record.team_name == "A"


def test_a_manager_takes_the_whole_line_along(boss):
    top, other = make_user(), make_user()
    head = make_user(manager=top)
    kam = make_user(manager=head)
    team.change_user(actor=boss, at=AT, user=head, values={"manager": other})
    kam.refresh_from_db()
    assert kam.reporting_path == f"/{other.pk}/{head.pk}/{kam.pk}/"
    team.change_user(actor=boss, at=AT, user=head, values={"manager": None})
    kam.refresh_from_db()
    assert kam.reporting_path == f"/{head.pk}/{kam.pk}/"


def test_nobody_reports_to_themselves_or_to_somebody_below(boss):
    head = make_user()
    kam = make_user(manager=head)
    for manager in (head, kam):
        with refused("MANAGER_CIRCLE"):
            team.change_user(actor=boss, at=AT, user=head, values={"manager": manager})
    check_manager(None, kam)
    check_manager(head, None)


def test_the_last_administrator_stays():
    boss = make_actor(roles=["ADMINISTRATOR"])
    for values in ({"roles": ["KAM"]}, {"is_active": False}):
        with refused("LAST_ADMINISTRATOR"):
            team.change_user(actor=boss, at=AT, user=User.objects.get(pk=boss.user.pk), values=values)
    make_user(["ADMINISTRATOR"])
    team.change_user(actor=boss, at=AT, user=User.objects.get(pk=boss.user.pk), values={"roles": ["KAM"]})


def test_known_roles_and_rights_are_accepted():
    check_roles(Role.values)
    check_rights(Right.values)


class TestPassword:
    def test_ones_own_needs_the_current_one(self):
        user = make_user(password=PASSWORD)
        actor = make_actor(user)
        for current in (None, "wrong"):
            with refused("PASSWORD_WRONG"):
                team.set_password(
                    actor=actor, at=AT, user=user, password="another long one 9", current=current
                )
        epoch = user.session_epoch
        team.set_password(actor=actor, at=AT, user=user, password="another long one 9", current=PASSWORD)
        user.refresh_from_db()
        assert check_password("another long one 9", user.password)
        assert user.session_epoch == epoch + 1

    def test_administrators_set_anybodys_and_the_log_keeps_that_but_not_what(self, boss):
        user = make_user()
        team.set_password(actor=boss, at=AT, user=user, password="another long one 9")
        event = last_event()
        assert event.params == {"password": "set"}
        assert "another" not in str(event.changes)

    def test_others_do_not(self):
        with pytest.raises(Denied):
            team.set_password(actor=make_actor(), at=AT, user=make_user(), password="another long one 9")

    def test_the_server_sets_one_without_an_actor(self):
        user = make_user()
        team.set_password(actor=None, at=AT, user=user, password="another long one 9")
        assert selectors.password_fits(user.username.upper(), "another long one 9")
        assert not selectors.password_fits(user.username, "wrong")
        assert not selectors.password_fits("nobody", "wrong")


def test_sessions_are_ended_by_oneself_or_an_administrator(boss):
    user = make_user()
    before = user.get_session_auth_hash()
    team.end_sessions(actor=make_actor(user), at=AT, user=user)
    middle = user.get_session_auth_hash()
    team.end_sessions(actor=boss, at=AT, user=user)
    assert len({before, middle, user.get_session_auth_hash()}) == 3
    assert last_event().params == {"everywhere": True}
    with pytest.raises(Denied):
        team.end_sessions(actor=make_actor(), at=AT, user=user)


class TestPreferences:
    def test_are_saved(self):
        actor = make_actor()
        values = {
            "language": "zh-hans",
            "theme": "dark",
            "calendar": "ROC",
            "units": "K",
            "time_zone": "Asia/Tokyo",
            "shortcuts": False,
        }
        team.set_preferences(actor=actor, at=AT, values=values)
        kept = User.objects.filter(pk=actor.user.pk).values(*values).get()
        assert kept == values

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"is_active": True}, "PREFERENCE_UNKNOWN"),
            ({"roles": ["ADMINISTRATOR"]}, "PREFERENCE_UNKNOWN"),
            ({"theme": "pink"}, "PREFERENCE_WRONG"),
            ({"time_zone": "Mars/North"}, "PREFERENCE_WRONG"),
        ],
    )
    def test_cannot_be_used_to_change_anything_else(self, values, code):
        with refused(code):
            team.set_preferences(actor=make_actor(), at=AT, values=values)


class TestSelectors:
    def test_an_actor_has_the_rights_of_all_roles_and_those_granted(self):
        user = make_user(["KAM", "BID_MANAGER"], granted_rights=["SEE_AUDIT"])
        rights = make_actor(user).rights
        assert rights == {*map(str, RIGHTS_OF_ROLE["KAM"]), "SEE_AUDIT"}

    def test_an_actor_covers_their_line_and_that_of_whom_they_stand_in_for(self):
        head = make_user(["SALES_DIRECTOR"])
        kam, away = make_user(manager=head), make_user()
        below = make_user(manager=away)
        team.add_absence(
            actor=make_actor(away),
            at=AT,
            user=away,
            deputy=head,
            from_date=AT.date(),
            to_date=AT.date() + timedelta(days=2),
        )
        day = timedelta(days=1)
        covers = [make_actor(head, as_of=AT.date() + day * n).covers for n in (-1, 0, 2, 3)]
        alone, with_away = {head.pk, kam.pk}, {head.pk, kam.pk, away.pk, below.pk}
        assert covers == [alone, with_away, with_away, alone]

    def test_users_are_found_by_name_sign_in_name_mail_and_team(self, boss):
        lin = make_user(username="lin.jw", display_name="林靖雯", email="jing@example.com", team_name="醫療")
        for text in ("靖", "lin.", "jing@", "醫療"):
            assert list(selectors.search_users(boss, text)) == [lin]
        assert lin in selectors.search_users(boss, " ")
        with pytest.raises(Denied):
            selectors.search_users(make_actor(), "x")

    def test_small_questions_about_users(self, boss):
        user = make_user()
        assert selectors.has_users()
        assert selectors.has_user(user.username.upper())
        assert not selectors.has_user("nobody")
        assert selectors.has_administrator()
        User.objects.filter(pk=boss.user.pk).update(is_active=False)
        assert not selectors.has_administrator()
        assert boss.user not in selectors.active_users()
        assert selectors.users_by_uid([user.uid, boss.user.uid, "x"]) == {user.uid: user}
        assert selectors.get_user(user.uid) == user
        with pytest.raises(Missing):
            selectors.get_user("nobody")
