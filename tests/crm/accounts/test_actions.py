"""Writing accounts: one audit row each, searchable at once, nothing done when refused."""

from datetime import timedelta

import pytest
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, StaleVersion
from tongxin.crm.accounts import actions, selectors
from tongxin.crm.accounts.models import Account, AccountAlias, AccountMember
from tongxin.crm.accounts.rules import AccountRefused
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


@pytest.fixture
def kam():
    return make_actor(make_user([Role.KAM], display_name="Kam"))


def create(actor, name="台積電股份有限公司", **values):
    return actions.create_account(actor=actor, at=AT, name=name, **values)


def found(actor, text):
    return [account.name for account in selectors.search_accounts(actor, text)]


def last_event():
    return AuditEvent.objects.order_by("-pk").first()


@pytest.mark.requirement("R2.5")
def test_a_new_account_has_owner_team_tree_names_audit_and_is_found_in_every_script(kam):
    account = create(kam, aliases=[("TSMC", "LATIN")], tax_id_kind="TW", tax_id="22099131")
    assert account.owner == kam.user
    assert account.tree_path == f"/{account.pk}/"
    assert [member.function for member in selectors.team_of(account)] == ["CUSTOMER"]
    event = last_event()
    assert (event.verb, event.object_uid, event.changes["name"]) == (
        "CREATED",
        account.uid,
        [None, account.name],
    )
    for text in ("台積", "台积电", "臺積", "taijidian", "tjd", "tsmc", "22099131"):
        assert found(kam, text) == [account.name], text
    assert found(make_actor(make_user()), "台積") == []


def test_an_account_below_another_takes_over_its_team(kam):
    mate = make_user([Role.SERVICE])
    group = create(kam, "甲集團", kind="GROUP")
    actions.add_member(actor=kam, at=AT, account=group, user=mate, function="SERVICE")
    site = create(kam, "甲廠", parent=group, kind="SITE")
    assert site.tree_path == f"/{group.pk}/{site.pk}/"
    assert {(member.user, member.function) for member in selectors.team_of(site)} == {
        (kam.user, "CUSTOMER"), (mate, "SERVICE"),
    }  # fmt: skip


def test_creating_needs_the_right_and_right_values(kam):
    with pytest.raises(Denied):
        create(make_actor(make_user([Role.SERVICE])))
    with pytest.raises(AccountRefused, match="FIELD_UNKNOWN"):
        create(kam, owner_id=3)
    with pytest.raises(AccountRefused, match="NAME_KIND_UNKNOWN"):
        create(kam, aliases=[("x", "NICK")])
    assert not Account.objects.exists()


def test_a_change_says_what_changed_and_renews_search_and_order(kam):
    account = create(kam)
    changes = actions.change_account(
        actor=kam, at=LATER, account=account, values={"name": "聯電", "country": "台灣"}, expected_version=1
    )
    assert changes == {"name": ("台積電股份有限公司", "聯電"), "country": ("", "台灣")}
    account.refresh_from_db()
    assert (account.version, account.updated_at) == (2, LATER)
    assert last_event().changes == {"name": ["台積電股份有限公司", "聯電"], "country": ["", "台灣"]}
    assert (found(kam, "聯電"), found(kam, "台積")) == (["聯電"], [])


def test_saving_what_is_there_already_writes_nothing(kam):
    account = create(kam)
    events = AuditEvent.objects.count()
    assert actions.change_account(actor=kam, at=LATER, account=account, values={"name": account.name}) == {}
    assert AuditEvent.objects.count() == events
    assert account.version == 1


def test_a_stale_change_is_refused_and_changes_nothing(kam):
    account = create(kam)
    mine = Account.objects.get(pk=account.pk)
    actions.change_account(actor=kam, at=LATER, account=account, values={"country": "日本"})
    with pytest.raises(StaleVersion) as stale:
        actions.change_account(actor=kam, at=LATER, account=mine, values={"country": "美國"})
    assert stale.value.record.country == "日本"
    with pytest.raises(StaleVersion):
        actions.change_account(
            actor=kam, at=LATER, account=account, values={"country": "美國"}, expected_version=1
        )
    assert Account.objects.get(pk=account.pk).country == "日本"


def test_status_and_tax_id_have_their_rules(kam):
    account = create(kam)
    with pytest.raises(AccountRefused, match="STATUS_BY_ACTION"):
        actions.change_account(actor=kam, at=AT, account=account, values={"status": "DELETED"})
    with pytest.raises(AccountRefused, match="TAX_ID_CHECKSUM"):
        actions.change_account(
            actor=kam, at=AT, account=account, values={"tax_id": "22099132", "tax_id_kind": "TW"}
        )
    assert actions.change_account(actor=kam, at=AT, account=account, values={"status": "DORMANT"})


def test_a_branch_moves_with_all_below_it(kam):
    group, company = create(kam, "甲集團", kind="GROUP"), create(kam, "乙公司")
    site = create(kam, "乙廠", parent=company, kind="SITE")
    actions.move_account(actor=kam, at=LATER, account=company, parent=group)
    site.refresh_from_db()
    assert site.tree_path == f"/{group.pk}/{company.pk}/{site.pk}/"
    assert [node.depth for node in selectors.group_tree(kam, site)] == [0, 1, 2]
    actions.move_account(actor=kam, at=LATER, account=company, parent=None)
    site.refresh_from_db()
    assert site.tree_path == f"/{company.pk}/{site.pk}/"
    version = company.version
    actions.move_account(actor=kam, at=LATER, account=company, parent=None)
    assert company.version == version
    with pytest.raises(AccountRefused, match="PARENT_CIRCLE"):
        actions.move_account(actor=kam, at=LATER, account=company, parent=site)


