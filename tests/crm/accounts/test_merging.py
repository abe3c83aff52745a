"""Two accounts become one and two again, with everything that hangs on them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.deals import make_entry
from tests.factories import AT, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Denied
from tongxin.crm.accounts import actions, selectors
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.models import Account, AccountAlias, AccountMember
from tongxin.crm.accounts.rules import MergeRefused
from tongxin.crm.stakeholders.models import Person, Post
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def kam():
    return make_actor(make_user([Role.KAM]))


@pytest.fixture
def pair(kam):
    survivor = actions.create_account(
        actor=kam, at=AT, name="Acme Corporation", country="USA", tax_id_kind="OTHER", tax_id="A1"
    )
    absorbed = actions.create_account(
        actor=kam,
        at=AT,
        name="Acme Corp.",
        country="U.S.",
        phone="123",
        annual_revenue=Decimal("7.50"),
        aliases=[("ACME", "LATIN")],
    )
    return survivor, absorbed


def snapshot():
    accounts = {
        account.name: (account.status, account.country, account.phone, account.tax_id, account.tree_path)
        for account in Account.objects.all()
    }
    posts = sorted(Post.objects.values_list("title", "account__name"))
    members = sorted(AccountMember.objects.values_list("account__name", "user__username", "function"))
    aliases = sorted(AccountAlias.objects.values_list("account__name", "name"))
    people = sorted(Person.objects.values_list("full_name", "account__name"))
    return accounts, posts, members, aliases, people


def furnish(kam, absorbed):
    Post.objects.create(account=absorbed, title="CTO", created_at=AT, updated_at=AT)
    Person.objects.create(
        full_name="Ann",
        match_key="ann",
        sort_key="ann",
        pinyin_key="ann",
        account=absorbed,
        created_at=AT,
        updated_at=AT,
    )
    child = actions.create_account(actor=kam, at=AT, name="Acme West", parent=absorbed)
    actions.create_account(actor=kam, at=AT, name="Acme West Site", parent=child, kind="SITE")
    mate = make_user([Role.SERVICE])
    actions.add_member(actor=kam, at=AT, account=absorbed, user=mate, function="SERVICE")
    return child


def test_everything_moves_and_the_other_name_is_kept(kam, pair):
    survivor, absorbed = pair
    child = furnish(kam, absorbed)
    merge = actions.merge_accounts(actor=kam, at=LATER, survivor=survivor, absorbed=absorbed)
    absorbed.refresh_from_db()
    child.refresh_from_db()
    assert (absorbed.status, absorbed.merged_into) == ("MERGED", survivor)
    assert (survivor.country, survivor.phone) == ("USA", "123")
    assert Post.objects.get().account == survivor
    assert child.tree_path == f"{survivor.tree_path}{child.pk}/"
    assert sorted(alias.name for alias in selectors.aliases_of(survivor)) == ["ACME", "Acme Corp."]
    assert "Acme Corporation" in [account.name for account in selectors.search_accounts(kam, "acme corp.")]
    assert absorbed not in selectors.search_accounts(kam, "acme")
    assert AuditEvent.objects.filter(verb="MERGED", params__merge=merge.uid).count() == 2


def test_chosen_values_come_from_the_absorbed_account(kam, pair):
    survivor, absorbed = pair
    actions.merge_accounts(
        actor=kam, at=LATER, survivor=survivor, absorbed=absorbed, take=frozenset({"country"})
    )
    survivor.refresh_from_db()
    assert (survivor.country, survivor.tax_id) == ("U.S.", "A1")


def test_undoing_a_merge_restores_everything(kam, pair):
    survivor, absorbed = pair
    furnish(kam, absorbed)
    before = snapshot()
    merge = actions.merge_accounts(
        actor=kam, at=LATER, survivor=survivor, absorbed=absorbed, take=frozenset({"country"})
    )
    assert snapshot() != before
    assert list(selectors.merges_of(survivor)) == [merge]
    back = actions.undo_merge(actor=kam, at=LATER, merge=selectors.get_merge(survivor, merge.uid))
    assert back == absorbed
    assert snapshot() == before
    assert not selectors.merges_of(survivor).exists()
    assert {survivor, absorbed} <= set(selectors.search_accounts(kam, "ACME Corp."))


def test_a_tier_taken_over_by_a_merge_goes_back_with_it(kam, pair):
    survivor, absorbed = pair
    growth, key = make_entry(DictionaryKind.TIER, "GROWTH"), make_entry(DictionaryKind.TIER, "KEY")
    actions.change_account(actor=kam, at=AT, account=survivor, values={"tier": growth})
    actions.change_account(actor=kam, at=AT, account=absorbed, values={"tier": key})
    merge = actions.merge_accounts(
        actor=kam, at=LATER, survivor=survivor, absorbed=absorbed, take=frozenset({"tier"})
    )
    assert Account.objects.get(pk=survivor.pk).tier == key
    actions.undo_merge(actor=kam, at=LATER, merge=selectors.get_merge(survivor, merge.uid))
    assert Account.objects.get(pk=survivor.pk).tier == growth


def test_undoing_leaves_alone_what_was_changed_or_moved_since(kam, pair):
    survivor, absorbed = pair
    third = actions.create_account(actor=kam, at=AT, name="Third")
    furnish(kam, absorbed)
    merge = actions.merge_accounts(actor=kam, at=LATER, survivor=survivor, absorbed=absorbed)
    survivor = Account.objects.get(pk=survivor.pk)
    actions.change_account(actor=kam, at=LATER, account=survivor, values={"phone": "999"})
    Post.objects.update(account=third)
    actions.undo_merge(actor=kam, at=LATER, merge=selectors.get_merge(survivor, merge.uid))
    survivor.refresh_from_db()
    assert survivor.phone == "999"
    assert Post.objects.get().account == third


def test_a_merge_is_undone_once_and_by_those_who_may(kam, pair):
    survivor, absorbed = pair
    merge = actions.merge_accounts(actor=kam, at=LATER, survivor=survivor, absorbed=absorbed)
    with pytest.raises(Denied):
        actions.undo_merge(actor=make_actor(make_user([Role.SERVICE])), at=LATER, merge=merge)
    actions.undo_merge(actor=kam, at=LATER, merge=merge)
    with pytest.raises(MergeRefused, match="MERGE_UNDONE"):
        actions.undo_merge(actor=kam, at=LATER, merge=merge)


def test_accounts_of_the_same_name_need_no_further_name(kam):
    one = actions.create_account(actor=kam, at=AT, name="Same")
    two = actions.create_account(actor=kam, at=AT, name="Same")
    actions.merge_accounts(actor=kam, at=LATER, survivor=one, absorbed=two)
    assert not AccountAlias.objects.exists()
