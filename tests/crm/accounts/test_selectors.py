"""Who sees which account, and which look alike."""

from datetime import timedelta

import pytest
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.common.errors import Missing
from tongxin.crm.accounts import actions, selectors
from tongxin.crm.accounts.selectors import ACCOUNT_LIST
from tongxin.team import actions as team
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


def test_an_account_is_visible_through_team_line_deputy_and_role():
    director = make_user([Role.SALES_DIRECTOR])
    owner = make_user([Role.KAM], manager=director)
    mate, deputy, outsider = make_user([Role.SERVICE]), make_user([Role.KAM]), make_user([Role.KAM])
    account = make_account(owner, members=[mate])
    team.add_absence(
        actor=make_actor(owner),
        at=AT,
        user=owner,
        deputy=deputy,
        from_date=TODAY,
        to_date=TODAY + timedelta(days=3),
    )
    for user in (owner, mate, director, deputy, make_user([Role.EXECUTIVE]), make_user([Role.FINANCE_LEGAL])):
        assert selectors.get_account_for(make_actor(user), account.uid) == account
    for actor in (make_actor(outsider), make_actor(deputy, as_of=TODAY + timedelta(days=4))):
        with pytest.raises(Missing):
            selectors.get_account_for(actor, account.uid)


def test_hidden_accounts_members_and_merges_are_missing_for_others():
    kam = make_actor(make_user())
    account = make_account(kam.user, status="DELETED")
    assert selectors.get_deleted_account_for(kam, account.uid) == account
    with pytest.raises(Missing):
        selectors.get_deleted_account_for(make_actor(make_user()), account.uid)
    with pytest.raises(Missing):
        selectors.get_member(account, "none")
    with pytest.raises(Missing):
        selectors.get_merge(account, "none")


@pytest.mark.parametrize(
    ("typed", "tax_id", "reason"),
    [
        ("台积电股份有限公司", "", "NAME"),
        ("台積電(股)公司", "", "NAME"),
        ("臺積電", "", "NAME"),
        ("ＴＳＭＣ", "", "NAME"),
        ("別的名字", "22099131", "TAX_ID"),
    ],
)
def test_the_same_customer_is_recognised_across_scripts_forms_and_widths(typed, tax_id, reason):
    kam, other = make_actor(make_user()), make_actor(make_user())
    account = actions.create_account(
        actor=kam,
        at=AT,
        name="台積電股份有限公司",
        aliases=[("TSMC", "LATIN")],
        tax_id_kind="TW",
        tax_id="22099131",
    )
    (mine,) = selectors.find_lookalikes(kam, names=[typed, ""], tax_id=tax_id)
    (theirs,) = selectors.find_lookalikes(other, names=[typed], tax_id=tax_id)
    assert (mine.account, mine.reason, mine.known, theirs.known) == (account, reason, True, False)
    assert selectors.find_lookalikes(kam, names=[typed], tax_id=tax_id, excluding=account) == []


def test_different_customers_are_not_taken_for_one():
    kam = make_actor(make_user())
    actions.create_account(actor=kam, at=AT, name="台灣大哥大股份有限公司")
    assert selectors.find_lookalikes(kam, names=["台灣中油股份有限公司"]) == []


def test_the_list_searches_by_any_name_and_takes_me_for_the_actor():
    kam = make_actor(make_user())
    mine = actions.create_account(actor=kam, at=AT, name="曜禾醫療體系", name_latin="Yaohe Health")
    make_account(make_user(), members=[kam.user], name="別的")
    for params in ({"q": ["曜禾"]}, {"q": ["yaohe"]}, {"owner": ["me"]}, {"q": ["yhylt"]}):
        page = selectors.list_accounts(kam, ACCOUNT_LIST.parse(params, actor=kam))
        assert list(page.items) == [mine], params
    assert not selectors.narrowed_accounts(kam, ACCOUNT_LIST.parse({"q": ["…"]}, actor=kam)).exists()


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hant", ["丁公司", "安公司", "曾公司"]), ("zh-hans", ["安公司", "曾公司", "丁公司"])],
)
def test_names_stand_in_the_order_of_the_readers_language_page_by_page(language, expected):
    kam = make_actor(make_user(language=language))
    for name in ("曾公司", "安公司", "丁公司"):
        actions.create_account(actor=kam, at=AT, name=name)
    names, after = [], ""
    while True:
        params = {"limit": ["1"], **({"after": [after]} if after else {})}
        page = selectors.list_accounts(kam, ACCOUNT_LIST.parse(params, actor=kam))
        names += [account.name for account in page.items]
        after = page.next
        if not after:
            break
    assert names == expected