def test_an_account_is_handed_over_and_its_owner_stays_on_the_team(kam):
    account, other = create(kam), make_user()
    actions.set_owner(actor=kam, at=LATER, account=account, owner=other)
    assert account.owner == other
    assert AccountMember.objects.filter(account=account, user=other, function="CUSTOMER").exists()
    member = AccountMember.objects.get(account=account, user=other)
    with pytest.raises(AccountRefused, match="OWNER_STAYS"):
        actions.remove_member(actor=kam, at=LATER, member=member)
    with pytest.raises(Denied):
        actions.set_owner(actor=make_actor(make_user([Role.SERVICE])), at=AT, account=account, owner=other)


def test_a_deleted_account_is_hidden_and_comes_back(kam):
    account = create(kam)
    actions.delete_account(actor=kam, at=LATER, account=account, expected_version=1)
    assert found(kam, "台積") == []
    assert not selectors.visible_accounts(kam).exists()
    assert selectors.get_deleted_account_for(kam, account.uid) == account
    actions.restore_account(actor=kam, at=LATER, account=account)
    assert found(kam, "台積") == [account.name]
    events = AuditEvent.objects.count()
    actions.restore_account(actor=kam, at=LATER, account=account)
    assert AuditEvent.objects.count() == events


def test_what_has_branches_or_was_merged_is_not_deleted_or_restored(kam):
    group = create(kam, "甲集團", kind="GROUP")
    create(kam, "甲公司", parent=group)
    with pytest.raises(Conflict, match="ACCOUNT_HAS_CHILDREN"):
        actions.delete_account(actor=kam, at=AT, account=group)
    with pytest.raises(AccountRefused, match="RESTORE_MERGED"):
        actions.restore_account(actor=kam, at=AT, account=make_account(status="MERGED"))


def test_other_names_are_replaced_and_found(kam):
    account = create(kam, aliases=[("舊名", "FORMER"), ("TSMC", "LATIN")])
    actions.set_aliases(
        actor=kam, at=LATER, account=account, aliases=[("TSMC", "LATIN"), ("台积电", "SIMPLIFIED")]
    )
    assert sorted(AccountAlias.objects.filter(account=account).values_list("name", flat=True)) == [
        "TSMC",
        "台积电",
    ]
    assert found(kam, "舊名") == []
    events = AuditEvent.objects.count()
    actions.set_aliases(
        actor=kam, at=LATER, account=account, aliases=[("台积电", "OTHER"), ("TSMC", "LATIN")]
    )
    assert AuditEvent.objects.count() == events


@pytest.mark.requirement("R6.5")
def test_colleagues_join_and_leave_a_team_with_its_branch(kam):
    group = create(kam, "甲集團", kind="GROUP")
    site = create(kam, "甲廠", parent=group, kind="SITE")
    mate = make_user([Role.SERVICE])
    seen_by = make_actor(mate)
    assert not selectors.visible_accounts(seen_by).exists()
    added = actions.add_member(
        actor=kam, at=LATER, account=group, user=mate, function="SERVICE", with_branch=True
    )
    assert len(added) == 2
    assert set(selectors.visible_accounts(seen_by)) == {group, site}
    assert actions.add_member(actor=kam, at=LATER, account=group, user=mate, function="SERVICE") == []
    member = selectors.get_member(group, added[0].uid)
    actions.remove_member(actor=kam, at=LATER, member=member)
    assert set(selectors.visible_accounts(seen_by)) == {site}
    assert last_event().changes["team"][1] is None


def test_teams_take_active_colleagues_with_known_functions_from_those_who_may(kam):
    account = create(kam)
    gone = make_user()
    gone.is_active = False
    with pytest.raises(AccountRefused, match="MEMBER_INACTIVE"):
        actions.add_member(actor=kam, at=AT, account=account, user=gone, function="SERVICE")
    with pytest.raises(AccountRefused, match="FUNCTION_UNKNOWN"):
        actions.add_member(actor=kam, at=AT, account=account, user=make_user(), function="COOK")
    service = make_actor(make_user([Role.SERVICE]))
    member = make_member(account, service.user, "SERVICE")
    with pytest.raises(Denied):
        actions.remove_member(actor=service, at=AT, member=member)


@pytest.mark.requirement("R2.5")
def test_accounts_buy_jointly_in_a_group(kam):
    one, other = create(kam, "甲醫院"), create(kam, "乙醫院")
    group = actions.create_purchasing_group(actor=kam, at=AT, name="北區聯合採購")
    actions.join_purchasing_group(actor=kam, at=AT, group=group, account=one, is_lead=True)
    actions.join_purchasing_group(actor=kam, at=AT, group=group, account=other)
    assert list(selectors.purchasing_groups_of(one)) == [group]
    actions.leave_purchasing_group(actor=kam, at=AT, group=group, account=one)
    assert not selectors.purchasing_groups_of(one).exists()
    with pytest.raises(AccountRefused, match="NOT_IN_GROUP"):
        actions.leave_purchasing_group(actor=kam, at=AT, group=group, account=one)
    with pytest.raises(AccountRefused, match="NAME_MISSING"):
        actions.create_purchasing_group(actor=kam, at=AT, name=" ")
