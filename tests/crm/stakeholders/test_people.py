"""People are entered, changed, found, hidden and brought back, each within what one may see and do."""

import pytest
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.audit.choices import Kind, Verb
from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, Missing, StaleVersion
from tongxin.common.rights import Right
from tongxin.crm.stakeholders import actions, rules, selectors
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kam():
    return make_actor()


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療")


def make_person(actor, account=None, full_name="尤振邦", **more):
    return actions.create_person(actor=actor, at=AT, full_name=full_name, account=account, **more)


def query(actor, **params):
    return selectors.PERSON_LIST.parse({key: [value] for key, value in params.items()}, actor=actor)


def test_only_the_name_is_needed(kam):
    person = make_person(kam, full_name=" 尤振邦 ")
    assert (person.full_name, person.owner, person.account, person.title) == ("尤振邦", kam.user, None, "")
    assert not Tenure.objects.exists()
    assert person.sort_key
    assert person.initial == "尤"


def test_a_title_makes_a_post_and_a_tenure(kam, account):
    boss = actions.create_post(actor=kam, at=AT, account=account, title="院長")
    person = make_person(kam, account, title="主任", department="影像部", level="MANAGER", reports_to=boss)
    tenure = Tenure.objects.get()
    assert (tenure.person, tenure.is_current, tenure.is_main) == (person, True, True)
    assert (tenure.post.department, tenure.post.level, tenure.post.reports_to) == ("影像部", "MANAGER", boss)
    person.refresh_from_db()
    assert (person.account, person.title) == (account, "主任")


def test_a_vacant_post_of_the_same_title_is_taken(kam, account):
    post = actions.create_post(actor=kam, at=AT, account=account, title="主任", department="影像部")
    make_person(kam, account, title="主任", department="影像部")
    assert Tenure.objects.get().post == post
    make_person(kam, account, full_name="駱冠廷", title="主任", department="影像部")
    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"full_name": " "}, "PERSON_NAME_MISSING"),
        ({"email": "not an address"}, "EMAIL_WRONG"),
        ({"status": "LEFT"}, "FIELD_UNKNOWN"),
        ({"names": [("Yu", "NICK")]}, "NAME_KIND_UNKNOWN"),
    ],
)
def test_a_wrong_value_is_refused(kam, values, code):
    with pytest.raises(rules.PersonRefused) as refused:
        actions.create_person(actor=kam, at=AT, **{"full_name": "尤振邦", **values})
    assert refused.value.code == code
    assert not Person.objects.exists()


def test_a_judgement_needs_its_right(kam):
    member = make_actor(roles=[Role.TEAM_MEMBER])
    with pytest.raises(Denied):
        make_person(member, judgement="cautious")
    assert make_person(kam, judgement="cautious").judgement == "cautious"
    assert member.has(Right.EDIT)


def test_whoever_only_reads_creates_nobody(account):
    with pytest.raises(Denied):
        make_person(make_actor(roles=[Role.READ_ONLY]))


def test_a_closed_account_takes_no_people(kam):
    with pytest.raises(Conflict):
        make_person(kam, make_account(kam.user, status="DELETED"))


def test_changes_are_written_audited_and_found(kam, account):
    person = make_person(kam, account)
    changes = actions.change_person(
        actor=kam, at=AT, person=person, values={"full_name": "尤正邦", "email": "yu@example.com"}
    )
    assert set(changes) == {"full_name", "email"}
    event = AuditEvent.objects.filter(verb=Verb.CHANGED, object_uid=person.uid).get()
    assert event.changes["full_name"] == ["尤振邦", "尤正邦"]
    assert event.account_uid == account.uid
    found = selectors.list_people(kam, query(kam, q="youzhengbang")).items
    assert [item.uid for item in found] == [person.uid]
    assert actions.change_person(actor=kam, at=AT, person=person, values={"email": "yu@example.com"}) == {}


def test_the_judgement_is_never_indexed(kam, account):
    person = make_person(kam, account, judgement="secretcanary", note="likes tea")
    document = SearchDocument.objects.get(object_uid=person.uid)
    assert "secretcanary" not in document.body_tokens + document.title_tokens
    assert "tea" in document.body_tokens


