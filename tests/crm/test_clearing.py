"""Many records are taken away at once with the checks of one by one: what was edited or is gone already stays, and is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.deals import make_opportunity, make_person
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.audit.models import AuditEvent
from tongxin.common.actor import Actor
from tongxin.common.errors import Denied, Refusal
from tongxin.common.models import lock_unchanged, save_all
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions import (
    add_member,
    change_account,
    delete_account,
    delete_accounts,
    remove_members,
)
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.opportunities.actions import (
    change_opportunity,
    delete_opportunities,
    delete_opportunity,
    remove_contacts,
    set_contact,
)
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact
from tongxin.crm.relationships.actions import (
    NewInteraction,
    change_interaction,
    delete_interactions,
    import_interactions,
    log_interaction,
)
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.relationships.rules import InteractionRefused
from tongxin.crm.stakeholders.actions import change_person, delete_people, delete_person
from tongxin.crm.stakeholders.models import Person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return with_every_right(make_user())


def reader() -> Actor:
    return make_actor(roles=(Role.READ_ONLY,))


def codes(refused: dict[int, Refusal]) -> dict[int, str]:
    return {pk: refusal.code for pk, refusal in refused.items()}


def deletions() -> int:
    return AuditEvent.objects.filter(verb="DELETED").count()


def test_accounts_that_were_edited_or_deleted_stay(boss):
    free, edited, gone = (make_account(boss.user, name=name) for name in "ABC")
    delete_account(actor=boss, at=AT, account=gone)
    loaded = list(Account.objects.order_by("pk"))
    change_account(actor=boss, at=AT, account=edited, values={"phone": "1"})
    before = deletions()
    refused = delete_accounts(actor=boss, at=AT, accounts=loaded)
    assert codes(refused) == {edited.pk: "STALE_VERSION", gone.pk: "ACCOUNT_CLOSED"}
    assert Account.objects.get(pk=free.pk).status == "DELETED"
    assert Account.objects.get(pk=edited.pk).status == "ACTIVE"
    assert deletions() == before + 1


def test_members_are_taken_off_but_for_the_owner(boss):
    account = make_account(boss.user, name="A")
    colleague = make_user()
    add_member(actor=boss, at=AT, account=account, user=colleague, function="LEGAL")
    members = list(AccountMember.objects.select_related("account", "user"))
    owner = next(member for member in members if member.user == boss.user)
    assert codes(remove_members(actor=boss, at=AT, members=members)) == {owner.pk: "OWNER_STAYS"}
    assert list(AccountMember.objects.all()) == [owner]
    with pytest.raises(Denied):
        remove_members(actor=reader(), at=AT, members=[owner])


def test_deals_that_were_edited_or_deleted_stay(boss):
    free, edited, gone = (make_opportunity(boss, name=name) for name in "ABC")
    delete_opportunity(actor=boss, at=AT, opportunity=gone)
    loaded = list(Opportunity.objects.select_related("account").order_by("pk"))
    change_opportunity(actor=boss, at=AT, opportunity=edited, values={"name": "D"})
    refused = delete_opportunities(actor=boss, at=AT, opportunities=loaded)
    assert codes(refused) == {edited.pk: "STALE_VERSION", gone.pk: "OPPORTUNITY_DELETED"}
    assert Opportunity.objects.get(pk=free.pk).outcome == "DELETED"
    with pytest.raises(Denied):
        delete_opportunities(actor=reader(), at=AT, opportunities=[edited])


def test_parts_of_deleted_deals_stay(boss):
    kept, free = (make_opportunity(boss, name=name) for name in "AB")
    person = make_person(kept.account)
    for deal in (kept, free):
        set_contact(actor=boss, at=AT, opportunity=deal, person=person, role="USER")
    delete_opportunity(actor=boss, at=AT, opportunity=kept)
    parts = list(OpportunityContact.objects.select_related("opportunity__account", "person"))
    refused = remove_contacts(actor=boss, at=AT, contacts=parts)
    assert list(codes(refused).values()) == ["OPPORTUNITY_DELETED"]
    assert OpportunityContact.objects.get().opportunity == kept


def test_people_who_were_edited_or_deleted_stay(boss):
    account = make_account(boss.user, name="A")
    free, edited, gone = (make_person(account, name) for name in ("Ann", "Bob", "Cid"))
    delete_person(actor=boss, at=AT, person=gone)
    loaded = list(Person.objects.select_related("account").order_by("pk"))
    change_person(actor=boss, at=AT, person=Person.objects.get(pk=edited.pk), values={"phone": "1"})
    refused = delete_people(actor=boss, at=AT, people=loaded)
    assert codes(refused) == {edited.pk: "STALE_VERSION", gone.pk: "PERSON_DELETED"}
    assert Person.objects.get(pk=free.pk).status == "DELETED"


def test_visits_that_were_edited_or_are_a_colleagues_stay(boss):
    free, edited = (log_interaction(actor=boss, at=AT, text=text) for text in ("one", "two"))
    foreign = log_interaction(actor=with_every_right(make_user()), at=AT, text="three")
    loaded = list(Interaction.objects.select_related("account").order_by("pk"))
    change_interaction(actor=boss, at=AT, interaction=edited, values={"text": "new"})
    refused = delete_interactions(actor=make_actor(boss.user), at=AT, interactions=loaded)
    assert set(refused) == {edited.pk, foreign.pk}
    assert refused[edited.pk].code == "STALE_VERSION"
    assert Interaction.objects.get(pk=free.pk).deleted_at == AT


def test_an_earlier_visit_leaves_the_last_contact_where_it_is(boss):
    account = make_account(boss.user, name="A")
    log_interaction(actor=boss, at=AT, text="now", account=account)
    rows = [NewInteraction(text="before", occurred_at=AT.replace(year=2025), account=account)]
    import_interactions(actor=boss, at=AT, rows=rows)
    assert Account.objects.get().last_contact_at == AT
    with pytest.raises(Denied):
        import_interactions(actor=reader(), at=AT, rows=rows)
    seller = replace(with_every_right(boss.user), rights=frozenset({Right.IMPORT, Right.EDIT}))
    foreign = replace(rows[0], author=make_user())
    with pytest.raises(InteractionRefused, match="AUTHOR_FOREIGN"):
        import_interactions(actor=seller, at=AT, rows=[foreign])


def test_nothing_is_held_or_written_for_nobody():
    assert lock_unchanged([]) == set()
    save_all([], {"name": "x"}, at=AT)
