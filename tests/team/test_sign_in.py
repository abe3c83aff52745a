from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password, make_password
from tests.factories import AT, PASSWORD, make_user

from tongxin.audit.choices import Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import TooMany
from tongxin.common.rights import Channel
from tongxin.team import actions as team
from tongxin.team.guessing import address_block
from tongxin.team.models import FailedSignIn, User

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.7", "198.51.100.9"


def sign_in(name="lin", password=PASSWORD, address=HERE, at=AT):
    return team.sign_in(username=name, password=password, address=address, at=at)


def fail(times: int, **more) -> None:
    for _ in range(times):
        with pytest.raises(team.SignInFailed):
            sign_in(password="wrong", **more)


@pytest.fixture
def lin() -> User:
    return make_user(username="lin", password=PASSWORD)


def test_success_is_logged_under_the_users_name_and_address(lin):
    assert sign_in() == lin
    event = AuditEvent.objects.get(verb=Verb.SIGNED_IN)
    assert (event.user_id, event.address, event.channel) == (lin.pk, HERE, Channel.WEB)
    lin.refresh_from_db()
    assert lin.last_login == AT


def test_failure_is_logged_without_the_password_and_with_the_known_user(lin):
    fail(1)
    event = AuditEvent.objects.get(verb=Verb.SIGN_IN_FAILED)
    assert (event.object_uid, event.user_id, event.params) == (lin.uid, None, {"address_seen": HERE})
    fail(1, name="nobody")
    assert AuditEvent.objects.filter(verb=Verb.SIGN_IN_FAILED, object_uid="").count() == 1


def test_a_name_is_slowed_at_one_address_but_not_at_another(lin, settings):
    settings.SIGN_IN_ATTEMPTS = 3
    fail(3)
    with pytest.raises(TooMany) as slowed:
        sign_in()
    assert slowed.value.retry_after == 900
    assert sign_in(address=THERE) == lin
    assert sign_in(at=AT + timedelta(minutes=15)) == lin


def test_an_address_block_is_slowed_over_all_names(lin, settings, monkeypatch):
    settings.SIGN_IN_ATTEMPTS = 1
    FailedSignIn.objects.bulk_create(
        FailedSignIn(at=AT, name_key=str(number), address_block=address_block(HERE)) for number in range(10)
    )
    with pytest.raises(TooMany):
        sign_in(address="203.0.113.200")


def test_success_forgets_the_failures_of_that_name_there(lin, settings):
    settings.SIGN_IN_ATTEMPTS = 3
    fail(2)
    sign_in()
    assert FailedSignIn.objects.count() == 0


def test_the_deactivated_fail_like_the_unknown(lin):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    with pytest.raises(team.SignInFailed):
        sign_in()


def test_names_are_kept_as_hashes_only(lin):
    fail(1, name="secret-name")
    assert "secret" not in FailedSignIn.objects.get().name_key


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_what_counts_as_one_neighbourhood(address, block):
    assert address_block(address) == block


def test_signing_out_is_logged(lin):
    from tests.factories import make_actor

    team.sign_out(actor=make_actor(lin), at=AT)
    assert AuditEvent.objects.get(verb=Verb.SIGNED_OUT).object_uid == lin.uid


def test_passwords_are_kept_as_argon2id_of_64_mib_in_three_passes(settings):
    settings.PASSWORD_HASHERS = ["tongxin.team.hashers.BoundedArgon2PasswordHasher"]
    kept = make_password(PASSWORD)
    assert kept.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")
    assert check_password(PASSWORD, kept)
    assert not check_password(PASSWORD + "!", kept)
