"""Visits and notes are logged with one field, change honestly, and keep their private notes private."""

from datetime import timedelta

import pytest
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, Missing, StaleVersion
from tongxin.common.rights import Right
from tongxin.crm.relationships import actions, rules, selectors
from tongxin.crm.relationships.models import Interaction, Promise
from tongxin.crm.search import search
from tongxin.crm.stakeholders.actions import create_person, delete_person
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


def log(actor, text="說了資安", **more):
    return actions.log_interaction(actor=actor, at=AT, text=text, **more)


def fresh(record):
    record.refresh_from_db()
    return record


@pytest.mark.requirement("R6.6")
def test_only_the_text_is_needed(kam):
    interaction = log(kam, " 說了資安 ")
    assert (interaction.text, interaction.kind, interaction.occurred_at) == ("說了資安", "VISIT", AT)
    assert (interaction.author, interaction.account, interaction.sentiment) == (kam.user, None, None)
    assert AuditEvent.objects.get(object_kind=Kind.INTERACTION).verb == Verb.CREATED


def test_whom_and_what_the_text_names_is_concerned_through_every_door(kam, account, person, make_deal):
    deal = make_deal(account, name="核磁採購")
    entry = log(kam, f"與 @{person.full_name} 談 #核磁採購，還有 @{person.full_name}", people=[person])
    assert [link.person for link in entry.people.all()] == [person]
    assert [link.opportunity for link in entry.opportunities.all()] == [deal]
    assert entry.account == account
    stranger = make_actor(make_user())
    assert log(stranger, f"@{person.full_name}").account is None


def test_the_account_comes_from_deals_then_people(kam, account, person, make_deal):
    elsewhere = make_account(kam.user)
    nobody = create_person(actor=kam, at=AT, full_name="無名")
    assert log(kam, people=[nobody, person]).account == account
    assert log(kam, people=[nobody]).account is None
    assert log(kam, people=[person], opportunities=[make_deal(elsewhere)]).account == elsewhere
    assert log(kam, account=elsewhere, people=[person]).account == elsewhere


def test_everything_that_can_be_said_is_kept(kam, account, person, make_deal):
    deal, mate = make_deal(account), make_user()
    interaction = log(
        kam,
        kind="CALL",
        people=[person, person],
        opportunities=[deal],
        colleagues=[mate, kam.user],
        sentiment=4,
        private_note="謹慎",
        promises=[actions.NewPromise(text="弱點掃描報告", side="OURS")],
    )
    [view] = selectors.views_of(kam, [interaction])
    assert (view.people, view.opportunities, view.colleagues) == ((person,), (deal,), (mate,))
    assert (view.sentiment, view.private_note, view.may_change) == (4, "謹慎", True)
    assert [(p.text, p.owner, p.account) for p in view.promises] == [("弱點掃描報告", kam.user, account)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": " "}, "TEXT_MISSING"),
        ({"text": "x" * (rules.LONGEST_TEXT + 1)}, "TEXT_LONG"),
        ({"kind": "DANCE"}, "INTERACTION_KIND_UNKNOWN"),
        ({"sentiment": 6}, "SENTIMENT_UNKNOWN"),
        ({"occurred_at": AT + timedelta(days=500)}, "MOMENT_FAR"),
        ({"occurred_at": AT.replace(year=1)}, "MOMENT_EARLY"),
    ],
)
def test_a_wrong_value_is_refused(kam, values, code):
    with pytest.raises(rules.InteractionRefused) as refused:
        log(kam, **{"text": "x", **values})
    assert refused.value.code == code
    assert not Interaction.objects.exists()


def test_whoever_only_reads_logs_nothing_and_closed_accounts_take_nothing(kam):
    with pytest.raises(Denied):
        log(make_actor(roles=[Role.READ_ONLY]))
    with pytest.raises(Conflict):
        log(kam, account=make_account(kam.user, status="DELETED"))


