from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from tests.factories import AT, make_actor, make_user

from tongxin.audit import selectors
from tongxin.audit.actions import plain, record, record_denial, record_many
from tongxin.audit.chain import FIRST
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied
from tongxin.common.rights import Channel
from tongxin.crm.accounts.models import DictionaryEntry

pytestmark = pytest.mark.django_db


def note(actor=None, **more) -> AuditEvent:
    return record(**{"actor": actor, "at": AT, "verb": Verb.CHANGED, "kind": Kind.ACCOUNT, **more})


def tamper(sql: str, *params: object) -> None:
    """Do what somebody with the database password could do: take the triggers away and change rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_no_change")
        cursor.execute(sql, list(params))


class TestWriting:
    def test_an_event_says_who_did_what_to_what_and_through_which_door(self):
        actor = make_actor(channel=Channel.API)
        user = make_user(display_name="Lin")
        event = note(
            actor, target=user, account_uid="acc", changes={"amount": (Decimal("1.50"), None)}, why="x"
        )
        assert (event.user_id, event.user_name, event.channel) == (
            actor.user.pk,
            actor.user.display_name,
            Channel.API,
        )
        assert (event.object_uid, event.object_label, event.account_uid) == (user.uid, "Lin", "acc")
        assert (event.changes, event.params) == ({"amount": ["1.50", None]}, {"why": "x"})

    def test_what_has_labels_is_kept_in_no_language_and_read_in_each(self):
        tier = DictionaryEntry(kind="TIER", code="KEY", labels={"en": "Key", "zh-hant": "重點客戶"}, uid="t1")
        with translation.override("zh-hant"):
            event = note(target=tier, changes={"tier": (None, tier), "tiers": ([], [tier])}, why="x")
        assert (event.object_label, event.changes["tier"][1]["code"]) == ("KEY", "KEY")
        actor = make_actor(roles=["ADMINISTRATOR"])
        (line,) = selectors.find_events(actor, selectors.EventFilter(kind=Kind.ACCOUNT))
        with translation.override("en"):
            (english,) = selectors.find_events(actor, selectors.EventFilter(kind=Kind.ACCOUNT))
            assert (english.label, english.params) == ("Key", {"why": "x"})
        assert {change.field: change.new for change in english.changes} == {"tier": "Key", "tiers": ["Key"]}
        with translation.override("zh-hant"):
            assert line.label == "重點客戶"

    def test_without_an_actor_it_is_the_system_or_the_door_given(self):
        assert (note().user_id, note().channel) == (None, Channel.COMMAND)
        assert note(channel=Channel.WEB).channel == Channel.WEB

    def test_a_given_label_goes_before_the_records_own_and_is_cut(self):
        event = note(target=make_user(), label="x" * 300)
        assert event.object_label == "x" * 200

    def test_a_denial_keeps_code_and_address(self):
        event = record_denial(actor=None, at=AT, kind=Kind.SITE, uid="/x/", code="NO", address="203.0.113.7")
        assert (event.verb, event.object_label) == (Verb.DENIED, "/x/")
        assert event.params == {"code": "NO", "address_seen": "203.0.113.7"}

    def test_many_are_chained_in_order(self):
        entries = [{"verb": Verb.VIEWED, "object_kind": Kind.PERSON, "object_uid": str(n)} for n in range(5)]
        events = record_many(actor=None, at=AT, entries=entries)
        assert [event.previous_hash for event in events] == [FIRST, *(event.hash for event in events[:-1])]
        assert selectors.first_broken_link() is None

    def test_it_is_gone_with_the_work_it_tells_of(self):
        with transaction.atomic():
            note()
            transaction.set_rollback(True)
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize(
        ("value", "kept"),
        [
            (None, None),
            (True, True),
            (3, 3),
            ("x", "x"),
            (AT, AT.isoformat()),
            (date(2026, 11, 2), "2026-11-02"),
            (Decimal("10.50"), "10.50"),
            ({1: Decimal(2)}, {"1": "2"}),
            ((1, Decimal(2)), [1, "2"]),
            (Kind.ACCOUNT, "ACCOUNT"),
        ],
    )
    def test_values_are_kept_as_plain_json(self, value, kept):
        assert plain(value) == kept

    def test_records_are_kept_by_their_text(self):
        assert plain(make_user(display_name="Lin")) == "Lin"


class TestProof:
    def test_an_empty_log_is_whole(self):
        assert selectors.first_broken_link() is None

    def test_the_database_itself_refuses_changes_and_deletions(self):
        event = note()
        for change in (
            lambda: AuditEvent.objects.filter(pk=event.pk).update(user_name="Somebody else"),
            lambda: AuditEvent.objects.filter(pk=event.pk).delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()
        assert AuditEvent.objects.get() == event

    @pytest.mark.parametrize("column", ["user_name", "verb", "object_uid", "object_label", "address", "hash"])
    def test_a_changed_row_shows(self, column):
        events = [note(label=str(number)) for number in range(3)]
        tamper(
            "UPDATE audit_auditevent SET COLUMN = 'X' WHERE id = %s".replace("COLUMN", column), events[1].pk
        )
        assert selectors.first_broken_link() == events[1].pk

    def test_a_removed_row_shows_at_the_one_after_it(self):
        events = [note(label=str(number)) for number in range(3)]
        tamper("DELETE FROM audit_auditevent WHERE id = %s", events[1].pk)
        assert selectors.first_broken_link() == events[2].pk

    def test_an_exchanged_moment_shows(self):
        events = [note(label=str(number)) for number in range(2)]
        tamper("UPDATE audit_auditevent SET at = %s WHERE id = %s", AT + timedelta(days=1), events[0].pk)
        assert selectors.first_broken_link() == events[0].pk


class TestReading:
    def test_a_records_history_withholds_what_the_reader_may_not_see(self):
        note(target=(user := make_user()), changes={"margin": (1, 2), "name": ("a", "b")})
        kinds = {"restricted": {"margin": "MARGIN"}}
        (line,) = selectors.history_of(make_actor(roles=["READ_ONLY"]), Kind.ACCOUNT, user.uid, **kinds)
        assert {(each.field, each.old, each.withheld) for each in line.changes} == {
            ("margin", None, True),
            ("name", "a", False),
        }
        (line,) = selectors.history_of(make_actor(roles=["KAM"]), Kind.ACCOUNT, user.uid, **kinds)
        assert {each.old for each in line.changes} == {1, "a"}

    def test_a_records_history_is_read_page_by_page(self):
        events = [note(target=(user := make_user())), note(target=user), note(target=user)]
        actor = make_actor()
        first = selectors.history_of(actor, Kind.ACCOUNT, user.uid, restricted={}, limit=1)
        rest = selectors.history_of(actor, Kind.ACCOUNT, user.uid, restricted={}, before=first[0].event.pk)
        assert [line.event for line in first + rest] == events[::-1]

    def test_the_whole_log_needs_its_right(self):
        with pytest.raises(Denied):
            selectors.all_events(make_actor(roles=["KAM"]))
        with pytest.raises(Denied):
            selectors.find_events(make_actor(roles=["KAM"]), selectors.EventFilter())

    def test_the_log_is_narrowed_and_paged(self):
        director = make_actor(roles=["SALES_DIRECTOR"])
        kam = make_actor()
        old = note(kam, at=AT - timedelta(days=3))
        new = note(kam, verb=Verb.EXPORTED, kind=Kind.LIST)
        wanted = selectors.EventFilter

        def found(**conditions):
            lines = selectors.find_events(director, wanted(**{"user_id": kam.user.pk, **conditions}))
            return [line.event for line in lines]

        assert found() == [new, old]
        assert found(kind=Kind.LIST) == found(verb=Verb.EXPORTED) == [new]
        assert found(since=AT) == [new]
        assert found(until=AT) == [old]
        assert [
            line.event for line in selectors.find_events(director, wanted(user_id=kam.user.pk), before=new.pk)
        ] == [old]

    def test_the_last_change_is_no_view(self):
        user = make_user()
        event = note(target=user)
        note(target=user, verb=Verb.VIEWED)
        assert selectors.last_change(Kind.ACCOUNT, user.uid) == event
        assert selectors.last_change(Kind.ACCOUNT, "nothing") is None

    def test_who_saw_a_person_can_be_told(self):
        view = note(target=(user := make_user()), kind=Kind.PERSON, verb=Verb.VIEWED)
        note(target=user, kind=Kind.PERSON)
        assert list(selectors.views_of_person(user.uid)) == [view]
