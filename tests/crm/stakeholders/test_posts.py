"""Posts stay when people go; who held which when is kept."""

from datetime import date

import pytest
from tests.factories import AT, make_account, make_actor

from tongxin.common.errors import Conflict, Denied, Missing, StaleVersion
from tongxin.crm.stakeholders import actions, rules, selectors
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Post, Tenure
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kam():
    return make_actor()


@pytest.fixture
def account(kam):
    return make_account(kam.user)


def make_person(actor, account=None, full_name="尤振邦", **more):
    return actions.create_person(actor=actor, at=AT, full_name=full_name, account=account, **more)


def make_post(actor, account, title="主任", **more):
    return actions.create_post(actor=actor, at=AT, account=account, title=title, **more)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "POST_TITLE_MISSING"),
        ({"level": "KING"}, "POST_LEVEL_UNKNOWN"),
        ({"account": None}, "FIELD_UNKNOWN"),
    ],
)
def test_a_wrong_value_of_a_post_is_refused(kam, account, values, code):
    post = make_post(kam, account)
    with pytest.raises(rules.PostRefused) as refused:
        actions.change_post(actor=kam, at=AT, post=post, values=values)
    assert refused.value.code == code


def test_a_new_title_is_its_holders_title(kam, account):
    person = make_person(kam, account, title="主任")
    post = Post.objects.get()
    actions.change_post(actor=kam, at=AT, post=post, values={"title": "處長"})
    person.refresh_from_db()
    assert person.title == "處長"
    assert SearchDocument.objects.get(object_uid=person.uid).subtitle == "處長"
    assert actions.change_post(actor=kam, at=AT, post=post, values={"title": "處長"}) == {}
    assert actions.change_post(actor=kam, at=AT, post=post, values={"department": "影像部"})


def test_a_stale_change_of_a_post_is_refused(kam, account):
    post = make_post(kam, account)
    actions.change_post(actor=kam, at=AT, post=post, values={"department": "A"})
    with pytest.raises(StaleVersion):
        actions.change_post(actor=kam, at=AT, post=post, values={"department": "B"}, expected_version=1)


def test_reporting_lines_have_no_circles(kam, account):
    top = make_post(kam, account, "院長")
    middle = make_post(kam, account, "副院長", reports_to=top)
    low = make_post(kam, account, "主任", reports_to=middle)
    for boss in (top, middle, low):
        with pytest.raises(rules.PostRefused) as refused:
            actions.change_post(actor=kam, at=AT, post=top, values={"reports_to": boss})
        assert refused.value.code == "REPORTS_CIRCLE"
    assert actions.change_post(actor=kam, at=AT, post=low, values={"reports_to": top})


def test_a_line_too_deep_is_refused_as_a_circle(kam, account):
    boss = None
    for number in range(rules.DEEPEST_LINE + 1):
        boss = make_post(kam, account, f"P{number}", reports_to=boss)
    with pytest.raises(rules.PostRefused):
        actions.change_post(
            actor=kam, at=AT, post=make_post(kam, account, "new"), values={"reports_to": boss}
        )


def test_nobody_reports_outside_the_group_or_to_a_closed_post(kam, account):
    elsewhere = make_post(kam, make_account(kam.user), "院長")
    closed = actions.close_post(actor=kam, at=AT, post=make_post(kam, account, "舊職"))
    for boss, code in ((elsewhere, "REPORTS_ELSEWHERE"), (closed, "REPORTS_CLOSED")):
        with pytest.raises(rules.PostRefused) as refused:
            make_post(kam, account, "主任", reports_to=boss)
        assert refused.value.code == code
    unplaced = make_account(kam.user)
    unplaced.tree_path = ""
    assert rules.top_of(unplaced) == str(unplaced.pk)


def test_only_a_vacant_post_is_closed_and_its_reports_move_up(kam, account):
    top = make_post(kam, account, "院長")
    middle = make_post(kam, account, "副院長", reports_to=top)
    low = make_post(kam, account, "主任", reports_to=middle)
    person = make_person(kam, account, title="副院長")
    with pytest.raises(Conflict):
        actions.close_post(actor=kam, at=AT, post=middle)
    actions.end_tenure(actor=kam, at=AT, tenure=Tenure.objects.get(person=person), reason="RETIRED")
    actions.close_post(actor=kam, at=AT, post=middle)
    low.refresh_from_db()
    assert low.reports_to == top
    with pytest.raises(Conflict):
        actions.close_post(actor=kam, at=AT, post=middle)
    with pytest.raises(Denied):
        actions.close_post(actor=make_actor(roles=[Role.READ_ONLY]), at=AT, post=top)


def test_leaving_keeps_the_post_and_the_history(kam, account):
    person = make_person(kam, account, title="主任")
    tenure = Tenure.objects.select_related("post__account", "person").get()
    actions.end_tenure(actor=kam, at=AT, tenure=tenure, reason="LEFT", until=date(2026, 10, 1))
    person.refresh_from_db()
    assert (person.account, person.title, person.status) == (None, "", PersonStatus.LEFT)
    assert selectors.get_person_for(kam, person.uid) == person
    [node] = selectors.organisation_of(account)
    assert node.is_vacant
    assert SearchDocument.objects.get(object_uid=person.uid).account_id == account.pk
    with pytest.raises(Conflict):
        actions.end_tenure(actor=kam, at=AT, tenure=tenure, reason="LEFT")


def test_a_mistaken_tenure_leaves_the_person_at_the_account(kam, account):
    person = make_person(kam, account, title="主任")
    actions.end_tenure(actor=kam, at=AT, tenure=Tenure.objects.get(), reason="MISTAKE")
    person.refresh_from_db()
    assert (person.account, person.title, person.status) == (account, "", PersonStatus.ACTIVE)
    assert list(selectors.people_without_post(kam, account)) == [person]


