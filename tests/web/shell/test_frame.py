import json

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from tests.factories import make_user
from tests.web.markup import unbroken

from tongxin.team.choices import Role
from tongxin.team.models import User
from tongxin.web.shell import areas
from tongxin.web.shell.toasts import say_next, say_now, trigger, undo_of

pytestmark = pytest.mark.django_db
CODES = (400, 403, 404, 409, 412, 413, 422, 429, 500, 503, 507)


def page_of(client, user: User, path: str = "/design/") -> str:
    client.force_login(user)
    return client.get(path).content.decode()


def administrator(**preferences: str) -> User:
    user = make_user([Role.ADMINISTRATOR])
    User.objects.filter(pk=user.pk).update(**preferences)
    return user


def test_the_page_of_components_is_for_administrators_alone(client):
    client.force_login(make_user([Role.KAM]))
    assert client.get("/design/").status_code == 403
    assert client.get("/design/value/").status_code == 403
    client.force_login(administrator())
    assert client.get("/design/").status_code == 200
    assert 'name="value"' in client.get("/design/value/").content.decode()


def test_trying_the_components_out_changes_nothing(client):
    client.force_login(administrator(language="en"))
    moved = client.post("/design/", {"to": "x"})
    assert moved.status_code == 204
    assert "nothing was changed" in json.loads(moved["HX-Trigger"])["toast"]["text"]
    assert "衡澤" in client.post("/design/value/", {"value": "衡澤"}).content.decode()


@pytest.mark.parametrize(
    ("language", "lang"), [("zh-hant", "zh-Hant-TW"), ("zh-hans", "zh-Hans-CN"), ("en", "en")]
)
def test_the_page_says_its_language_and_theme(client, language, lang):
    text = page_of(client, administrator(language=language, theme="dark"))
    assert f'<html lang="{lang}" data-theme="dark"' in unbroken(text)


def test_the_frame_has_its_landmarks_one_heading_and_the_users_name(client):
    text = page_of(client, administrator(display_name="沈予安"))
    assert text.count("<h1") == 1
    for part in ('<main class="page', '<nav class="rail"', 'id="status"', 'class="skip"', "沈予安"):
        assert part in text


def test_preferences_are_forms_that_post_one_value_each(client):
    text = page_of(client, administrator(calendar="ROC", language="en"))
    assert 'name="calendar" value="ROC" aria-pressed="true"' in unbroken(text)
    for name in ("language", "theme", "calendar", "units"):
        assert f'data-preference="{name}"' in text


def test_a_preference_of_the_menu_is_saved_and_leads_back(client):
    user = administrator(theme="light")
    client.force_login(user)
    answer = client.post("/settings/preferences/", {"theme": "dark", "next": "/accounts/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/")
    user.refresh_from_db()
    assert user.theme == "dark"


def test_the_rail_is_drawn_narrow_when_it_was_left_so(client):
    client.cookies["tongxin_rail"] = "min"
    assert 'data-rail="min"' in page_of(client, administrator())


def test_no_page_carries_inline_scripts_styles_or_handlers(client):
    text = page_of(client, administrator())
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text


def test_areas_are_shown_once_their_pages_are_installed():
    assert areas.is_installed("accounts/")
    assert not areas.is_installed("no-such-area/")


def test_an_area_counts_what_waits_in_it(client, monkeypatch):
    monkeypatch.setattr(areas, "_WAITING", {})
    areas.waiting_count("accounts")(lambda request: 7)
    text = page_of(client, administrator(language="en"))
    assert '<span class="vh">waiting:</span>7' in text


@pytest.mark.parametrize("code", CODES)
def test_refusals_say_what_is_wrong_and_what_to_do(rf, code):
    text = render_to_string(f"errors/{code}.html", {"code": "STALE"}, request=None)
    assert f'<p class="code">{code}' in unbroken(text)
    assert 'class="btn btn-main"' in text
    assert "Own sentence." in render_to_string(f"errors/{code}.html", {"sentence": "Own sentence."})


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_djangos_own_refusals_have_their_pages(name):
    assert "<h1" in render_to_string(f"{name}.html")


def test_refusals_keep_the_frame_for_who_is_signed_in(client):
    client.force_login(administrator())
    text = client.get("/accounts/00000000-0000-0000-0000-000000000000/").content.decode()
    assert 'class="rail"' in text


def test_a_note_travels_to_the_next_page_with_its_way_back(rf, client):
    request = rf.get("/")
    request.session = client.session
    from django.contrib.messages.storage.session import SessionStorage

    request._messages = SessionStorage(request)
    say_next(request, "Promise done", undo_url="/undo/")
    say_next(request, "Saved")
    notes = list(get_messages(request))
    assert [undo_of(note.extra_tags or "") for note in notes] == ["/undo/", ""]
    text = render_to_string("components/toast.html", {"message": notes[0]})
    assert 'action="/undo/"' in text
    assert "action=" not in render_to_string("components/toast.html", {"message": notes[1]})


def test_a_note_stands_beside_an_answer_with_other_events():
    answer = say_now(trigger(HttpResponse(), "sheet-close"), "已完成", undo_url="/undo/")
    assert json.loads(answer["HX-Trigger"]) == {
        "sheet-close": None,
        "toast": {"text": "已完成", "undo": "/undo/"},
    }
    assert answer["HX-Trigger"].isascii()


def test_fragments_carry_their_title():
    assert render_to_string("base_fragment.html", {"messages": []}).startswith("<title>")


def test_who_may_make_nothing_is_offered_nothing(client):
    reader = page_of(client, make_user([Role.READ_ONLY]), "/")
    assert 'data-key="V"' not in reader
    assert "/accounts/new/" not in reader
    assert 'id="make-open"' not in reader
    writer = page_of(client, make_user([Role.KAM]), "/")
    assert 'data-key="V"' in writer