@pytest.mark.requirement("R3.4")
def test_a_visit_is_the_last_contact_of_all_concerned(kam, account, person, make_deal):
    deal = make_deal(account)
    log(kam, people=[person], opportunities=[deal])
    log(kam, people=[person], opportunities=[deal], occurred_at=AT - timedelta(days=9))
    for record in (account, person, deal):
        assert fresh(record).last_contact_at == AT


@pytest.mark.parametrize("values", [{"kind": "NOTE"}, {"occurred_at": AT + timedelta(days=3)}])
def test_notes_and_planned_visits_are_no_contact(kam, account, person, values):
    log(kam, people=[person], **values)
    assert fresh(account).last_contact_at is None
    assert fresh(person).last_contact_at is None


def test_changing_when_it_was_reckons_the_last_contact_anew(kam, account, person):
    earlier = AT - timedelta(days=5)
    log(kam, people=[person], occurred_at=earlier)
    visit = log(kam, people=[person])
    actions.change_interaction(actor=kam, at=AT, interaction=visit, values={"kind": "NOTE"})
    assert (fresh(account).last_contact_at, fresh(person).last_contact_at) == (earlier, earlier)
    actions.change_interaction(
        actor=kam, at=AT, interaction=visit, values={"kind": "CALL", "occurred_at": AT - timedelta(days=1)}
    )
    assert fresh(person).last_contact_at == AT - timedelta(days=1)
    assert visit.people.get().occurred_at == AT - timedelta(days=1)


def test_who_was_there_can_be_corrected(kam, account, person, make_deal):
    other = create_person(actor=kam, at=AT, full_name="駱冠廷", account=account)
    deal, mate = make_deal(account), make_user()
    visit = log(kam, people=[person])
    changes = actions.change_interaction(
        actor=kam,
        at=AT,
        interaction=visit,
        values={},
        people=[other],
        opportunities=[deal],
        colleagues=[mate],
    )
    assert set(changes) == {"people", "opportunities", "colleagues"}
    assert fresh(person).last_contact_at is None
    assert fresh(other).last_contact_at == AT
    assert fresh(deal).last_contact_at == AT
    again = actions.change_interaction(
        actor=kam,
        at=AT,
        interaction=visit,
        values={},
        people=[other],
        opportunities=[deal],
        colleagues=[mate],
    )
    assert again == {}


def test_only_author_line_and_overseers_change_an_entry(kam, account):
    visit = log(kam, account=account)
    mate = make_user()
    make_member(account, mate)
    with pytest.raises(Denied) as denied:
        actions.change_interaction(actor=make_actor(mate), at=AT, interaction=visit, values={"text": "x"})
    assert denied.value.code == "INTERACTION_NOT_YOURS"
    assert not rules.can_change_interaction(make_actor(mate), visit)
    overseer = make_actor(make_user(granted_rights=[Right.SEE_ALL]))
    assert actions.change_interaction(actor=overseer, at=AT, interaction=visit, values={"text": "改"})
    assert [item.object_uid for item in search(kam, "改")] == [visit.uid]


def test_a_change_of_something_else_or_of_an_old_version_is_refused(kam):
    visit = log(kam)
    with pytest.raises(rules.InteractionRefused):
        actions.change_interaction(actor=kam, at=AT, interaction=visit, values={"author": None})
    actions.change_interaction(actor=kam, at=AT, interaction=visit, values={"text": "y"})
    with pytest.raises(StaleVersion):
        actions.change_interaction(
            actor=kam, at=AT, interaction=visit, values={"text": "z"}, expected_version=1
        )


def test_the_private_note_is_read_by_its_author_and_those_with_the_right(kam, account):
    visit = log(kam, account=account, private_note="canary")
    mate = make_user()
    make_member(account, mate)
    reader = make_user(granted_rights=[Right.PRIVATE_NOTE])
    make_member(account, reader)
    for user, note in ((kam.user, "canary"), (mate, ""), (reader, "canary")):
        actor = make_actor(user)
        assert (
            selectors.views_of(actor, [selectors.get_interaction_for(actor, visit.uid)])[0].private_note
            == note
        )
    document = SearchDocument.objects.get(object_uid=visit.uid)
    assert "canary" not in document.title_tokens + document.body_tokens


