"""Accounts over the API: the same actions and the same visibility as the pages."""

import pytest
from tests.factories import AT, make_account, make_user

from tongxin.crm.accounts.models import Account, DictionaryEntry, PurchasingGroup, PurchasingGroupMember
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_tier():
    return DictionaryEntry.objects.create(
        kind="TIER", code="KEY", labels={"en": "Key account"}, created_at=AT, updated_at=AT
    )


def make(client, **values):
    answer = client.post("/accounts", {"name": "台積電", **values})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_account_is_created_read_changed_and_deleted(api, key_tier):
    client = api()
    group = make(client, name="甲集團", kind="GROUP")
    made = make(
        client,
        tier="KEY",
        parent=group["uid"],
        aliases=[{"name": "TSMC"}],
        tax_id="22099131",
        tax_id_kind="TW",
    )
    assert (made["tier"]["code"], made["parent"]["uid"]) == ("KEY", group["uid"])
    path = f"/accounts/{made['uid']}"
    shown = client.get(path)
    changed = client.patch(
        path, {"country": "台灣", "tier": None, "tax_id": "", "tax_id_kind": None}, If_Match=shown["ETag"]
    )
    assert changed.status_code == 200, changed.content
    assert (changed.json()["country"], changed.json()["tier"]) == ("台灣", None)
    stale = client.patch(path, {"country": "日本"}, If_Match=shown["ETag"])
    assert stale.status_code == 412
    assert client.delete(path, If_Match=changed["ETag"]).status_code == 204
    assert client.get(path).status_code == 404
    assert client.post(f"/deleted-accounts/{made['uid']}/restorations", {}).status_code == 201
    assert client.get(path).status_code == 200


def test_the_list_filters_sorts_pages_and_knows_the_dictionaries(api, key_tier):
    client = api()
    for number in range(3):
        make(client, name=f"N{number}", tier="KEY" if number else None)
    page = client.get("/accounts?tier=KEY&sort=-name&limit=1&fields=name").json()
    assert page["items"][0]["name"] == "N2"
    following = client.get(f"/accounts?tier=KEY&sort=-name&limit=1&after={page['next']}").json()
    assert [item["name"] for item in following["items"]] == ["N1"]
    listed = client.get("/dictionaries").json()["dictionaries"]
    assert listed == [{"kind": "TIER", "entries": [{"code": "KEY", "label": "Key account"}]}]
    assert client.post("/accounts", {"name": "x", "tier": "NONE"}).json()["code"] == "ENTRY_UNKNOWN"


def test_an_account_moves_and_is_handed_over(api):
    client = api()
    group, company = make(client, name="甲集團", kind="GROUP"), make(client, name="甲公司")
    other = make_user([Role.KAM])
    path = f"/accounts/{company['uid']}"
    moved = client.patch(
        path, {"parent": group["uid"], "owner": other.uid}, If_Match=client.get(path)["ETag"]
    )
    assert (moved.json()["parent"]["uid"], moved.json()["owner"]["uid"]) == (group["uid"], other.uid)
    tree = client.get(f"{path}/tree").json()["nodes"]
    assert [(node["account"]["name"], node["depth"]) for node in tree] == [("甲集團", 0), ("甲公司", 1)]
    top = client.patch(path, {"parent": None}, If_Match=moved["ETag"])
    assert top.json()["parent"] is None


def test_names_and_team_are_kept(api):
    client, mate = api(), make_user([Role.SERVICE])
    path = f"/accounts/{make(client)['uid']}"
    client.post(f"{path}/aliases", {"aliases": [{"name": "TSMC", "kind": "LATIN"}]})
    assert client.get(f"{path}/aliases").json() == {"aliases": [{"name": "TSMC", "kind": "LATIN"}]}
    added = client.post(f"{path}/members", {"user": mate.uid, "function": "SERVICE"}).json()["members"]
    assert len(client.get(f"{path}/members").json()["members"]) == 2
    assert client.delete(f"{path}/members/{added[0]['uid']}").status_code == 204
    assert len(client.get(f"{path}/members").json()["members"]) == 1


def test_lookalikes_of_other_teams_are_named_only(api):
    client = api()
    own, foreign = make(client, name="台積電股份有限公司"), make_account(make_user(), name="台积电")
    Account.objects.filter(pk=foreign.pk).update(match_key=Account.objects.get(uid=own["uid"]).match_key)
    found = client.post("/account-lookalikes", {"names": ["台積電(股)公司"]}).json()["lookalikes"]
    assert sorted((item["uid"], item["name"]) for item in found) == [
        ("", "台积电"),
        (own["uid"], own["name"]),
    ]


@pytest.mark.requirement("R2.5")
def test_two_accounts_are_merged_and_parted(api):
    client = api()
    one, two = make(client, name="Acme"), make(client, name="Acme Corp", phone="9")
    merge = client.post(f"/accounts/{one['uid']}/merges", {"absorbed": two["uid"], "take": ["phone"]}).json()
    assert merge["absorbed"]["name"] == "Acme Corp"
    assert client.get(f"/accounts/{two['uid']}").status_code == 404
    listed = client.get(f"/accounts/{one['uid']}/merges").json()["merges"]
    assert [item["uid"] for item in listed] == [merge["uid"]]
    back = client.post(f"/accounts/{one['uid']}/merges/{merge['uid']}/undoings", {})
    assert back.json()["uid"] == two["uid"]
    assert client.get(f"/accounts/{one['uid']}/merges").json() == {"merges": []}


def test_an_account_names_the_groups_it_buys_in(api):
    client = api()
    account = Account.objects.get(uid=make(client)["uid"])
    group = PurchasingGroup.objects.create(name="North buyers", created_at=AT, updated_at=AT)
    PurchasingGroupMember.objects.create(group=group, account=account, created_at=AT)
    listed = client.get(f"/accounts/{account.uid}/purchasing-groups").json()
    assert listed == {"groups": [{"uid": group.uid, "name": "North buyers"}]}
