"""What administrators keep for everybody: users, dictionaries, processes, rates, competitors, products, the log."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories import AT, PASSWORD, make_actor, make_user
from tests.web.markup import unbroken

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now, today
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entries_of
from tongxin.crm.market.models import Competitor, ExchangeRate, Product
from tongxin.crm.opportunities.models import Process, Stage
from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.team.models import Absence, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boss(client) -> User:
    user = make_user(["ADMINISTRATOR"], username="boss", display_name="Boss", password=PASSWORD)
    client.force_login(user)
    return user


@pytest.fixture
def process() -> Process:
    ensure_reference_data(at=AT)
    return default_process()


class TestUsers:
    def values(self, **more) -> dict:
        return {"username": "lin", "display_name": "Lin", "roles": ["KAM"], "language": "zh-hant", **more}

    def test_one_is_created_and_signs_in(self, client, boss):
        answer = client.post(
            reverse("web:user_new"),
            self.values(password=PASSWORD, manager=boss.uid, granted_rights=["MARGIN"]),
        )
        assert answer["Location"] == reverse("web:users")
        user = User.objects.get(username="lin")
        assert (user.manager, user.granted_rights, user.is_active) == (boss, ["MARGIN"], True)
        client.post("/sign-out/")
        assert client.post("/sign-in/", {"username": "lin", "password": PASSWORD}).status_code == 302

    def test_without_a_password_one_cannot_sign_in_yet(self, client):
        client.post(reverse("web:user_new"), self.values())
        assert not User.objects.get(username="lin").has_usable_password()

    @pytest.mark.parametrize(
        ("values", "field"),
        [({"username": "BOSS"}, "username"), ({"roles": []}, "roles"), ({"password": "short"}, "password")],
    )
    def test_mistakes_stand_at_their_field_and_what_was_typed_stays(self, client, values, field):
        page = client.post(reverse("web:user_new"), self.values(display_name="Typed", **values))
        assert page.status_code == 422
        assert f"id_{field}-error" in page.content.decode()
        assert b'value="Typed"' in page.content

    def test_a_list_is_searched_and_paged(self, client):
        for number in range(60):
            make_user(username=f"u{number}", display_name=f"Colleague {number:02}")
        first = client.get(reverse("web:users") + "?q=colleague").content.decode()
        assert "60 users" in first
        assert "Colleague 49" in first
        assert "Colleague 50" not in first
        second = client.get(reverse("web:users") + "?q=colleague&page=2").content.decode()
        assert "Colleague 59" in second
        assert "Nobody is called that." in client.get(reverse("web:users") + "?q=xyz").content.decode()

    def test_a_password_is_set_for_others_and_changed_for_oneself(self, client, boss):
        user = make_user()
        url = reverse("web:user_password", args=[user.uid])
        assert client.post(url, {"password": "short"}).status_code == 422
        assert client.post(url, {"password": "another long one 9"}).status_code == 302
        user.refresh_from_db()
        assert user.check_password("another long one 9")
        own = client.post(reverse("web:user_password", args=[boss.uid]), {"password": "another long one 9"})
        assert own["Location"] == reverse("web:profile")
        boss.refresh_from_db()
        assert boss.check_password(PASSWORD)

    def test_one_is_signed_out_everywhere(self, client):
        from django.test import Client

        user, other = make_user(), Client()
        other.force_login(user)
        assert client.post(reverse("web:user_sign_out", args=[user.uid])).status_code == 302
        assert other.get("/settings/").status_code == 302
        assert (
            "is signed out everywhere, API tokens included."
            in client.get(reverse("web:user", args=[user.uid])).content.decode()
        )

    def test_an_absence_is_entered_for_somebody(self, client):
        user, deputy = make_user(), make_user()
        url = reverse("web:user_absences", args=[user.uid])
        days = {"absence-from_date": today(), "absence-to_date": today()}
        assert client.post(url, days).status_code == 422
        assert client.post(url, days | {"absence-deputy": deputy.uid}).status_code == 302
        assert Absence.objects.get().user == user

    def test_the_last_administrator_stays(self, client, boss):
        page = client.post(
            reverse("web:user", args=[boss.uid]),
            {"display_name": "Boss", "roles": ["KAM"], "is_active": "on", "version": boss.version},
        )
        assert page.status_code == 422
        assert b"last active administrator" in page.content


class TestDictionaries:
    @pytest.fixture
    def url(self, process) -> str:
        return reverse("web:dictionary", args=["tier"])

    def test_an_entry_is_added(self, client, url):
        assert client.post(url, {"label_en": "Pilot"})["Location"] == url
        assert entries_of(DictionaryKind.TIER).last().labels == {"en": "Pilot"}

    def test_mistakes_stand_at_the_first_name(self, client, url):
        for values in ({}, {"label_en": "strategic"}):
            page = client.post(url, values)
            assert page.status_code == 422
            assert b"id_label_zh_hant-error" in page.content

    def test_an_empty_dictionary_says_so(self, client):
        page = client.get(reverse("web:dictionary", args=["source"]))
        assert b"This dictionary has no entries yet." in page.content

    def test_an_entry_is_changed_and_switched_off(self, client, url):
        entry = entries_of(DictionaryKind.TIER)[0]
        page = reverse("web:entry", args=["tier", entry.uid])
        values = {"label_en": "Top", "is_key": "on", "version": entry.version}
        assert client.post(page, values)["Location"] == url
        entry.refresh_from_db()
        assert (entry.labels, entry.is_key, entry.is_active) == ({"en": "Top"}, True, False)
        assert b"switched off" in client.get(url).content
        assert client.post(page, {"label_en": "Late", "version": 1}).status_code == 409

    def test_entries_move_one_place(self, client, url):
        first, second = entries_of(DictionaryKind.TIER)[:2]
        client.post(reverse("web:entry_position", args=["tier", second.uid]), {"to": "up"})
        assert list(entries_of(DictionaryKind.TIER)[:2]) == [second, first]
        client.post(reverse("web:entry_position", args=["tier", second.uid]), {"to": "down"})
        assert list(entries_of(DictionaryKind.TIER)[:2]) == [first, second]

    def test_an_entry_of_another_dictionary_is_not_moved_here(self, client, url):
        region = entries_of(DictionaryKind.REGION)[0]
        assert client.post(reverse("web:entry_position", args=["tier", region.uid])).status_code == 404


class TestProcesses:
    def test_one_is_added_given_a_stage_and_put_to_use(self, client, process):
        client.post(reverse("web:processes"), {"label_en": "Renewal"})
        made = Process.objects.get(code="RENEWAL")
        url = reverse("web:process", args=[made.uid])
        assert b"This process has no stages yet." in client.get(url).content
        early = client.post(url, {"label_en": "Renewal", "is_active": "on", "version": 1})
        assert early.status_code == 422
        stage = {"stage-label_en": "Ask", "stage-our_en": "Call", "stage-probability": "40"}
        assert client.post(reverse("web:stage_new", args=[made.uid]), stage)["Location"] == url
        kept = Stage.objects.get(process=made)
        assert (kept.our_labels, kept.probability, kept.is_active) == ({"en": "Call"}, 40, True)
        assert client.post(url, {"label_en": "Renewal", "is_active": "on", "version": 1}).status_code == 302
        made.refresh_from_db()
        assert made.is_active

    def test_a_stage_without_name_or_probability_is_refused(self, client, process):
        url = reverse("web:stage_new", args=[process.uid])
        for values, field in (
            ({"stage-probability": "5"}, "label_zh_hant"),
            ({"stage-label_en": "X", "stage-probability": "101"}, "probability"),
        ):
            page = client.post(url, values)
            assert page.status_code == 422
            assert f"id_stage-{field}-error" in page.content.decode()

    def test_a_process_needs_a_name(self, client, process):
        assert client.post(reverse("web:processes"), {}).status_code == 422

    def test_a_stage_is_changed_moved_and_deleted(self, client, process):
        first, second = stages_of(process)[:2]
        url = reverse("web:stage", args=[second.uid])
        values = {"label_en": "Look", "probability": "12", "is_active": "on", "version": second.version}
        assert client.post(url, values).status_code == 302
        second.refresh_from_db()
        assert (second.labels, second.our_labels, second.probability) == ({"en": "Look"}, {}, 12)
        assert client.post(url, {**values, "probability": "13"}).status_code == 409
        client.post(reverse("web:stage_position", args=[second.uid]), {"to": "up"})
        assert stages_of(process).first() == second
        client.post(reverse("web:stage_position", args=[second.uid]), {"to": "down"})
        assert stages_of(process).first() == first
        assert b"stage-remove" in client.get(url).content
        client.post(reverse("web:stage_removal", args=[second.uid]))
        assert not Stage.objects.filter(pk=second.pk).exists()

    def test_a_stage_that_must_stay_is_not_deleted(self, client, process):
        only, *rest = stages_of(process)
        Stage.objects.filter(pk__in=[stage.pk for stage in rest]).delete()
        assert b"cannot be deleted" in client.get(reverse("web:stage", args=[only.uid])).content
        assert client.post(reverse("web:stage_removal", args=[only.uid])).status_code == 409
        assert Stage.objects.filter(pk=only.pk).exists()


class TestRates:
    url = "/settings/rates/"

    def test_one_is_added_and_taken_back(self, client):
        assert b"There are no rates yet." in client.get(self.url).content
        values = {"currency": "usd", "valid_from": "2026-01-01", "rate": "31.5", "source": "Bank"}
        assert client.post(self.url, values).status_code == 302
        rate = ExchangeRate.objects.get()
        assert (rate.currency, rate.valid_from, rate.rate) == ("USD", date(2026, 1, 1), Decimal("31.5"))
        assert b"31.5<" in client.get(self.url).content
        assert client.post(self.url, values).status_code == 422
        client.post(reverse("web:rate_removal", args=[rate.uid]))
        assert not ExchangeRate.objects.exists()

    def test_what_does_not_exist_cannot_be_taken_back(self, client):
        assert client.post(reverse("web:rate_removal", args=["nothing"])).status_code == 404


class TestMarket:
    def test_a_competitor_is_added_changed_and_found(self, client):
        client.force_login(make_user(["KAM"]))
        url = reverse("web:competitors")
        assert b"Record whom you meet at customers" in client.get(url).content
        values = {"name": "同行公司", "strengths": "Price\nand more", "is_active": "on"}
        answer = client.post(reverse("web:competitor_new"), values)
        made = Competitor.objects.get()
        assert answer["Location"] == reverse("web:competitor", args=[made.uid])
        page = reverse("web:competitor_form", args=[made.uid])
        assert client.post(reverse("web:competitor_new"), values).status_code == 422
        changed = {**values, "weaknesses": "Service", "version": made.version}
        assert client.post(page, changed).status_code == 302
        assert client.post(page, {**changed, "weaknesses": "None"}).status_code == 409
        assert "同行公司" in client.get(url + "?q=同行").content.decode()
        assert b"Nothing meets these filters" in client.get(url + "?q=別家").content

    def test_a_product_is_added_changed_and_found(self, client):
        url = reverse("web:products")
        assert b"Enter what you sell" in client.get(url).content
        values = {"name": "MRI", "list_price": "1000", "currency": "twd", "is_active": "on"}
        answer = client.post(reverse("web:product_new"), values)
        made = Product.objects.get()
        assert answer["Location"] == reverse("web:product", args=[made.uid])
        assert (made.currency, made.list_price) == ("TWD", Decimal(1000))
        page = reverse("web:product_form", args=[made.uid])
        assert client.post(page, {**values, "code": "M3", "version": made.version}).status_code == 302
        assert client.post(page, {**values, "code": "M4", "version": 1}).status_code == 409
        assert client.post(page, {**values, "currency": "", "version": 2}).status_code == 422
        assert b"MRI" in client.get(url + "?q=mri").content


class TestAuditLog:
    url = "/settings/audit/"

    def note(self, actor=None, **more) -> AuditEvent:
        return record(
            **{
                "actor": actor,
                "at": now(),
                "verb": Verb.CHANGED,
                "kind": Kind.OPPORTUNITY,
                "label": "Deal",
                **more,
            }
        )

    def rows(self, client, query: str = "") -> int:
        page = client.get(self.url + query)
        assert page.status_code == 200
        return unbroken(page.content.decode()).count('<span class="meta">No. ')

    def test_it_is_narrowed_by_user_kind_verb_and_days(self, client):
        kam = make_actor()
        self.note(kam)
        self.note(kam, kind=Kind.PERSON, verb=Verb.VIEWED)
        self.note(kam, at=now() - timedelta(days=9))
        user = f"?user={kam.user.pk}"
        assert self.rows(client, user) == 3
        assert self.rows(client, f"{user}&kind=PERSON") == 1
        assert self.rows(client, f"{user}&verb=CHANGED") == 2
        assert self.rows(client, f"{user}&since={today() - timedelta(days=1)}") == 2
        assert self.rows(client, f"{user}&until={today() - timedelta(days=9)}") == 1
        assert b"Nothing in the log meets" in client.get(f"{self.url}{user}&kind=RATE").content

    def test_a_wrong_condition_is_said(self, client):
        assert client.get(self.url + "?kind=NOTHING").status_code == 422

    def test_it_is_read_page_by_page(self, client, boss):
        kam = make_actor()
        for _ in range(60):
            self.note(kam)
        user = f"?user={kam.user.pk}"
        first = client.get(self.url + user).content.decode()
        assert unbroken(first).count('<span class="meta">No. ') == 50
        older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = client.get(self.url + older).content.decode()
        assert unbroken(second).count('<span class="meta">No. ') == 10
        assert 'rel="prev"' in second
        assert 'rel="next"' not in second

    def test_it_withholds_what_the_reader_may_not_see(self, client):
        self.note(
            changes={"margin_percent": ("12.5", "8.75"), "name": ("a", None)}, why={"x": True}, many=[1]
        )
        page = client.get(self.url).content.decode()
        assert "8.75" not in page
        assert "you may not see the value" in page
        assert "Name: a → —" in page
        client.force_login(make_user(["SALES_DIRECTOR"]))
        assert "8.75" in client.get(self.url).content.decode()

    def test_it_says_who_where_nobody_was_signed_in(self, client):
        from tongxin.common.rights import Channel

        self.note()
        self.note(channel=Channel.WEB, label="")
        page = client.get(self.url).content.decode()
        assert "The system" in page
        assert "Somebody not signed in" in page

    def test_signing_in_names_nobody_twice(self, client, boss):
        self.note(make_actor(boss), verb=Verb.SIGNED_IN, kind=Kind.USER, label="Boss")
        page = client.get(self.url + "?verb=SIGNED_IN").content.decode()
        assert "signed in user" not in page

    def test_the_chain_is_verified(self, client):
        from tests.audit.test_log import tamper

        event = self.note()
        answer = client.post("/settings/audit/verification/")
        assert answer["Location"] == self.url
        assert b"The audit log is whole" in client.get(self.url).content
        tamper("UPDATE audit_auditevent SET user_name = 'X' WHERE id = %s", event.pk)
        client.post("/settings/audit/verification/")
        assert f"Row {event.pk} does not fit" in client.get(self.url).content.decode()

    def test_an_empty_log_says_so(self, client, monkeypatch):
        monkeypatch.setattr("tongxin.web.settings.audit.find_events", lambda *_names, **_more: [])
        assert b"The log is empty." in client.get(self.url).content
