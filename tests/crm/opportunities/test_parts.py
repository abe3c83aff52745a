from decimal import Decimal

import pytest
from tests.deals import make_competitor, make_opportunity, make_person, make_product
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied, Missing
from tongxin.crm.accounts.choices import TeamFunction
from tongxin.crm.opportunities.actions import (
    remove_competitor,
    remove_contact,
    remove_line,
    remove_member,
    set_competitor,
    set_contact,
    set_line,
    set_member,
)
from tongxin.crm.opportunities.choices import BuyingRole
from tongxin.crm.opportunities.models import OpportunityMember
from tongxin.crm.opportunities.rules import OpportunityRefused
from tongxin.crm.opportunities.selectors import (
    competitors_of,
    contacts_of,
    get_contact,
    get_line,
    get_member,
    get_opportunity_for,
    get_rival,
    get_stage_entry,
    lines_of,
    members_of,
)
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor()


@pytest.fixture
def deal(actor):
    return make_opportunity(actor)


@pytest.fixture
def said(actor, deal):
    return {"actor": actor, "at": AT, "opportunity": deal}


@pytest.mark.requirement("R1.1")
def test_a_rival_is_put_on_a_deal_changed_and_taken_off(said, deal):
    competitor = make_competitor("Kaiser")
    rival = set_competitor(**said, competitor=competitor, is_incumbent=True, remark=" Cheap ")
    assert (rival.is_incumbent, rival.note) == (True, "Cheap")

    assert set_competitor(**said, competitor=competitor, remark="Cheaper") == rival
    assert AuditEvent.objects.latest("pk").changes == {
        "competitors.is_incumbent": [True, False],
        "competitors.note": ["Cheap", "Cheaper"],
    }
    logged = AuditEvent.objects.count()
    set_competitor(**said, competitor=competitor, remark="Cheaper")
    assert AuditEvent.objects.count() == logged

    assert list(competitors_of(deal)) == [get_rival(deal, rival.uid)]
    remove_competitor(**said, rival=rival)
    assert AuditEvent.objects.latest("pk").changes == {"competitors": ["Kaiser", None]}
    with pytest.raises(Missing):
        get_rival(deal, rival.uid)


def test_a_colleague_on_the_deals_team_sees_the_deal_until_taken_off(said, deal):
    user = make_user()
    with pytest.raises(Missing):
        get_opportunity_for(make_actor(user), deal.uid)

    member = set_member(**said, user=user, function=TeamFunction.BID)
    assert set_member(**said, user=user, function=TeamFunction.BID) == member
    assert get_opportunity_for(make_actor(user), deal.uid) == deal
    assert get_member(deal, member.uid) in list(members_of(deal))

    remove_member(**said, member=member)
    with pytest.raises(Missing):
        get_opportunity_for(make_actor(user), deal.uid)
    with pytest.raises(Missing):
        get_member(deal, member.uid)


def test_the_team_is_of_active_colleagues_with_known_functions_and_keeps_its_owner(said, deal, actor):
    user = make_user()
    with pytest.raises(OpportunityRefused, match="FUNCTION_UNKNOWN"):
        set_member(**said, user=user, function="COOK")
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()
    with pytest.raises(OpportunityRefused, match="MEMBER_INACTIVE"):
        set_member(**said, user=user, function=TeamFunction.BID)

    own = OpportunityMember.objects.get(opportunity=deal)
    with pytest.raises(OpportunityRefused, match="MEMBER_OWNER"):
        remove_member(**said, member=own)
    set_member(**said, user=actor.user, function=TeamFunction.SOLUTION)
    remove_member(**said, member=own)
    assert [member.function for member in members_of(deal)] == [TeamFunction.SOLUTION]


def test_only_who_manages_teams_changes_the_deals_team(deal):
    member = make_actor(roles=[Role.TEAM_MEMBER])
    with pytest.raises(Denied):
        set_member(actor=member, at=AT, opportunity=deal, user=make_user(), function=TeamFunction.BID)
    with pytest.raises(Denied):
        remove_member(
            actor=member, at=AT, opportunity=deal, member=OpportunityMember.objects.get(opportunity=deal)
        )


@pytest.mark.requirement("R3.2")
def test_people_take_parts_in_the_decision_and_one_is_primary(said, deal, actor):
    first, second = make_person(deal.account), make_person(deal.account)
    one = set_contact(**said, person=first, role=BuyingRole.DECISION_MAKER, is_primary=True)
    two = set_contact(**said, person=second, role=BuyingRole.USER, is_primary=True)
    assert [contact.person for contact in contacts_of(actor, deal)] == [second, first]

    one.refresh_from_db()
    assert not one.is_primary
    assert set_contact(**said, person=second, role=BuyingRole.USER) == two
    assert AuditEvent.objects.latest("pk").changes == {"contacts.is_primary": [True, False]}
    with pytest.raises(OpportunityRefused, match="BUYING_ROLE_UNKNOWN"):
        set_contact(**said, person=first, role="KING")

    remove_contact(**said, contact=two)
    with pytest.raises(Missing):
        get_contact(actor, deal, two.uid)
    assert get_contact(actor, deal, one.uid) == one


def test_somebody_of_an_account_one_does_not_see_stays_hidden_on_the_deal(said, deal, actor):
    foreign = make_account(make_user())
    set_contact(**said, person=make_person(foreign), role=BuyingRole.EXTERNAL_EXPERT)
    nobody = make_person(None)
    set_contact(**said, person=nobody, role=BuyingRole.COACH)
    gone = make_person(deal.account)
    set_contact(**said, person=gone, role=BuyingRole.USER)
    type(gone).objects.filter(pk=gone.pk).update(status=PersonStatus.DELETED)

    assert [contact.person for contact in contacts_of(actor, deal)] == [nobody]
    assert contacts_of(make_actor(roles=[Role.EXECUTIVE]), deal).count() == 2


def test_products_are_put_on_changed_and_taken_off(said, deal):
    product = make_product("CT-9")
    line = set_line(**said, product=product, quantity=Decimal(2), unit_price=Decimal(900))
    assert set_line(**said, product=product, quantity=Decimal(3), unit_price=Decimal(900)) == line
    assert AuditEvent.objects.latest("pk").changes == {"lines.quantity": ["2.000", "3"]}
    assert list(lines_of(deal)) == [get_line(deal, line.uid)]

    for quantity in (Decimal(0), Decimal("NaN"), Decimal(10) ** 12):
        with pytest.raises(OpportunityRefused, match="QUANTITY_RANGE"):
            set_line(**said, product=product, quantity=quantity)
    with pytest.raises(OpportunityRefused, match="AMOUNT_NEGATIVE"):
        set_line(**said, product=product, quantity=Decimal(1), unit_price=Decimal(-1))

    remove_line(**said, line=line)
    with pytest.raises(Missing):
        get_line(deal, line.uid)


def test_an_entry_that_does_not_exist_is_missing(deal):
    with pytest.raises(Missing):
        get_stage_entry(deal, "nothing")
