from datetime import timedelta

import pytest
from tests.factories import AT, TODAY, make_actor, make_token, make_user

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied, Missing
from tongxin.team import actions as team
from tongxin.team import selectors
from tongxin.team.models import Absence, ApiToken, User
from tongxin.team.rules import LONGEST_TOKEN, AbsenceRefused, TokenRefused, check_token

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def away(actor, user, deputy, first=TODAY, last=TODAY + 3 * DAY) -> Absence:
    return team.add_absence(
        actor=actor, at=AT, user=user, deputy=deputy, from_date=first, to_date=last, reason="Trip"
    )


class TestAbsence:
    def test_is_added_by_oneself_and_taken_back(self):
        user, deputy = make_user(), make_user()
        actor = make_actor(user)
        absence = away(actor, user, deputy)
        assert selectors.deputy_of(user, as_of=TODAY) == deputy
        assert selectors.deputy_of(user, as_of=TODAY + 4 * DAY) is None
        assert list(selectors.absences_of(user, since=TODAY + 3 * DAY)) == [absence]
        assert list(selectors.absences_of(user, since=TODAY + 4 * DAY)) == []
        team.remove_absence(actor=actor, at=AT, absence=absence)
        verbs = AuditEvent.objects.filter(object_kind=Kind.ABSENCE).values_list("verb", flat=True)
        assert list(verbs) == [Verb.CREATED, Verb.DELETED]

    def test_is_added_and_removed_by_an_administrator_for_others(self):
        boss, user = make_actor(roles=["ADMINISTRATOR"]), make_user()
        absence = away(boss, user, make_user())
        team.remove_absence(actor=boss, at=AT, absence=absence)
        assert not Absence.objects.exists()

    def test_is_nobody_elses_to_add_or_remove(self):
        user, deputy = make_user(), make_user()
        with pytest.raises(Denied):
            away(make_actor(deputy), user, deputy)
        absence = away(make_actor(user), user, deputy)
        with pytest.raises(Denied):
            team.remove_absence(actor=make_actor(deputy), at=AT, absence=absence)

    def test_needs_an_active_deputy_and_days_in_order(self):
        user, gone = make_user(), make_user()
        User.objects.filter(pk=gone.pk).update(is_active=False)
        gone.refresh_from_db()
        actor = make_actor(user)
        for deputy, last, code in (
            (user, TODAY, "DEPUTY_IS_SELF"),
            (gone, TODAY, "DEPUTY_INACTIVE"),
            (make_user(), TODAY - DAY, "DATES_REVERSED"),
        ):
            with pytest.raises(AbsenceRefused, match=code):
                away(actor, user, deputy, last=last)

    def test_is_found_by_its_owner_and_administrators_only(self):
        user = make_user()
        absence = away(make_actor(user), user, make_user())
        assert selectors.get_absence_for(make_actor(user), absence.uid) == absence
        assert selectors.get_absence_for(make_actor(roles=["ADMINISTRATOR"]), absence.uid) == absence
        with pytest.raises(Missing):
            selectors.get_absence_for(make_actor(), absence.uid)


class TestToken:
    def test_works_until_it_ends_and_only_its_hash_is_kept(self):
        user = make_user()
        token, key = make_token(user, lasts=DAY)
        assert key.startswith("txn_")
        assert key not in str(ApiToken.objects.values().get())
        assert selectors.find_token(key, at=AT) == token
        assert selectors.find_token(key, at=AT + DAY) is None
        assert selectors.find_token("txn_wrong", at=AT) is None
        assert list(selectors.tokens_of(user)) == [token]

    def test_ends_when_revoked_and_with_its_user(self):
        user = make_user()
        token, key = make_token(user)
        actor = make_actor(user)
        team.revoke_token(actor=actor, at=AT, token=token)
        again = team.revoke_token(actor=actor, at=AT + DAY, token=token)
        assert again.revoked_at == AT
        assert selectors.find_token(key, at=AT) is None
        _, other = make_token(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert selectors.find_token(other, at=AT) is None

    def test_is_only_its_owners(self):
        user = make_user()
        token, _ = make_token(user)
        assert selectors.get_token_for(make_actor(user), token.uid) == token
        with pytest.raises(Missing):
            selectors.get_token_for(make_actor(roles=["ADMINISTRATOR"]), token.uid)

    def test_notes_its_use_once_an_hour(self):
        token, _ = make_token(make_user())
        seen = []
        for minutes in (0, 59, 61):
            team.note_token_use(token=token, at=AT + timedelta(minutes=minutes))
            token.refresh_from_db()
            seen.append(token.last_used_at)
        assert seen == [AT, AT, AT + timedelta(minutes=61)]

    @pytest.mark.parametrize(
        ("scopes", "lasts", "is_admin", "held", "code"),
        [
            (["fly"], DAY, True, None, "SCOPE_UNKNOWN"),
            (["admin"], DAY, False, None, "SCOPE_TOO_WIDE"),
            (["write"], DAY, False, ["read"], "SCOPE_BEYOND_TOKEN"),
            (["read"], DAY, False, ["nothing known"], "SCOPE_BEYOND_TOKEN"),
            (["read"], timedelta(0), False, None, "EXPIRY_PAST"),
            (["read"], LONGEST_TOKEN + DAY, False, None, "EXPIRY_TOO_FAR"),
        ],
    )
    def test_asks_for_no_more_than_allowed(self, scopes, lasts, is_admin, held, code):
        with pytest.raises(TokenRefused, match=code):
            check_token(scopes=scopes, expires_at=AT + lasts, at=AT, is_admin=is_admin, held=held)

    def test_an_administrator_may_have_one_that_administers(self):
        check_token(scopes=["admin"], expires_at=AT + DAY, at=AT, is_admin=True, held=["admin", "write"])
