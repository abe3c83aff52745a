"""What every declared object keeps, at every door: one suite over all declarations in the place of a copy for each object."""

import csv
import io
import json
from collections.abc import Iterator
from copy import copy

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from tests.factories import AT, make_token, with_every_right
from tests.importers.running import run
from tests.meta.records import CANARY, World, make_world
from tests.records.samples import sample_values

from tongxin.api import rates
from tongxin.api.records.schemas import change_schema, new_schema, shown_schema
from tongxin.audit.models import AuditEvent
from tongxin.common.actor import Actor
from tongxin.common.clock import now
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.listing import OPERATORS, ListRefused
from tongxin.common.rights import Right
from tongxin.crm.records import RECORDS
from tongxin.crm.search import ensure_indexed, search
from tongxin.importers.mapping.declared import columns_of, filled_by_files
from tongxin.importers.mapping.headers import header_book
from tongxin.importers.mapping.targets import DECLARED, Target
from tongxin.records import reading
from tongxin.records.definition import Definition
from tongxin.records.fields import Flag, Paragraphs, Refs, Text, attribute_of, is_empty
from tongxin.records.writing import change_record, create_record, delete_record, restore_record
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Scope
from tongxin.web.records.forms import RecordForm, initial_of

pytestmark = pytest.mark.django_db
all_of_them = pytest.mark.parametrize("definition", RECORDS, ids=lambda each: each.one)
with_pages = pytest.mark.parametrize(
    "definition", [each for each in RECORDS if each.in_pages], ids=lambda each: each.one
)
in_the_api = pytest.mark.parametrize(
    "definition", [each for each in RECORDS if each.in_api], ids=lambda each: each.one
)
imported = pytest.mark.parametrize("target", DECLARED, ids=str)
LANGUAGES = ("en", "zh-hant", "zh-hans")


# What most objects hang under: made once for all tests of this file that a process runs.
COMMON = (
    "ACCOUNT",
    "OPPORTUNITY",
    "PERSON",
    "TENDER",
    "BID",
    "CUSTOMER_PROJECT",
    "COMMITTEE",
    "SEAT",
    "VALUE_CASE",
    "JOINT_PLAN",
    "PLAN_ROW",
)


