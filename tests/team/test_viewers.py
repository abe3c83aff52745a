"""Who is said to see a record is who sees it."""

from datetime import timedelta

import pytest
from tests.deals import make_opportunity, make_person
from tests.factories import AT, TODAY, make_account, make_actor, make_user, with_every_right

from tongxin.common.errors import Missing
from tongxin.crm.accounts.selectors import get_account_for, viewers_of_account
from tongxin.crm.opportunities.models import OpportunityMember
from tongxin.crm.opportunities.selectors import get_opportunity_for, viewers_of_opportunity
from tongxin.crm.stakeholders.actions import create_post, start_tenure
from tongxin.crm.stakeholders.selectors import get_person_for, viewers_of_person
from tongxin.team import actions as team
from tongxin.team.choices import Role
from tongxin.team.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """Two lines, deputies of today and of yesterday, overseers, and some who have nothing to do with it."""
    head = make_user([Role.SALES_DIRECTOR], display_name="Head")
    director = make_user([Role.SALES_DIRECTOR], display_name="Director", manager=head)
    other = make_user([Role.SALES_DIRECTOR], display_name="Other director")
    people = {
        "head": head, "director": director, "other": other,
        "kam": make_user(display_name="Kam", manager=director),
        "engineer": make_user([Role.TEAM_MEMBER], display_name="Engineer", manager=other),
        "gone": make_user(display_name="Gone"),
        "deputy": make_user(display_name="Deputy"),
        "deputy_of_head": make_user(display_name="Deputy of the head"),
        "deputy_of_stranger": make_user(display_name="Deputy of a stranger"),
        "late_deputy": make_user(display_name="Late deputy"),
        "stranger": make_user(display_name="Stranger"),
        "executive": make_user([Role.EXECUTIVE], display_name="Executive"),
        "auditor": make_user([Role.READ_ONLY], display_name="Auditor", granted_rights=["SEE_ALL"]),
    }  # fmt: skip
    User.objects.filter(pk=people["gone"].pk).update(is_active=False)
    away(people["kam"], people["deputy"])
    away(head, people["deputy_of_head"])
    away(people["stranger"], people["deputy_of_stranger"])
    away(people["engineer"], people["late_deputy"], days=-7)
    return people


def away(user, deputy, *, days=0):
    day = TODAY + timedelta(days=days)
    team.add_absence(actor=make_actor(user), at=AT, user=user, deputy=deputy, from_date=day, to_date=day)


def who_reach(get):
    """Return the names of the active users whose request for a record succeeds."""
    names = set()
    for user in User.objects.filter(is_active=True):
        try:
            get(make_actor(user))
        except Missing:
            continue
        names.add(user.display_name)
    return names


def named(viewers):
    groups = (
        *viewers.team,
        *viewers.leads,
        *(deputy.user for deputy in viewers.deputies),
        *viewers.all_seeing,
    )
    assert len(groups) == viewers.count
    names = [user.display_name for user in groups]
    assert len(names) == len(set(names))
    return set(names)


def test_who_sees_an_account_is_who_reaches_it(company):
    account = make_account(company["kam"], members=[company["engineer"], company["gone"]])
    viewers = viewers_of_account(account, as_of=TODAY)
    assert named(viewers) == who_reach(lambda actor: get_account_for(actor, account.uid))
    assert [user.display_name for user in viewers.team] == ["Engineer", "Kam"]
    assert [user.display_name for user in viewers.leads] == ["Director", "Head", "Other director"]
    assert [
        (deputy.user.display_name, deputy.away.display_name, deputy.until) for deputy in viewers.deputies
    ] == [
        ("Deputy", "Kam", TODAY),
        ("Deputy of the head", "Head", TODAY),
    ]
    assert {user.display_name for user in viewers.all_seeing} >= {"Executive", "Auditor"}
    assert "Stranger" not in named(viewers)


def test_a_deals_own_team_sees_the_deal_and_not_the_account(company):
    account = make_account(company["kam"])
    deal = make_opportunity(make_actor(company["kam"]), account=account)
    OpportunityMember.objects.create(
        opportunity=deal, user=company["stranger"], function="TECHNICAL", created_at=AT
    )
    viewers = viewers_of_opportunity(deal, as_of=TODAY)
    assert named(viewers) == who_reach(lambda actor: get_opportunity_for(actor, deal.uid))
    assert {"Stranger", "Deputy of a stranger"} <= named(viewers)
    assert "Stranger" not in named(viewers_of_account(account, as_of=TODAY))


def test_who_sees_a_person_follows_every_post_they_held(company):
    here, before = make_account(company["kam"]), make_account(company["stranger"])
    person = make_person(here)
    actor = make_actor(company["stranger"])
    post = create_post(actor=actor, at=AT, account=before, title="Buyer")
    start_tenure(actor=with_every_right(company["kam"]), at=AT, person=person, post=post)
    viewers = viewers_of_person(person, as_of=TODAY)
    assert named(viewers) == who_reach(lambda actor: get_person_for(actor, person.uid))
    assert {"Kam", "Stranger"} <= named(viewers)


def test_who_sees_a_person_without_account_is_who_owns_them(company):
    person = make_person()
    person.owner = company["engineer"]
    person.save()
    viewers = viewers_of_person(person, as_of=TODAY)
    assert named(viewers) == who_reach(lambda actor: get_person_for(actor, person.uid))
    assert [user.display_name for user in viewers.team] == ["Engineer"]


def test_somebody_whom_nobody_owns_is_seen_by_who_sees_everything(company):
    viewers = viewers_of_person(make_person(), as_of=TODAY)
    assert (viewers.team, viewers.leads, viewers.deputies) == ((), (), ())


def test_who_sees_a_record_costs_as_many_queries_for_many_people(company, django_assert_num_queries):
    account = make_account(company["kam"], members=[make_user() for _ in range(20)])
    with django_assert_num_queries(3):
        viewers_of_account(account, as_of=TODAY)