def test_a_stale_change_is_refused(kam):
    person = make_person(kam)
    actions.change_person(actor=kam, at=AT, person=person, values={"phone": "1"})
    with pytest.raises(StaleVersion):
        actions.change_person(actor=kam, at=AT, person=person, values={"phone": "2"}, expected_version=1)


def test_other_names_are_replaced_and_found(kam, account):
    person = make_person(kam, account, names=[("Jenny Yu", "LATIN"), (" ", "OTHER")])
    given = [("尤珍妮", "OTHER"), (" ", "OTHER")]
    actions.set_person_names(actor=kam, at=AT, person=person, names=given)
    assert [name.name for name in selectors.names_of(person)] == ["尤珍妮"]
    assert [p.uid for p in selectors.list_people(kam, query(kam, q="尤珍妮")).items] == [person.uid]
    before = AuditEvent.objects.count()
    actions.set_person_names(actor=kam, at=AT, person=person, names=[("尤珍妮", "OTHER")])
    assert AuditEvent.objects.count() == before


def test_a_deleted_person_is_hidden_and_can_be_restored(kam, account):
    person = make_person(kam, account, title="主任")
    actions.delete_person(actor=kam, at=AT, person=person)
    with pytest.raises(Missing):
        selectors.get_person_for(kam, person.uid)
    assert not SearchDocument.objects.filter(object_uid=person.uid).exists()
    with pytest.raises(Conflict):
        actions.delete_person(actor=kam, at=AT, person=person)
    with pytest.raises(Conflict):
        actions.change_person(actor=kam, at=AT, person=person, values={"phone": "1"})
    assert not rules.can_edit_person(kam, person)
    hidden = selectors.get_deleted_person_for(kam, person.uid)
    actions.restore_person(actor=kam, at=AT, person=hidden)
    assert selectors.get_person_for(kam, person.uid).status == PersonStatus.ACTIVE
    assert rules.can_edit_person(kam, hidden)
    version = hidden.version
    actions.restore_person(actor=kam, at=AT, person=hidden)
    assert hidden.version == version
    with pytest.raises(Missing):
        selectors.get_deleted_person_for(kam, person.uid)


def test_somebody_who_had_left_is_restored_as_gone(kam, account):
    person = make_person(kam, account, title="主任")
    actions.end_tenure(actor=kam, at=AT, tenure=Tenure.objects.get(), reason="LEFT")
    person.refresh_from_db()
    actions.delete_person(actor=kam, at=AT, person=person)
    actions.restore_person(actor=kam, at=AT, person=person)
    assert person.status == PersonStatus.LEFT


def test_a_view_is_kept_in_the_log(kam, account):
    person = make_person(kam, account)
    actions.record_view(actor=kam, at=AT, person=person)
    event = AuditEvent.objects.get(verb=Verb.VIEWED)
    assert (event.object_kind, event.object_uid, event.user_id) == (Kind.PERSON, person.uid, kam.user.pk)


def test_people_are_seen_through_the_account_team(kam, account):
    person = make_person(kam, account)
    outsider = make_actor()
    with pytest.raises(Missing):
        selectors.get_person_for(outsider, person.uid)
    mate = make_user()
    make_member(account, mate)
    assert selectors.get_person_for(make_actor(mate), person.uid) == person
    assert selectors.get_person_for(make_actor(roles=[Role.EXECUTIVE]), person.uid) == person


def test_without_account_people_are_seen_by_their_owner_and_the_line_above(kam):
    boss = make_user()
    owner = make_user(manager=boss)
    person = make_person(make_actor(owner))
    assert selectors.get_person_for(make_actor(boss), person.uid) == person
    with pytest.raises(Missing):
        selectors.get_person_for(kam, person.uid)


def test_who_moved_on_is_still_seen_by_the_team_they_left(kam, account):
    other = make_actor()
    elsewhere = make_account(other.user)
    person = make_person(kam, account, title="主任")
    post = actions.create_post(actor=other, at=AT, account=elsewhere, title="處長")
    actions.move_person(actor=kam, at=AT, person=person, post=post)
    assert selectors.get_person_for(kam, person.uid).account == elsewhere
    assert selectors.get_person_for(other, person.uid) == person
    assert [tenure.post.title for tenure in selectors.tenures_of(kam, person)] == ["主任"]
    assert [tenure.post.title for tenure in selectors.tenures_of(other, person)] == ["處長"]


