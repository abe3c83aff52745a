"""What makes an account, its tree, its team and a merge acceptable."""

import pytest
from tests.factories import make_account, make_actor, make_user

from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.crm.accounts import rules
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.accounts.rules import AccountRefused, MergeRefused
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kam():
    return make_actor(make_user([Role.KAM]))


@pytest.fixture
def reader():
    return make_actor(make_user([Role.READ_ONLY]))


def test_only_those_who_may_edit_change_an_account_in_use(kam, reader):
    account, closed = make_account(), make_account(status="DELETED")
    assert rules.can_edit(kam, account)
    assert not rules.can_edit(reader, account)
    assert not rules.can_edit(kam, closed)
    with pytest.raises(Denied):
        rules.check_can_edit(reader, account)
    with pytest.raises(Conflict, match="ACCOUNT_CLOSED"):
        rules.check_can_edit(kam, closed)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "NAME_MISSING"),
        ({"fiscal_year_start": 13}, "FISCAL_MONTH"),
        ({"currency": "twd"}, "CURRENCY_UNKNOWN"),
        ({"currency": "NT"}, "CURRENCY_UNKNOWN"),
        ({"currency": "ＴＷＤ"}, "CURRENCY_UNKNOWN"),
        ({"tier": DictionaryEntry(kind="REGION", code="NORTH")}, "DICTIONARY_WRONG"),
    ],
)
def test_wrong_values_are_refused(values, code):
    with pytest.raises(Refusal) as refused:
        rules.check_values(values)
    assert refused.value.code == code
    assert refused.value.field in values


def test_right_values_pass():
    tier = DictionaryEntry(kind="TIER", code="KEY")
    rules.check_values(
        {"name": "甲", "fiscal_year_start": 4, "currency": "TWD", "tier": tier, "region": None}
    )


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("TW", "1234567", "TAX_ID_LENGTH"),
        ("TW", "22099132", "TAX_ID_CHECKSUM"),
        ("TW", "2209913X", "TAX_ID_CHARACTERS"),
        ("CN", "91350100M000100Y44", "TAX_ID_CHECKSUM"),
        ("", "22099131", "TAX_ID_KIND"),
    ],
)
def test_a_tax_id_must_hold_its_check_digit(kind, number, code):
    with pytest.raises(AccountRefused) as refused:
        rules.check_tax_id(kind, number)
    assert refused.value.code == code


def test_right_other_and_empty_tax_ids_pass():
    rules.check_tax_id("TW", "22099131")
    rules.check_tax_id("CN", "91350100M000100Y43")
    rules.check_tax_id("OTHER", "DE 123")
    rules.check_tax_id("", "")


def test_trees_have_no_circles_and_keep_their_order():
    group = make_account(kind="GROUP")
    company = make_account(kind="COMPANY", parent=group)
    type(company).objects.filter(pk=company.pk).update(tree_path=f"/{group.pk}/{company.pk}/")
    company.refresh_from_db()
    site, closed = make_account(kind="SITE"), make_account(status="MERGED")
    deep = make_account()
    deep.tree_path = "/" + "1/" * 9
    rules.check_parent(None, None, "COMPANY")
    rules.check_parent(None, group, "GROUP")
    rules.check_parent(site, company, "SITE")
    for account, parent, kind, code in (
        (group, company, "GROUP", "PARENT_CIRCLE"),
        (group, group, "GROUP", "PARENT_CIRCLE"),
        (None, closed, "COMPANY", "PARENT_CLOSED"),
        (None, site, "SITE", "PARENT_IS_SITE"),
        (None, company, "GROUP", "GROUP_BELOW"),
        (None, deep, "COMPANY", "TREE_DEEP"),
    ):
        with pytest.raises(AccountRefused, match=code):
            rules.check_parent(account, parent, kind)


def test_two_different_accounts_in_use_can_be_merged(kam, reader):
    one, other, closed = make_account(), make_account(), make_account(status="DELETED")
    below = make_account(parent=other)
    below.tree_path = f"{other.tree_path}{below.pk}/"
    assert rules.can_merge(kam, one, other)
    assert not rules.can_merge(reader, one, other)
    for survivor, absorbed, code in (
        (one, one, "MERGE_SELF"),
        (one, closed, "MERGE_CLOSED"),
        (closed, one, "MERGE_CLOSED"),
        (below, other, "MERGE_TREE"),
    ):
        assert not rules.can_merge(kam, survivor, absorbed)
        with pytest.raises(MergeRefused, match=code):
            rules.check_can_merge(kam, survivor, absorbed)


def test_an_account_with_accounts_below_is_not_deleted(kam, reader):
    account, closed = make_account(), make_account(status="DELETED")
    rules.check_can_delete(kam, account, [])
    with pytest.raises(Denied):
        rules.check_can_delete(reader, account, [])
    with pytest.raises(Conflict, match="ACCOUNT_CLOSED"):
        rules.check_can_delete(kam, closed, [])
    with pytest.raises(Conflict, match="ACCOUNT_HAS_CHILDREN"):
        rules.check_can_delete(kam, account, [make_account()])
