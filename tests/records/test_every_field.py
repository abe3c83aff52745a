"""An object with every type of field that belongs to an account: what its declaration brings, page by page and field by field."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.deals import make_person
from tests.factories import AT, make_account, make_actor, make_user, with_every_right
from tests.records.licences import LICENCE, Licence
from tests.records.samples import sample_values

from tongxin.api.records.schemas import change_schema, new_schema, shown_schema
from tongxin.api.records.values import resolved, shown
from tongxin.api.references import ReferenceMissing
from tongxin.audit.choices import Kind
from tongxin.audit.models import AuditEvent
from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.listing import ListQuery, ListRefused
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions import delete_account
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.records import reading
from tongxin.records.writing import change_record, create_record, delete_record, restore_record
from tongxin.search.models import SearchDocument
from tongxin.web.records import below as sections
from tongxin.web.records.forms import RecordForm, initial_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.records.urls"), pytest.mark.usefixtures("table")]
FULL = frozenset(Right.values) - {Right.SEE_ALL}


MODELS = (Licence, Licence.colleagues.through)


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    """Let the database and the colleagues know of licences while these tests run."""
    for model in MODELS:
        apps.register_model("crm", model)
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Licence)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Licence)
    for model in MODELS:
        del apps.all_models["crm"][model._meta.model_name]
    apps.clear_cache()


@pytest.fixture
def user():
    return make_user(language="en", granted_rights=[Right.DELETE, Right.MARGIN, Right.EXPORT])


@pytest.fixture
def actor(user):
    return make_actor(user)


@pytest.fixture
def account(user):
    return make_account(user, name="Hospital")


@pytest.fixture
def values(user, account):
    ensure_reference_data(at=AT)
    records = {
        Kind.ACCOUNT: account,
        Kind.USER: user,
        Kind.PERSON: make_person(account, "Ann Lee"),
        Kind.OPPORTUNITY: create_opportunity(
            actor=with_every_right(user), at=AT, name="Scanner", account=account
        ),
    }
    return sample_values(LICENCE, lambda kind: records[Kind(kind)], text="heron")


@pytest.fixture
def licence(actor, values):
    made = create_record(LICENCE, actor=actor, at=AT, values=values)
    return reading.get_for(LICENCE, actor, made.uid)


def change(actor, record, **values):
    return change_record(LICENCE, actor=actor, at=AT, record=record, values=values)


class TestWriting:
    def test_every_value_is_kept_and_told(self, actor, licence, values, account):
        kept = {name: reading.value_of(LICENCE.by_name[name], licence) for name in values}
        assert kept == values
        assert (licence.created_by, licence.sort_key != "") == (actor.user, True)
        event = AuditEvent.objects.get(object_uid=licence.uid)
        assert event.account_uid == account.uid
        assert event.changes.keys() == values.keys()
        assert SearchDocument.objects.get(object_uid=licence.uid).account_id == account.pk

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"name": " "}, "NAME_EMPTY"),
            ({"name": "x" * 201}, "VALUE_LONG"),
            ({"state": "ODD"}, "CHOICE_UNKNOWN"),
            ({"grade": 3}, "CHOICE_UNKNOWN"),
            ({"seats": 501}, "VALUE_OUTSIDE"),
            ({"seats": "many"}, "VALUE_WRONG"),
            ({"seats": True}, "VALUE_WRONG"),
            ({"share": Decimal(101)}, "VALUE_OUTSIDE"),
            ({"fee": Decimal(-1)}, "AMOUNT_NEGATIVE"),
            ({"fee": Decimal("NaN")}, "VALUE_WRONG"),
            ({"fee": Decimal(10) ** 16}, "AMOUNT_LARGE"),
            ({"currency": "ＴＷＤ"}, "CURRENCY_UNKNOWN"),
            ({"currency": ""}, "AMOUNT_WITHOUT_CURRENCY"),
            ({"valid_until": "2026-01-01"}, "VALUE_WRONG"),
            ({"valid_until": datetime(2026, 1, 1, tzinfo=UTC)}, "VALUE_WRONG"),
            ({"seen_at": datetime(2026, 1, 1)}, "VALUE_WRONG"),  # noqa: DTZ001 - that is what is wrong
            ({"is_shown": None}, "VALUE_MISSING"),
            ({"closed_at": AT}, "FIELD_UNKNOWN"),
            ({"account": None}, "FIELD_UNKNOWN"),
        ],
    )
    def test_what_a_type_does_not_hold_is_refused_at_its_field(self, actor, licence, wrong, code):
        with pytest.raises(Refusal) as refused:
            change(actor, licence, **wrong)
        assert refused.value.code == code
        assert refused.value.field in {*wrong, "currency"}
        assert Licence.objects.get(pk=licence.pk).version == 1

    def test_an_entry_of_another_dictionary_is_refused(self, actor, licence):
        other = licence.tier.__class__.objects.exclude(kind="TIER").first()
        with pytest.raises(Refusal, match="DICTIONARY_WRONG"):
            change(actor, licence, tier=other)

    def test_everything_that_is_not_needed_can_be_emptied(self, actor, licence):
        names = [
            item.name
            for item in LICENCE.written_by(actor, new=False)
            if item.name not in {"name", "is_shown"}
        ]
        change(actor, licence, **dict.fromkeys(names))
        again = reading.get_for(LICENCE, actor, licence.uid)
        assert not any(reading.value_of(LICENCE.by_name[name], again) for name in names)

    def test_colleagues_are_changed_with_a_row_and_a_version(self, actor, licence):
        other = make_user()
        change(actor, licence, colleagues=[other])
        assert [each.pk for each in Licence.objects.get(pk=licence.pk).colleagues.all()] == [other.pk]
        assert Licence.objects.get(pk=licence.pk).version == 2
        told = AuditEvent.objects.get(object_uid=licence.uid, verb="CHANGED").changes
        assert told == {"colleagues": [[actor.user.display_name], [other.display_name]]}

    def test_a_field_with_a_right_is_set_by_who_has_it(self, user, licence):
        without = Actor(user=user, rights=frozenset({Right.EDIT}), covers=frozenset({user.pk}))
        with pytest.raises(Denied) as refused:
            change(without, licence, fee=Decimal(1))
        assert (refused.value.code, refused.value.params["right"]) == ("RIGHT_MISSING", Right.MARGIN)

    def test_a_closed_account_and_a_deleted_record_take_nothing(self, actor, licence, user, values):
        delete_record(LICENCE, actor=actor, at=AT, record=licence)
        with pytest.raises(Conflict, match="RECORD_DELETED"):
            change(actor, licence, name="x")
        restore_record(LICENCE, actor=actor, at=AT, record=licence)
        opportunity = values.pop("opportunity")
        opportunity.delete()
        closed = Account.objects.get(pk=licence.account_id)
        delete_account(actor=with_every_right(user), at=AT, account=closed)
        licence.account = closed
        with pytest.raises(Conflict, match="ACCOUNT_CLOSED"):
            change(actor, licence, name="x")
        with pytest.raises(Conflict, match="ACCOUNT_CLOSED"):
            create_record(LICENCE, actor=actor, at=AT, values={**values, "account": closed})


class TestReading:
    def test_a_foreign_one_is_a_missing_one(self, licence):
        outsider = make_actor()
        with pytest.raises(Refusal) as refused:
            reading.get_for(LICENCE, outsider, licence.uid)
        assert refused.value.status == 404
        assert list(reading.visible(LICENCE, outsider)) == []

    def test_a_person_whom_the_reader_does_not_see_is_named_at_no_door(self, client, user, actor, licence):
        elsewhere = make_person(make_account(make_user(), name="Rival hospital"), "Cy Grey")
        Licence.objects.filter(pk=licence.pk).update(holder=elsewhere)
        client.force_login(user)
        for path in ("", f"{licence.uid}/", f"{licence.uid}/form/", f"{licence.uid}/history/", "export.csv"):
            answer = client.get(f"/licences/{path}")
            assert answer.status_code == 200, path
            assert b"Cy Grey" not in answer.getvalue(), path
        again = reading.get_for(LICENCE, actor, licence.uid)
        assert shown(LICENCE, again)["holder"] is None
        assert b"You may not see this record" in client.get(f"/licences/{licence.uid}/").content
        form = RecordForm(definition=LICENCE, actor=actor, record=again, initial=initial_of(LICENCE, again))
        sent = {**form.raw(), "name": "Renamed", "version": "1"}
        assert client.post(f"/licences/{licence.uid}/form/", sent).status_code == 302
        assert Licence.objects.get(pk=licence.pk).holder_id == elsewhere.pk

    def test_a_list_asks_as_much_for_many_rows_as_for_one(self, actor, values, licence):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as asked:
                rows = reading.list_for(LICENCE, actor, ListQuery(sort=LICENCE.listing.default_sort)).items
                for row in rows:
                    shown(LICENCE, row)
            return len(asked), len(rows)

        one, count = queries()
        assert count == 1
        for number in range(5):
            create_record(LICENCE, actor=actor, at=AT, values={**values, "name": f"heron {number}"})
        assert queries() == (one, 6)

    def test_a_list_is_filtered_and_sorted_by_every_type(self, client, user, licence, actor, values):
        create_record(LICENCE, actor=actor, at=AT, values={"name": "bare", "account": values["account"]})
        client.force_login(user)
        tier = licence.tier.code
        for query in (
            "state=GOOD", "grade=1", f"tier={tier}", "owner=me", "valid_until.lte=2026-12-31", "fee.gte=1000",
            "seats.lte=10", "is_shown=true", "sort=holder,opportunity,tier&state=GOOD", "q=heron",
        ):  # fmt: skip
            page = client.get(f"/licences/?{query}").content.decode()
            assert licence.uid in page, query
            assert "bare" not in page, query
        assert client.get("/licences/?sort=-fee").status_code == 200

    def test_who_lacks_the_right_does_not_know_the_field(self, client, licence):
        user = make_user(("TEAM_MEMBER",), language="en")
        Account.objects.get(pk=licence.account_id).members.create(
            user=user, function="TECHNICAL", since=AT.date(), created_at=AT
        )
        client.force_login(user)
        for path in ("", f"{licence.uid}/", f"{licence.uid}/form/", f"{licence.uid}/history/"):
            page = client.get(f"/licences/{path}").content.decode()
            assert "1,250" not in page, path
            assert "1250.5" not in page, path
        assert client.get("/licences/?fee.gte=1").status_code == 400
        assert client.get(f"/licences/{licence.uid}/fields/fee/").status_code == 404
        with pytest.raises(ListRefused):
            LICENCE.listing.parse({"sort": ["fee"]}, actor=make_actor(user))


class TestPages:
    def test_it_is_made_on_the_page_it_hangs_under(self, client, user, account, rf, monkeypatch):
        client.force_login(user)
        monkeypatch.setattr(sections, "below", lambda kind, _part: (LICENCE,) if kind == Kind.ACCOUNT else ())
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/accounts/{account.uid}/").content.decode()
        assert not any("uid" in each["sql"] and "_licence" in each["sql"] for each in asked.captured_queries)
        assert f"/licences/new/?account={account.uid}" in page
        assert "Note &lt;which&gt; licences there are." in page
        form = client.get(f"/licences/new/?account={account.uid}").content.decode()
        assert 'name="account"' not in form
        answer = client.post(f"/licences/new/?account={account.uid}", {"name": "GMP", "grade": "2"})
        made = Licence.objects.get()
        assert answer["Location"] == f"/licences/{made.uid}/"
        assert (made.account_id, made.grade, made.state) == (account.pk, 2, "")
        page = client.get(f"/accounts/{account.uid}/").content.decode()
        assert f"/licences/{made.uid}/" in page
        assert client.get("/licences/new/?account=nothing").status_code == 404

    def test_a_form_asks_for_the_account_where_the_address_does_not_say_it(self, client, user, account):
        client.force_login(user)
        assert "/licences/new/" not in client.get("/licences/").content.decode()
        answer = client.post("/licences/new/", {"name": "GMP", "account": "Hospital"})
        assert answer.status_code == 302
        assert Licence.objects.get().account_id == account.pk

    def test_the_page_tells_every_fact_and_links_what_it_names(self, client, user, licence):
        client.force_login(user)
        page = client.get(f"/licences/{licence.uid}/").content.decode()
        for text in (
            "name heron",
            "Good",
            "Low",
            "Ann Lee",
            "Scanner",
            "1.25K",
            "30 Nov 2026",
            "40.5",
            "note heron",
        ):
            assert text in page, text
        assert f"/people/{licence.holder.uid}/" in page
        assert f"/accounts/{licence.account.uid}/" in page
        assert "/fields/closed_at/" not in page
        assert "/fields/account/" not in page

    def test_a_field_is_changed_in_place(self, client, user, licence):
        client.force_login(user)
        url = f"/licences/{licence.uid}/fields/valid_until/"
        headers = {"HX-Request": "true"}
        assert b'name="valid_until"' in client.get(url, headers=headers).content
        answer = client.post(url, {"valid_until": "2027-01-31", "version": "1"}, headers=headers)
        assert b"31 Jan 2027" in answer.content
        assert Licence.objects.get(pk=licence.pk).valid_until == date(2027, 1, 31)
        assert (
            client.post(url, {"valid_until": "2027-02-31", "version": "2"}, headers=headers).status_code
            == 422
        )
        assert (
            client.post(url, {"valid_until": "2028-01-31", "version": "1"}, headers=headers).status_code
            == 409
        )
        assert client.get(f"/licences/{licence.uid}/fields/name/").status_code == 404

    def test_it_is_deleted_and_brought_back(self, client, user, licence):
        client.force_login(user)
        answer = client.post(f"/licences/{licence.uid}/deletion/")
        assert answer["Location"] == f"/accounts/{licence.account.uid}/"
        assert client.get(f"/licences/{licence.uid}/").status_code == 404
        assert client.post(f"/licences/{licence.uid}/restoration/")["Location"] == f"/licences/{licence.uid}/"
        assert client.get(f"/licences/{licence.uid}/").status_code == 200

    def test_the_history_names_fields_and_codes(self, client, user, actor, licence):
        change(actor, licence, state="LATE", is_shown=False)
        client.force_login(user)
        page = client.get(f"/licences/{licence.uid}/history/").content.decode()
        assert "State: Good → Late" in page
        assert "Shown: Yes → No" in page

    def test_a_file_has_every_column_with_plain_values(self, client, user, licence):
        client.force_login(user)
        columns = ",".join(item.name for item in LICENCE.fields if item.column != "none")
        content = client.get(f"/licences/export.csv?cols={columns}").getvalue().decode("utf-8-sig")
        head, row = csv.reader(io.StringIO(content))
        told = dict(zip(head, row, strict=True))
        assert (told["Fee"], told["State"], told["Valid until"], told["Shown"]) == (
            "1250.50", "Good", "2026-11-30", "Yes",
        )  # fmt: skip
        assert (told["Account"], told["Colleagues"]) == ("Hospital", user.display_name)
        assert client.get("/licences/export.pdf").status_code == 404


class TestJson:
    def test_a_record_is_shown_by_its_schema(self, licence):
        told = (
            shown_schema(LICENCE).model_validate(shown(LICENCE, licence), from_attributes=True).model_dump()
        )
        assert told["account"] == {"uid": licence.account.uid, "name": "Hospital"}
        assert told["colleagues"][0]["uid"] == licence.owner.uid
        assert told["tier"]["code"] == licence.tier.code
        assert (told["fee"], told["grade"], told["share"]) == (Decimal("1250.50"), 1, Decimal("40.50"))

    def test_what_is_sent_names_records_by_uid_and_entries_by_code(self, actor, licence):
        sent = new_schema(LICENCE).model_validate(
            {
                "account": licence.account.uid,
                "name": "GMP",
                "tier": licence.tier.code,
                "colleagues": [actor.user.uid],
            }
        )
        values = resolved(LICENCE, actor, sent.model_dump(exclude_unset=True))
        made = create_record(LICENCE, actor=actor, at=AT, values=values)
        assert (made.account_id, made.tier_id) == (licence.account_id, licence.tier_id)
        for field, value in (("holder", "nobody"), ("colleagues", ["nobody"]), ("tier", "NOTHING")):
            with pytest.raises(Refusal) as refused:
                resolved(LICENCE, actor, {field: value})
            assert refused.value.field == field
        with pytest.raises(ReferenceMissing, match="PERSON_MISSING"):
            resolved(LICENCE, actor, {"holder": "nobody"})

    def test_a_change_neither_moves_nor_closes(self):
        assert not {"account", "closed_at"} & change_schema(LICENCE).model_fields.keys()