def test_nobody_writes_somebody_elses_private_note(kam):
    visit = log(kam)
    overseer = make_actor(make_user(granted_rights=[Right.SEE_ALL]))
    with pytest.raises(Denied):
        actions.change_interaction(
            actor=overseer, at=AT, interaction=visit, values={"private_note": "not yours"}
        )
    assert actions.change_interaction(actor=kam, at=AT, interaction=visit, values={"private_note": "mine"})


def test_a_deleted_entry_is_hidden_and_can_be_restored(kam, account, person):
    visit = log(kam, people=[person], promises=[actions.NewPromise(text="報告")])
    actions.delete_interaction(actor=kam, at=AT, interaction=visit)
    assert fresh(account).last_contact_at is None
    assert Promise.objects.count() == 1
    with pytest.raises(Missing):
        selectors.get_interaction_for(kam, visit.uid)
    with pytest.raises(Conflict):
        actions.delete_interaction(actor=kam, at=AT, interaction=visit)
    assert search(kam, "資安") == []
    hidden = selectors.get_interaction_for(kam, visit.uid, deleted=True)
    with pytest.raises(Denied):
        actions.restore_interaction(actor=make_actor(), at=AT, interaction=hidden)
    actions.restore_interaction(actor=kam, at=AT, interaction=hidden)
    assert fresh(account).last_contact_at == AT
    version = hidden.version
    assert actions.restore_interaction(actor=kam, at=AT, interaction=hidden).version == version


def test_a_restored_note_is_no_contact(kam, account):
    note = log(kam, account=account, kind="NOTE")
    actions.delete_interaction(actor=kam, at=AT, interaction=note)
    actions.restore_interaction(actor=kam, at=AT, interaction=note)
    assert fresh(account).last_contact_at is None


def test_entries_of_other_teams_and_of_nobody_are_missing(kam, account):
    seen, own = log(kam, account=account), log(kam)
    outsider = make_actor()
    for visit in (seen, own):
        with pytest.raises(Missing):
            selectors.get_interaction_for(outsider, visit.uid)
        assert selectors.get_interaction_for(kam, visit.uid) == visit
    assert selectors.get_interaction_for(make_actor(roles=[Role.EXECUTIVE]), own.uid) == own


def test_the_list_filters_and_finds(kam, account):
    log(kam, "談資安", account=account, kind="CALL")
    log(kam, "談價格")
    query = selectors.INTERACTION_LIST.parse({"q": ["資安"], "kind": ["CALL"]}, actor=kam)
    assert [visit.text for visit in selectors.list_interactions(kam, query).items] == ["談資安"]
    query = selectors.INTERACTION_LIST.parse({}, actor=kam)
    assert [visit.text for visit in selectors.list_interactions(kam, query).items] == ["談資安", "談價格"]


def test_readers_learn_nothing_of_people_and_deals_they_may_not_see(kam, account, person, make_deal):
    elsewhere = make_account(kam.user)
    stranger = create_person(actor=kam, at=AT, full_name="外人", account=elsewhere)
    gone = create_person(actor=kam, at=AT, full_name="走人", account=account)
    visit = log(kam, account=account, people=[person, stranger, gone], opportunities=[make_deal(elsewhere)])
    delete_person(actor=kam, at=AT, person=gone)
    mate = make_user()
    make_member(account, mate)
    [view] = selectors.views_of(make_actor(mate), [visit])
    assert (view.people, view.opportunities) == ((person,), ())


def test_reading_many_costs_what_reading_one_does(kam, account, person, django_assert_num_queries):
    visits = [log(kam, f"說{n}", people=[person]) for n in range(12)]
    with django_assert_num_queries(5):
        selectors.views_of(kam, visits[:1])
    with django_assert_num_queries(5):
        selectors.views_of(kam, visits)