@pytest.fixture(scope="module")
def _common(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        for kind in COMMON:
            made.record(kind)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(_common: World, db: None) -> World:
    """Return a world whose people a test may change: the database undoes it, and these are copies."""
    rates.forget_all()
    people = {name: copy(getattr(_common, name)) for name in ("owner", "mate", "reader", "outsider")}
    return World(**people, made=dict(_common.made))


@pytest.fixture
def boss(world) -> Actor:
    return with_every_right(world.owner)


def record_of(world: World):
    def find(kind: str):
        made = world.record(kind)
        return made._meta.model._default_manager.get(pk=made.pk)

    return find


def make(definition: Definition, world: World, *, fully: bool = True, text: str = CANARY):
    values = sample_values(definition, record_of(world), text=text, fully=fully)
    return create_record(definition, actor=with_every_right(world.owner), at=AT, values=values)


def every_right(world: World):
    world.owner.granted_rights = list(Right.values)
    world.owner.save(update_fields=["granted_rights"])
    return world.owner


def headers_of(user) -> dict[str, str]:
    _token, key = make_token(user, (Scope.READ, Scope.WRITE), at=now())
    return {"Authorization": f"Bearer {key}"}


def found(definition: Definition, params, actor: Actor):
    """Return the rows that the address of a list asks for; none when one of its values is refused."""
    try:
        query = definition.listing.parse(params, actor=actor)
    except ListRefused as refusal:
        return [refusal] if refusal.code != "LIST_VALUE_WRONG" else []
    return list(definition.listing.narrow(definition.model._default_manager.all(), query, actor=actor))


class TestDeclaration:
    @all_of_them
    def test_the_model_has_every_field_and_holds_what_the_declaration_allows(self, definition):
        for item in definition.fields:
            held = definition.model._meta.get_field(attribute_of(item).split("__")[0])
            if isinstance(item, Text | Paragraphs) and getattr(held, "max_length", None):
                assert item.most <= held.max_length, item.name
        declared = {name: str(right) for name, right in definition.restricted.items()}
        assert declared == {name: str(right) for name, right in definition.model.RESTRICTED.items()}

    @all_of_them
    def test_one_field_names_it_and_what_it_is_sorted_by_is_listed(self, definition):
        assert [item.name for item in definition.fields if item.main] == [definition.main.name]
        sortable = {item.key for item in definition.listing.fields if item.sort}
        assert {key.removeprefix("-") for key in definition.order} <= sortable

    @all_of_them
    def test_a_filter_by_what_no_field_can_hold_finds_nothing_or_is_refused(self, definition, boss):
        asked = [
            (item, {f"{item.key}.{OPERATORS[item.kind][0]}": [value]})
            for item in definition.listing.fields
            for value in ("不是", "99999999999")
            if item.filterable
        ]
        assert [item.key for item, params in asked if found(definition, params, boss)] == []

    @all_of_them
    @pytest.mark.parametrize("language", LANGUAGES[1:])
    def test_every_label_is_written_in_chinese(self, definition, language):
        labels = [definition.title, *(item.label for item in definition.fields)]
        with translation.override(language):
            untranslated = [str(label) for label in labels if str(label).isascii()]
        assert untranslated == []


class TestVerbs:
    @all_of_them
    def test_the_history_begins_with_what_was_entered(self, definition, world):
        made = make(definition, world)
        event = AuditEvent.objects.get(object_uid=made.uid, verb="CREATED")
        entered = sample_values(definition, record_of(world), text=CANARY)
        assert set(event.changes) >= {name for name, value in entered.items() if not is_empty(value)}
        account = reading.account_of(definition, made)
        assert event.account_uid == (account.uid if account is not None else "")

    @all_of_them
    def test_a_stale_change_is_refused_and_writes_nothing(self, definition, world, boss):
        made = make(definition, world)
        name = definition.main.name
        change_record(definition, actor=boss, at=AT, record=made, values={name: "other"}, expected_version=1)
        with pytest.raises(StaleVersion):
            change_record(
                definition, actor=boss, at=AT, record=made, values={name: "third"}, expected_version=1
            )
        assert str(getattr(reading.get_for(definition, boss, made.uid), name)) == "other"

    @pytest.mark.one_engine
    @all_of_them
    def test_what_changes_nothing_leaves_no_trace(self, definition, world, boss):
        made = make(definition, world)
        same = {
            name: value
            for name, value in sample_values(definition, record_of(world), text=CANARY).items()
            if not definition.by_name[name].fixed
        }
        change_record(definition, actor=boss, at=AT, record=made, values=same)
        assert made.version == 1
        assert not AuditEvent.objects.filter(object_uid=made.uid, verb="CHANGED").exists()

    @pytest.mark.one_engine
    @all_of_them
    def test_who_may_only_read_writes_nothing(self, definition, world):
        made = make(definition, world)
        reader = Actor(user=world.owner, rights=frozenset({Right.SEE_ALL}), covers=frozenset())
        with pytest.raises(Refusal) as refused:
            change_record(definition, actor=reader, at=AT, record=made, values={definition.main.name: "x"})
        assert refused.value.status == 403
        values = sample_values(definition, record_of(world), text="second")
        with pytest.raises(Refusal):
            create_record(definition, actor=reader, at=AT, values=values)

    @pytest.mark.one_engine
    @all_of_them
    def test_unknown_fields_and_an_empty_name_are_refused_at_their_field(self, definition, world, boss):
        made = make(definition, world)
        for values, field in (
            ({"shoe_size": 9}, "shoe_size"),
            ({definition.main.name: ""}, definition.main.name),
        ):
            with pytest.raises(Refusal) as refused:
                change_record(definition, actor=boss, at=AT, record=made, values=values)
            assert refused.value.field == field

    @all_of_them
    def test_a_deleted_one_is_a_missing_one_until_it_is_restored(self, definition, world, boss):
        if not definition.is_deletable:
            return
        made = make(definition, world)
        delete_record(definition, actor=boss, at=AT, record=made)
        with pytest.raises(Refusal) as refused:
            reading.get_for(definition, boss, made.uid)
        assert refused.value.status == 404
        assert made.uid not in {found.object_uid for found in search(boss, CANARY, kinds=[definition.kind])}
        gone = reading.get_deleted_for(definition, boss, made.uid)
        restore_record(definition, actor=boss, at=AT, record=gone)
        assert reading.get_for(definition, boss, made.uid).pk == made.pk

    @all_of_them
    def test_search_finds_it_by_its_name_and_nobody_elses(self, definition, world, boss):
        if not definition.searched:
            return
        made = make(definition, world, text="白鷺")
        assert [found.object_uid for found in search(boss, "白鷺", kinds=[definition.kind])] == [made.uid]
        outsider = Actor(user=world.outsider, rights=frozenset(), covers=frozenset({world.outsider.pk}))
        assert bool(search(outsider, "白鷺", kinds=[definition.kind])) == definition.shared

    def test_search_learns_of_those_that_were_made_before_it_knew_their_kind(self, world, boss):
        made = {each: make(each, world, text="白鷺") for each in RECORDS}
        # What they hang under may be a declared object too.
        known = SearchDocument.objects.filter(kind__in=[each.kind for each in RECORDS]).count()
        SearchDocument.objects.all().delete()
        assert ensure_indexed() == known
        assert ensure_indexed() == 0
        for definition, record in made.items():
            found = [each.object_uid for each in search(boss, "白鷺", kinds=[definition.kind])]
            assert found == ([record.uid] if definition.searched else []), definition.one


# No engine answers for a face: what it reads and writes is asked of both by the verbs above.
@pytest.mark.one_engine
class TestApi:
    @in_the_api
    def test_made_shown_listed_changed_and_told(self, definition, world, client):
        user = every_right(world)
        headers = headers_of(user)
        made = make(definition, world)
        url = f"/api/v1/{definition.many.replace('_', '-')}"
        shown = client.get(f"{url}/{made.uid}", headers=headers).json()
        assert shown.keys() == set(shown_schema(definition).model_fields)
        assert all(not is_empty(shown[name]) for name in sample_values(definition, record_of(world)))
        listed = client.get(url, headers=headers).json()["items"]
        assert [each for each in listed if each["uid"] == made.uid] == [shown]
        body = json.dumps({definition.main.name: "changed"})
        answer = client.patch(
            f"{url}/{made.uid}", body, content_type="application/json",
            headers={**headers, "If-Match": f'"{made.uid}-1"'},
        )  # fmt: skip
        assert (answer.status_code, answer.json()["version"]) == (200, 2)
        history = client.get(f"{url}/{made.uid}/history", headers=headers).json()["items"]
        assert [event["verb"] for event in history] == ["CHANGED", "CREATED"]

    @in_the_api
    def test_only_what_is_required_makes_one(self, definition, world, client):
        user = every_right(world)
        values = sample_values(definition, record_of(world), fully=False)
        sent = {name: getattr(value, "uid", value) for name, value in values.items()}
        answer = client.post(
            f"/api/v1/{definition.many.replace('_', '-')}", json.dumps(sent, default=str),
            content_type="application/json", headers=headers_of(user),
        )  # fmt: skip
        assert answer.status_code == 201, answer.content
        assert answer.json()[definition.main.name] == values[definition.main.name]

    @in_the_api
    def test_what_verbs_alone_set_is_in_no_body(self, definition):
        by_action = {item.name for item in definition.fields if item.by_action}
        assert not by_action & set(new_schema(definition).model_fields)
        fixed = {item.name for item in definition.fields if item.fixed}
        assert not (by_action | fixed) & set(change_schema(definition).model_fields)


@pytest.mark.one_engine
class TestPages:
    @with_pages
    def test_a_form_that_nobody_touched_changes_nothing(self, definition, world, client):
        client.force_login(every_right(world))
        made = make(definition, world)
        form = RecordForm(
            definition=definition,
            actor=with_every_right(world.owner),
            record=reading.get_for(definition, with_every_right(world.owner), made.uid),
            initial=initial_of(
                definition, reading.get_for(definition, with_every_right(world.owner), made.uid)
            ),
        )
        url = reverse(f"web:{definition.one}_form", args=[made.uid])
        page = client.get(url).content.decode()
        assert all(f'name="{name}"' in page for name in form.fields)
        sent = dict(form.raw()) | {"version": "1"}
        assert client.post(url, sent)["Location"] == reverse(f"web:{definition.one}", args=[made.uid])
        assert definition.model._default_manager.get(pk=made.pk).version == 1

    @with_pages
    def test_what_a_form_does_not_send_stays(self, definition, world, client):
        client.force_login(every_right(world))
        made = make(definition, world)
        before = reading.get_for(definition, with_every_right(world.owner), made.uid)
        kept = [
            item
            for item in definition.fields
            if not (item.main or item.required or isinstance(item, Flag | Refs))
        ]
        url = reverse(f"web:{definition.one}_form", args=[made.uid])
        sent = {definition.main.name: "changed", "version": "1"}
        sent |= {
            name: values
            for name, values in RecordForm(
                definition=definition,
                actor=with_every_right(world.owner),
                record=before,
                initial=initial_of(definition, before),
            )
            .raw()
            .items()
            if definition.by_name[name].required and name != definition.main.name
        }
        assert client.post(url, sent).status_code == 302
        after = reading.get_for(definition, with_every_right(world.owner), made.uid)
        assert {item.name: reading.value_of(item, after) for item in kept} == {
            item.name: reading.value_of(item, before) for item in kept
        }

    @with_pages
    def test_list_page_and_history_name_it(self, definition, world, client):
        # In one language each, by turns: the pages are the same templates, and each label was asked for in all.
        language = LANGUAGES[RECORDS.index(definition) % len(LANGUAGES)]
        user = every_right(world)
        user.language = language
        user.save(update_fields=["language"])
        client.force_login(user)
        made = make(definition, world)
        for name, args in (
            (definition.many, []),
            (definition.one, [made.uid]),
            (f"{definition.one}_history", [made.uid]),
        ):
            page = client.get(reverse(f"web:{name}", args=args))
            assert page.status_code == 200
            assert str(made) in page.content.decode()
        with translation.override(language):
            assert str(definition.title) in client.get(reverse(f"web:{definition.many}")).content.decode()

    @with_pages
    def test_each_field_in_place_gives_its_form_and_saves(self, definition, world, client):
        client.force_login(every_right(world))
        made = make(definition, world)
        page = client.get(reverse(f"web:{definition.one}", args=[made.uid])).content.decode()
        places = [item for item in definition.fields if f"/fields/{item.name}/" in page]
        assert places
        for item in places:
            url = reverse(f"web:{definition.one}_field", args=[made.uid, item.name])
            assert f'name="{item.name}"' in client.get(url, headers={"HX-Request": "true"}).content.decode()
        text = next((item for item in places if isinstance(item, Text | Paragraphs)), None)
        if text is None:
            return
        url = reverse(f"web:{definition.one}_field", args=[made.uid, text.name])
        assert (
            b"swallow"
            in client.post(
                url, {text.name: "swallow", "version": "1"}, headers={"HX-Request": "true"}
            ).content
        )

    @with_pages
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_the_list_is_taken_away_as_a_file(self, definition, world, client, form):
        client.force_login(every_right(world))
        made = make(definition, world)
        answer = client.get(reverse(f"web:{definition.many}_export", args=[form]))
        content = answer.getvalue()
        assert AuditEvent.objects.filter(verb="EXPORTED", object_label=definition.many).exists()
        if form == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert any(str(made) in row for row in rows[1:])


class TestImports:
    @imported
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_headers_in_the_words_of_the_pages_are_known(self, target, language):
        for item in filled_by_files(DECLARED[target]):
            with translation.override(language):
                found = header_book().find(str(item.label), Target(target), {})
            assert found is not None, item.name
            assert found[0].field in columns_of(item), item.name

    @imported
    def test_a_file_makes_one_and_its_undoing_takes_it_back(self, target, world, boss):
        definition = DECLARED[target]
        values = {
            columns_of(item)[-1]: str(getattr(value, "code", value))
            for item, value in zip(
                filled_by_files(definition),
                [
                    sample_values(definition, record_of(world), text="imported")[i.name]
                    for i in filled_by_files(definition)
                ],
                strict=True,
            )
        }
        lines = io.StringIO()
        csv.writer(lines).writerows([["external_id", *values], ["7", *values.values()]])
        batch = run(boss, "general", **{definition.many: lines.getvalue()})
        assert batch.state == "DONE", batch.report
        made = reading.visible(definition, boss).get(**{definition.main.name: values[definition.main.name]})
        for item in filled_by_files(definition):
            assert not is_empty(reading.value_of(item, made)), item.name