def test_a_tenure_ends_for_a_known_reason_not_before_it_began(kam, account):
    person = make_person(kam)
    tenure = actions.start_tenure(
        actor=kam, at=AT, person=person, post=make_post(kam, account), since=date(2026, 5, 1)
    )
    for values, code in (
        ({"reason": "BORED"}, "TENURE_END_UNKNOWN"),
        ({"reason": "LEFT", "until": date(2026, 4, 30)}, "DATES_REVERSED"),
    ):
        with pytest.raises(rules.TenureRefused) as refused:
            actions.end_tenure(actor=kam, at=AT, tenure=tenure, **values)
        assert refused.value.code == code


def test_a_person_has_several_posts_and_one_main_one(kam, account):
    person = make_person(kam, account, title="主任")
    second = actions.start_tenure(
        actor=kam, at=AT, person=person, post=make_post(kam, account, "委員"), is_main=False
    )
    person.refresh_from_db()
    assert (person.title, second.is_main) == ("主任", False)
    main = Tenure.objects.get(is_main=True)
    actions.end_tenure(actor=kam, at=AT, tenure=main, reason="MOVED")
    person.refresh_from_db()
    assert person.title == "委員"
    assert Tenure.objects.get(pk=second.pk).is_main


def test_the_first_post_is_the_main_one_whatever_is_said(kam, account):
    person = make_person(kam)
    tenure = actions.start_tenure(
        actor=kam, at=AT, person=person, post=make_post(kam, account), is_main=False
    )
    assert tenure.is_main


def test_nobody_takes_a_post_twice_a_closed_one_or_as_deleted(kam, account):
    person = make_person(kam, account, title="主任")
    post = Post.objects.get()
    with pytest.raises(Conflict):
        actions.start_tenure(actor=kam, at=AT, person=person, post=post)
    closed = actions.close_post(actor=kam, at=AT, post=make_post(kam, account, "舊職"))
    with pytest.raises(Conflict):
        actions.start_tenure(actor=kam, at=AT, person=person, post=closed)
    gone = actions.delete_person(actor=kam, at=AT, person=make_person(kam))
    with pytest.raises(Conflict):
        actions.start_tenure(actor=kam, at=AT, person=gone, post=post)


def test_moving_leaves_one_post_and_takes_another(kam, account):
    elsewhere = make_account(kam.user)
    person = make_person(kam, account, title="主任")
    post = make_post(kam, elsewhere, "處長")
    actions.move_person(actor=kam, at=AT, person=person, post=post, on=date(2026, 11, 1))
    person.refresh_from_db()
    assert (person.account, person.title) == (elsewhere, "處長")
    left = Tenure.objects.get(is_current=False)
    assert (left.until, left.end_reason, left.post.title) == (date(2026, 11, 1), "MOVED", "主任")
    assert Tenure.objects.get(is_current=True).since == date(2026, 11, 1)


def test_moving_somebody_known_without_a_post_leaves_a_trace(kam, account):
    elsewhere = make_account(kam.user)
    person = make_person(kam, account)
    actions.move_person(actor=kam, at=AT, person=person, post=make_post(kam, elsewhere, "處長"))
    trace = Tenure.objects.get(post__account=account)
    assert (trace.is_current, trace.post.title, trace.post.is_active) == (False, "", False)


def test_one_of_several_posts_can_be_the_one_left(kam, account):
    person = make_person(kam, account, title="主任")
    second = actions.start_tenure(
        actor=kam, at=AT, person=person, post=make_post(kam, account, "委員"), is_main=False
    )
    actions.move_person(actor=kam, at=AT, person=person, post=make_post(kam, account, "處長"), leaving=second)
    titles = {tenure.post.title for tenure in Tenure.objects.filter(is_current=True)}
    assert titles == {"主任", "處長"}


def test_the_organisation_is_a_tree_with_its_vacant_posts(kam, account, django_assert_num_queries):
    top = make_post(kam, account, "院長")
    make_post(kam, account, "採購長", reports_to=top)
    make_person(kam, account, title="主任", reports_to=top)
    make_person(kam, account, full_name="裴慧君", title="院長")
    with django_assert_num_queries(2):
        nodes = selectors.organisation_of(account)
    assert [(node.post.title, node.depth, node.is_vacant) for node in nodes] == [
        ("院長", 0, False),
        ("採購長", 1, True),
        ("主任", 1, False),
    ]


def test_posts_and_tenures_of_other_teams_are_missing(kam, account):
    make_person(kam, account, title="主任")
    post, tenure = Post.objects.get(), Tenure.objects.get()
    assert selectors.get_post_for(kam, post.uid) == post
    assert selectors.get_tenure_for(kam, tenure.uid) == tenure
    outsider = make_actor()
    with pytest.raises(Missing):
        selectors.get_post_for(outsider, post.uid)
    with pytest.raises(Missing):
        selectors.get_tenure_for(outsider, tenure.uid)


def test_a_vacant_post_of_another_department_is_not_taken(kam, account):
    nursing = make_post(kam, account, department="護理部")
    taken = actions.take_or_make_post(actor=kam, at=AT, account=account, title="主任", department="護理部")
    assert taken == nursing
    made = actions.take_or_make_post(actor=kam, at=AT, account=account, title="主任", department="放射科")
    assert (made.department, Post.objects.count()) == ("放射科", 2)
    # The same holds for people who are created with a post.
    person = make_person(kam, account, title="主任", department="護理部")
    assert Tenure.objects.get(person=person).post == nursing