def test_people_are_read_in_the_order_asked_for(kam):
    one, two = make_person(kam), make_person(kam, full_name="駱冠廷")
    assert selectors.people_by_uid(kam, [two.uid, one.uid, two.uid]) == [two, one]
    with pytest.raises(Missing):
        selectors.people_by_uid(kam, [one.uid, "none"])


def test_the_list_filters_sorts_and_hides_the_judgement(kam, account):
    make_person(kam, account, full_name="丁一", title="主任")
    make_person(kam, full_name="王五")
    listed = selectors.list_people(kam, query(kam, account=account.uid)).items
    assert [person.full_name for person in listed] == ["丁一"]
    assert [p.full_name for p in selectors.list_people(kam, query(kam, sort="-name", owner="me")).items] == [
        "王五",
        "丁一",
    ]
    assert "judgement" not in {field.key for field in selectors.PERSON_LIST.fields}


def test_the_same_person_is_found_by_address_and_by_name_at_the_account(kam, account):
    known = make_person(
        kam, account, full_name="陳美玲", email="may@example.com", names=[("May Chen", "LATIN")]
    )
    by_name = selectors.find_same_people(kam, names=["陈美玲小姐"], account=account)
    assert [(same.person, same.reason) for same in by_name] == [(known, "NAME")]
    by_other_name = selectors.find_same_people(kam, names=["Chen, May"], account=account)
    assert [same.person for same in by_other_name] == [known]
    by_email = selectors.find_same_people(kam, names=["M."], email="May@Example.com")
    assert [(same.person, same.reason) for same in by_email] == [(known, "EMAIL")]
    anywhere = selectors.find_same_people(kam, names=["陈美玲"])
    assert [(same.person, same.reason) for same in anywhere] == [(known, "NAME")]
    assert selectors.find_same_people(kam, names=["陈美玲"], account=make_account(kam.user)) == []
    assert selectors.find_same_people(kam, names=["陳美玲"], account=account, excluding=known) == []
    assert selectors.find_same_people(make_actor(), names=[], email="may@example.com") == []


def test_many_people_are_written_with_few_queries(kam, account, django_assert_max_num_queries):
    rows = [
        actions.NewPerson(full_name=f"人{n}", account=account if n % 2 else None, title="專員", values={})
        for n in range(40)
    ]
    with django_assert_max_num_queries(25):
        people = actions.create_people(actor=kam, at=AT, people=rows)
    assert [person.full_name for person in people] == [f"人{n}" for n in range(40)]
    assert Tenure.objects.count() == 20
    assert people[0].title == ""
    assert AuditEvent.objects.filter(verb=Verb.CREATED, object_kind=Kind.PERSON).count() == 40
    assert SearchDocument.objects.filter(kind=Kind.PERSON).count() == 40


def test_one_wrong_row_writes_nobody(kam):
    rows = [actions.NewPerson(full_name="甲"), actions.NewPerson(full_name="")]
    with pytest.raises(rules.PersonRefused):
        actions.create_people(actor=kam, at=AT, people=rows)
    assert not Person.objects.exists()


@pytest.mark.parametrize("title", ["", "採購經理"])
def test_who_leaves_stays_known_where_they_were(kam, account, title):
    person = make_person(kam, account, title=title)
    actions.record_departure(actor=kam, at=AT, person=person)
    assert person.account is None
    tenure = person.tenures.get()
    assert (tenure.post.account, tenure.post.title, tenure.is_current) == (account, title, False)


def test_a_name_stands_with_its_title_as_its_script_writes_them():
    assert Person(full_name="游靖堯", title="影像部主任").name_and_title == "游靖堯 影像部主任"
    assert (
        Person(full_name="Wen Shao-heng", title="Superintendent").name_and_title
        == "Wen Shao-heng, Superintendent"
    )
    assert Person(full_name="Wen Shao-heng").name_and_title == "Wen Shao-heng"
