import pytest
from django.utils.translation import override
from tests.factories import AT, make_actor

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied, Missing, StaleVersion
from tongxin.crm.accounts import dictionaries as domain
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import DictionaryRefused
from tongxin.crm.accounts.labels import LANGUAGES, LabelRefused, clean_labels, code_from
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.accounts.reference import ENTRIES

TIER, REGION = DictionaryKind.TIER, DictionaryKind.REGION


class TestLabels:
    def test_are_trimmed_and_put_in_order_without_the_empty_ones(self):
        cleaned = clean_labels({"en": " Key ", "zh-hant": "重點", "zh-hans": "  "})
        assert list(cleaned.items()) == [("zh-hant", "重點"), ("en", "Key")]

    @pytest.mark.parametrize(
        ("labels", "code"),
        [
            ({"en": " "}, "LABEL_MISSING"),
            ({}, "LABEL_MISSING"),
            ({"en": "x" * 61}, "LABEL_LONG"),
            ({"fr": "Clé"}, "LABEL_LANGUAGE_UNKNOWN"),
        ],
    )
    def test_are_refused(self, labels, code):
        with pytest.raises(LabelRefused, match=code):
            clean_labels(labels)

    def test_may_be_missing_where_they_are_not_required(self):
        assert clean_labels({"en": ""}, required=False) == {}

    @pytest.mark.parametrize(
        ("labels", "taken", "code"),
        [
            ({"en": "Key account (old)"}, [], "KEY_ACCOUNT_OLD"),
            ({"en": "Key"}, ["KEY"], "KEY_2"),
            ({"en": "Key"}, ["KEY", "KEY_2"], "KEY_3"),
            ({"zh-hant": "重點"}, [], "ENTRY"),
            ({"en": "重點"}, [], "ENTRY"),
        ],
    )
    def test_give_the_code(self, labels, taken, code):
        assert code_from(labels, taken=frozenset(taken), fallback="ENTRY") == code


def test_the_defaults_have_three_languages_and_codes_of_their_own():
    assert set(ENTRIES) == set(DictionaryKind)
    for entries in ENTRIES.values():
        assert len({code for code, *_ in entries}) == len(entries)
        for code, *labels in entries:
            assert code.isascii()
            assert len(labels) == len(LANGUAGES)
            assert clean_labels(dict(zip(LANGUAGES, labels, strict=True)))
            assert len(set(labels)) > 1


@pytest.mark.django_db
class TestActions:
    @pytest.fixture
    def boss(self):
        return make_actor(roles=["ADMINISTRATOR"])

    @pytest.fixture
    def tiers(self) -> list[DictionaryEntry]:
        assert domain.ensure_dictionaries(at=AT) > 0
        return list(domain.entries_of(TIER))

    def last(self) -> AuditEvent:
        return AuditEvent.objects.order_by("-pk")[0]

    def test_defaults_fill_empty_dictionaries_only(self, tiers):
        assert [entry.code for entry in tiers if entry.is_key] == ["STRATEGIC", "KEY"]
        assert domain.ensure_dictionaries(at=AT) == 0
        DictionaryEntry.objects.filter(kind=TIER).exclude(code="KEY").delete()
        DictionaryEntry.objects.filter(kind=REGION).delete()
        assert domain.ensure_dictionaries(at=AT) == len(ENTRIES[REGION])
        assert domain.entries_of(TIER).count() == 1

    def test_an_entry_is_added_at_the_end(self, boss, tiers):
        entry = domain.add_entry(actor=boss, at=AT, kind=TIER, labels={"en": "Pilot"}, is_key=True)
        assert (entry.code, entry.position, entry.is_key) == ("PILOT", len(tiers), True)
        assert (self.last().verb, self.last().object_kind) == (Verb.CREATED, Kind.DICTIONARY)

    def test_the_first_entry_of_a_dictionary_stands_at_the_top(self):
        assert domain.add_entry(actor=None, at=AT, kind=REGION, labels={"zh-hant": "北部"}).position == 0

    def test_a_label_is_there_once_whatever_script_and_case(self, boss, tiers):
        for labels in ({"en": "strategic"}, {"zh-hans": "策略客户"}):
            with pytest.raises(DictionaryRefused, match="ENTRY_TAKEN"):
                domain.add_entry(actor=boss, at=AT, kind=TIER, labels=labels)
        with pytest.raises(DictionaryRefused, match="ENTRY_TAKEN"):
            domain.change_entry(actor=boss, at=AT, entry=tiers[1], values={"labels": {"en": "Strategic"}})

    def test_a_change_is_logged_and_needs_the_present_version(self, boss, tiers):
        entry = tiers[0]
        domain.change_entry(
            actor=boss, at=AT, entry=entry, values={"labels": {"en": "Top"}, "is_active": False}
        )
        assert self.last().changes["is_active"] == [True, False]
        assert entry not in domain.active_entries_of(TIER)
        assert entry in domain.entries_of(TIER)
        count = AuditEvent.objects.count()
        domain.change_entry(actor=boss, at=AT, entry=entry, values={"is_active": False})
        assert AuditEvent.objects.count() == count
        with pytest.raises(StaleVersion):
            domain.change_entry(actor=boss, at=AT, entry=entry, values={"is_key": False}, expected_version=1)

    def test_only_known_fields_change(self, boss, tiers):
        with pytest.raises(DictionaryRefused, match="FIELD_UNKNOWN"):
            domain.change_entry(actor=boss, at=AT, entry=tiers[0], values={"code": "X"})

    def test_entries_are_put_in_another_order(self, boss, tiers):
        codes = [entry.code for entry in tiers]
        domain.place_entry(actor=boss, at=AT, entry=tiers[2], position=0)
        assert [entry.code for entry in domain.entries_of(TIER)] == [codes[2], *codes[:2], *codes[3:]]
        assert self.last().changes == {"position": [2, 0]}
        moved = domain.place_entry(actor=boss, at=AT, entry=domain.entries_of(TIER)[0], position=99)
        assert moved.position == len(codes) - 1
        count = AuditEvent.objects.count()
        domain.place_entry(actor=boss, at=AT, entry=moved, position=len(codes) - 1)
        assert AuditEvent.objects.count() == count

    def test_administrators_only(self, tiers):
        kam = make_actor()
        for attempt in (
            lambda: domain.add_entry(actor=kam, at=AT, kind=TIER, labels={"en": "X"}),
            lambda: domain.change_entry(actor=kam, at=AT, entry=tiers[0], values={"is_active": False}),
            lambda: domain.place_entry(actor=kam, at=AT, entry=tiers[0], position=1),
        ):
            with pytest.raises(Denied):
                attempt()

    def test_entries_are_found_by_code_and_label_in_any_script(self, tiers):
        for text in ("STRATEGIC", "策略客戶", "策略客户", " Strategic "):
            assert domain.find_entry(TIER, text) == tiers[0]
        assert domain.find_entry(TIER, "unheard of") is None

    def test_an_entry_is_read_by_its_uid(self, tiers):
        assert domain.get_entry(tiers[0].uid) == tiers[0]
        with pytest.raises(Missing):
            domain.get_entry("nothing")

    def test_a_label_is_shown_in_the_readers_language_else_in_one_there_is(self, tiers):
        for language, label in (("zh-hans", "战略客户"), ("en", "Strategic"), ("fr", "策略客戶")):
            with override(language):
                assert str(tiers[0]) == label
        assert DictionaryEntry(code="X", labels={}).label == "X"
