"""Search finds across scripts, groups what it finds, and completes mentions."""

import pytest
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.crm.accounts.actions import create_account
from tongxin.crm.opportunities.actions import create_opportunity, remove_member, set_member
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import create_person
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def kam(client):
    ensure_reference_data(at=AT)
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def world(kam):
    account = create_account(actor=kam, at=AT, name="曜禾醫療體系")
    person = create_person(actor=kam, at=AT, full_name="游靖堯", account=account, title="影像部主任")
    deal = create_opportunity(actor=kam, at=AT, account=account, name="影像中心汰換案")
    log_interaction(actor=kam, at=AT, text="主任擔心資訊安全", people=[person])
    return account, person, deal


def text(response):
    return response.content.decode()


def test_the_page_groups_what_it_finds(client, world):
    account, person, _ = world
    assert "find each other" in text(client.get("/search/"))
    page = text(client.get("/search/?q=曜禾"))
    assert f"/accounts/{account.uid}/" in page
    assert f"/people/{person.uid}/" in text(client.get("/search/?q=影像"))
    assert "主任擔心" in text(client.get("/search/?q=资讯安全"))
    assert "Nothing found" in text(client.get("/search/?q=zzzz"))


def test_the_palette_answers_with_the_best_of_each_kind(client, world):
    answer = client.get("/search/palette/?q=youjingyao")
    assert "<html" not in text(answer)
    assert "游靖堯" in text(answer)
    assert "曜禾醫療體系" in text(answer)
    assert "Nothing found" in text(client.get("/search/palette/?q="))


def test_mentions_complete_people_and_deals(client, world):
    _, person, deal = world
    found = client.get("/search/mentions/?kind=person&q=游").json()["results"]
    assert found == [{"uid": person.uid, "label": "游靖堯", "hint": "曜禾醫療體系 影像部主任"}]
    found = client.get("/search/mentions/?kind=opportunity&q=").json()["results"]
    assert [item["uid"] for item in found] == [deal.uid]
    assert client.get("/search/mentions/?kind=interaction&q=曜").json() == {"results": []}


def test_a_chooser_finds_accounts(client, world):
    account, _, _ = world
    found = client.get("/search/mentions/?kind=account&q=曜").json()["results"]
    assert found == [{"uid": account.uid, "label": "曜禾醫療體系", "hint": ""}]


def test_who_is_on_a_deals_team_only_finds_the_deal_and_nothing_else_of_its_account(client, world, kam):
    account, person, deal = world
    create_opportunity(actor=kam, at=AT, account=account, name="影像中心擴充案")
    mate = make_user([Role.SERVICE], language="en")
    client.force_login(mate)
    places = [f"/search/{part}?q=影像中心" for part in ("", "palette/")]
    assert not any(deal.uid in text(client.get(place)) for place in places)

    member = set_member(
        actor=with_every_right(kam.user), at=AT, opportunity=deal, user=mate, function="SERVICE"
    )
    for place in places:
        answer = text(client.get(place))
        assert f"/opportunities/{deal.uid}/" in answer
        assert "擴充案" not in answer
    assert client.get(f"/opportunities/{deal.uid}/").status_code == 200
    found = client.get("/search/mentions/?kind=opportunity&q=汰換").json()["results"]
    assert [item["uid"] for item in found] == [deal.uid]
    for hidden in ("曜禾", "游靖堯", "资讯安全"):
        assert account.uid not in text(client.get(f"/search/?q={hidden}"))
        assert person.uid not in text(client.get(f"/search/?q={hidden}"))

    remove_member(actor=with_every_right(kam.user), at=AT, opportunity=deal, member=member)
    assert not any(deal.uid in text(client.get(place)) for place in places)


def test_nobody_finds_what_others_keep(client, world):
    other = make_user([Role.KAM], language="en")
    make_account(other)
    client.force_login(other)
    for url in ("/search/?q=游靖堯", "/search/palette/?q=游靖堯", "/search/mentions/?kind=person&q=游"):
        assert "/people/" not in text(client.get(url)).replace('href="/people/"', "").replace(
            'data-href="/people/"', ""
        ).replace("/people/new/", "")
    assert client.get("/search/mentions/?kind=person&q=").json() == {"results": []}


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("settings", "/settings/"),
        ("設定", "/settings/"),
        ("设置", "/settings/"),
        ("shezhi", "/settings/"),
        ("新增", "/accounts/new/"),
        ("記錄", "/interactions/new/"),
        ("拜訪", "/interactions/new/"),
        ("承諾", "/promises/new/"),
        ("kanban", "/opportunities/?layout=board"),
        ("board", "/opportunities/?layout=board"),
        ("coverage", "/people/coverage/"),
        ("市場", "/tenders/market/buyers/"),
        ("dark", "/settings/profile/"),
        ("價值論證", "/value-cases/"),
        ("watch list", "/tenders/watch-lists/new/"),
    ],
)
def test_the_palette_finds_what_one_can_do_in_every_language(client, kam, typed, path):
    assert f'data-href="{path}' in text(client.get("/search/palette/", {"q": typed}))


@pytest.mark.parametrize(
    ("typed", "button"),
    [
        ("登出", "sign-out"),
        ("log out", "sign-out"),
        ("注销", "sign-out"),
        ("shuoming", "help-open"),
        ("help", "help-open"),
        ("深色", "theme-switch"),
        ("theme", "theme-switch"),
    ],
)
def test_the_palette_presses_buttons_that_every_page_has(client, kam, typed, button):
    assert f'data-presses="{button}"' in text(client.get("/search/palette/", {"q": typed}))
    assert f'id="{button}"' in text(client.get("/"))


def test_the_palette_offers_only_what_one_may_do(client, kam):
    assert "/settings/users/" not in text(client.get("/search/palette/?q=users"))
    client.force_login(make_user([Role.READ_ONLY], language="en"))
    answer = text(client.get("/search/palette/?q=new"))
    assert "/accounts/new/" not in answer
    assert "/promises/new/" not in answer
    assert "/value-cases/new/" not in answer
    client.force_login(make_user([Role.ADMINISTRATOR], language="en"))
    assert "/settings/users/" in text(client.get("/search/palette/?q=users"))


def test_a_group_stands_before_its_sites_with_tier_and_owner_and_a_way_to_all(client, kam):
    group = create_account(actor=kam, at=AT, name="曜禾醫療體系")
    sites = [create_account(actor=kam, at=AT, name=f"曜禾第{n}院", parent=group) for n in range(6)]
    answer = text(client.get("/search/palette/?q=曜禾"))
    assert answer.index(group.uid) < min(answer.index(site.uid) for site in sites)
    assert "Kam" in answer
    assert "/search/?q=%E6%9B%9C%E7%A6%BE" in answer
