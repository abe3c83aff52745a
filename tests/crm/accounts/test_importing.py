"""Accounts taken over in bulk keep the rules of those entered one by one."""

import pytest
from tests.factories import AT, make_account, make_actor, make_user

from tongxin.crm.accounts.actions.importing import NewAccount, import_accounts
from tongxin.crm.accounts.models import AccountAlias, AccountMember
from tongxin.crm.accounts.rules import AccountRefused
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(make_user([Role.ADMINISTRATOR]))


def team_of(account):
    return set(AccountMember.objects.filter(account=account).values_list("user_id", "function"))


def test_owners_lead_their_accounts_and_a_branch_takes_over_the_team_above(actor):
    mate, owner = make_user([Role.SERVICE]), make_user([Role.KAM])
    group = make_account(owner, members=[mate])
    branch, lone = import_accounts(
        actor=actor,
        at=AT,
        rows=[NewAccount(name="Branch", parent=group, owner=mate), NewAccount(name="Lone")],
    )
    assert team_of(branch) == {(owner.pk, "CUSTOMER"), (mate.pk, "TECHNICAL"), (mate.pk, "CUSTOMER")}
    assert (lone.owner, team_of(lone)) == (actor.user, {(actor.user.pk, "CUSTOMER")})


def test_a_kind_of_name_that_does_not_exist_is_refused_before_anything_is_written(actor):
    rows = [
        NewAccount(name="Good", aliases=(("G", "LATIN"),)),
        NewAccount(name="Bad", aliases=(("B", "RUNES"),)),
    ]
    with pytest.raises(AccountRefused, match="NAME_KIND_UNKNOWN"):
        import_accounts(actor=actor, at=AT, rows=rows)
    assert not AccountAlias.objects.exists()
