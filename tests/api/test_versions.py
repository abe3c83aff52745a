"""Nobody's change overwrites another's unseen."""

from tests.factories import make_user

from tongxin.team.models import User


def test_a_change_without_the_version_it_starts_from_is_refused(admin):
    user = make_user()
    answer = admin.patch(f"/users/{user.uid}", {"team_name": "North"})
    assert (answer.status_code, answer.json()["code"]) == (428, "VERSION_MISSING")


def test_a_change_from_an_old_version_is_refused_and_names_the_present_one(admin):
    user = make_user()
    path = f"/users/{user.uid}"
    read = admin.get(path)["ETag"]
    assert read == f'"{user.uid}-1"'
    first = admin.patch(path, {"team_name": "North"}, If_Match=read)
    assert (first.status_code, first["ETag"]) == (200, f'"{user.uid}-2"')
    second = admin.patch(path, {"team_name": "South"}, If_Match=read)
    assert (second.status_code, second.json()["code"]) == (412, "STALE_VERSION")
    assert second["ETag"] == first["ETag"]
    assert User.objects.get(pk=user.pk).team_name == "North"


def test_one_of_several_tags_is_enough_and_weak_ones_count(admin):
    user = make_user()
    answer = admin.patch(f"/users/{user.uid}", {"team_name": "N"}, If_Match=f'"x-1", W/"{user.uid}-1"')
    assert answer.status_code == 200


def test_a_change_that_changes_nothing_keeps_the_version(admin):
    user = make_user()
    answer = admin.patch(f"/users/{user.uid}", {}, If_Match=f'"{user.uid}-1"')
    assert (answer.status_code, answer["ETag"]) == (200, f'"{user.uid}-1"')


def test_what_did_not_change_is_not_sent_again(admin):
    path = f"/users/{make_user().uid}"
    etag = admin.get(path)["ETag"]
    again = admin.get(path, If_None_Match=etag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert admin.get(path, If_None_Match='"other-1"').status_code == 200
    assert admin.send("HEAD", path, headers={"If-None-Match": etag}).status_code == 304
