"""The account pages: list, overview, forms, team, merging, export, with and without htmx."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from tests.deals import make_opportunity
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.audit.models import AuditEvent
from tongxin.crm.accounts import actions, selectors
from tongxin.crm.accounts.models import Account, AccountMember, AccountMerge, DictionaryEntry
from tongxin.crm.relationships.actions import NewPromise, add_promise
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SMALLEST = {"kind": "COMPANY", "status": "ACTIVE", "currency": "TWD", "fiscal_year_start": "1"}


@pytest.fixture
def kam(client):
    user = make_user([Role.KAM], display_name="Kam", language="en")
    client.force_login(user)
    return make_actor(user)


@pytest.fixture
def account(kam):
    return actions.create_account(
        actor=kam,
        at=AT,
        name="曜禾醫療體系",
        name_latin="Yaohe",
        kind="GROUP",
        country="台灣",
        aliases=[("YH", "SHORT")],
    )


def tier(code="KEY"):
    labels = {"en": "Key account", "zh-hant": "重點"}
    return DictionaryEntry.objects.create(
        kind="TIER", code=code, labels=labels, position=1, created_at=AT, updated_at=AT
    )


def text(response):
    return response.content.decode()


def test_the_list_offers_to_make_the_first_account(client, kam):
    page = client.get("/accounts/")
    assert page.status_code == 200
    assert "No account is visible to you yet" in text(page)
    assert "/accounts/new/" in text(page)


def test_the_list_shows_filters_sorts_and_chooses_columns_by_its_address(client, kam, account):
    entry = tier()
    actions.change_account(actor=kam, at=AT, account=account, values={"tier": entry})
    make_account(kam.user, name="Other", annual_revenue=5)
    page = text(client.get("/accounts/?tier=KEY&sort=-name&cols=country&cols=tier"))
    assert "曜禾醫療體系" in page
    assert ">Other<" not in page
    assert 'aria-sort="descending"' in page
    assert re.findall(r'data-column="(\w+)"', page) == ["name", "tier", "country"]
    assert "Remove the filter Tier" in page
    assert "1 account meets the filters." in page
    assert "Nothing meets these filters" in text(client.get("/accounts/?country=Mars"))


def test_further_rows_come_alone_to_htmx_and_as_a_page_without(client, kam):
    for number in range(3):
        make_account(kam.user, name=f"N{number}")
    first = text(client.get("/accounts/?limit=2"))
    following = re.search(r'hx-get="([^"]+)"', first)[1].replace("&amp;", "&")
    rows = text(client.get(following, **HTMX))
    assert "N2" in rows
    assert "<html" not in rows
    assert "<html" in text(client.get(following))


def test_more_accounts_than_are_counted_are_said_to_be_more(client, kam, monkeypatch):
    make_account(kam.user)
    monkeypatch.setattr("tongxin.web.accounts.lists.count_up_to", lambda rows, cap=0: (1000, False))
    page = text(client.get("/accounts/"))
    assert "You can see more than 1,000 accounts" in page
    assert "more than 1,000" in page


def test_a_wrong_address_says_what_is_possible(client, kam):
    page = client.get("/accounts/?colour=red")
    assert page.status_code == 400
    assert "colour" in text(page)


@pytest.mark.requirement("R9.7")
def test_the_list_is_taken_away_as_shown_without_formulas_and_noted(client, kam, account):
    make_account(kam.user, name="=HYPERLINK(1)", annual_revenue=5, employees=7, founded_year=1990)
    columns = "cols=country,employees,annual_revenue,updated_at,owner,tier,segment,region,industry,kind,tax_id,last_contact_at"
    answer = client.get(f"/accounts/export.csv?{columns}")
    assert answer["Content-Disposition"].startswith("attachment")
    raw = b"".join(answer.streaming_content).decode("utf-8-sig")
    heads, *rows = list(csv.reader(io.StringIO(raw)))
    assert heads[:2] == ["Account", "Tier"]
    assert {row[0] for row in rows} == {"曜禾醫療體系", "'=HYPERLINK(1)"}
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/accounts/export.xlsx?{columns}").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert AuditEvent.objects.filter(verb="EXPORTED", params__rows=2).count() == 2
    assert client.get("/accounts/export.pdf").status_code == 404


def test_who_may_not_export_is_refused_and_that_is_noted(client):
    client.force_login(make_user([Role.READ_ONLY]))
    assert client.get("/accounts/export.csv").status_code == 403
    assert AuditEvent.objects.filter(verb="DENIED").count() == 1


def test_an_account_alone_shows_no_group(client, account):
    assert 'id="tree"' not in text(client.get(f"/accounts/{account.uid}/"))


def test_the_overview_shows_tree_team_names_and_changes(client, kam, account):
    site = actions.create_account(actor=kam, at=AT, name="南濱分院", parent=account, kind="SITE")
    group = actions.create_purchasing_group(actor=kam, at=AT, name="北區聯採")
    actions.join_purchasing_group(actor=kam, at=AT, group=group, account=account)
    actions.change_account(
        actor=kam, at=AT, account=account,
        values={"situation": "汰換中", "annual_revenue": 5_000_000, "employees": 1200, "tier": tier()},
    )  # fmt: skip
    page = text(client.get(f"/accounts/{account.uid}/"))
    for part in (
        "曜禾醫療體系",
        "Yaohe",
        "南濱分院",
        "Customer responsible",
        "YH",
        "北區聯採",
        "汰換中",
        "1,200",
        "Key account",
        'id="tree"',
    ):
        assert part in page, part
    below = text(client.get(f"/accounts/{site.uid}/"))
    assert f'href="/accounts/{account.uid}/"' in below


def test_readers_get_no_buttons_and_outsiders_no_page(client, kam, account):
    reader, outsider = make_user([Role.READ_ONLY]), make_user([Role.KAM])
    reader_actor = make_actor(kam.user)
    actions.add_member(actor=reader_actor, at=AT, account=account, user=reader, function="OTHER")
    client.force_login(reader)
    page = text(client.get(f"/accounts/{account.uid}/"))
    assert "member-form" not in page
    assert "/form/" not in page
    client.force_login(outsider)
    assert client.get(f"/accounts/{account.uid}/").status_code == 404


def test_the_history_pages_through_every_change(client, kam, account):
    for number in range(55):
        actions.change_account(actor=kam, at=AT, account=account, values={"country": f"C{number}"})
    first = text(client.get(f"/accounts/{account.uid}/history/"))
    assert "C53 → C54" in first
    following = re.search(r'href="([^"]*before=\d+)"', first)[1]
    assert "C0 → C1" in text(client.get(following))


def shown_at_once(client, path):
    """Return what a form shows before its folded part, which is closed."""
    form = text(client.get(path)).partition('id="account-form"')[2]
    shown, fold, _folded = form.partition('<details class="more-fields mt-3" >')
    assert fold, "the folded part is open"
    return shown.partition("form-cols")[2]


def test_an_account_is_made_with_names_and_parent(client, kam, account):
    assert re.findall(r'name="(\w+)"', shown_at_once(client, "/accounts/new/")) == ["name"]
    assert f'name="parent-chosen" value="{account.uid}:{account.name}"' in shown_at_once(
        client, f"/accounts/new/?parent={account.uid}"
    )
    answer = client.post(
        "/accounts/new/",
        {
            **SMALLEST,
            "name": "南濱分院",
            "other_names": "Nanbin\n\n",
            "parent": account.uid,
            "tax_id": "22099131",
        },
    )
    made = Account.objects.get(name="南濱分院")
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/{made.uid}/")
    assert (made.parent, made.tax_id_kind) == (account, "TW")
    assert [alias.name for alias in selectors.aliases_of(made)] == ["Nanbin"]
    assert "was created" in text(client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "甲", "tax_id": "22099132"}, "check digit"),
        ({"name": "甲", "currency": "1"}, "There is no such currency"),
        ({"name": "甲", "tax_id": "123"}, ""),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(client, kam, sent, said):
    answer = client.post("/accounts/new/", {**SMALLEST, "country": "卡達", **sent})
    if said:
        assert answer.status_code == 422
        assert said in text(answer)
        assert 'value="卡達"' in text(answer)
        assert not Account.objects.exists()
    else:
        assert Account.objects.get().tax_id_kind == "OTHER"


def test_a_customer_that_is_here_already_is_shown_before_it_is_made_twice(client, kam, account):
    other = make_account(make_user(), name="別隊的客戶")
    sent = {**SMALLEST, "name": "曜禾医疗体系"}
    warned = client.post("/accounts/new/", sent)
    assert "This account may be here already" in text(warned)
    assert Account.objects.count() == 2
    assert client.post("/accounts/new/", {**sent, "is_new": "on"}).status_code == 302
    fragment = text(client.get("/accounts/lookalikes/", {"name": "別隊的客戶"}))
    assert "another team" in fragment
    assert other.uid not in fragment


def test_the_form_changes_values_names_and_parent(client, kam, account):
    company = actions.create_account(actor=kam, at=AT, name="乙公司", aliases=[("B", "SHORT")])
    page = text(client.get(f"/accounts/{company.uid}/form/"))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    answer = client.post(
        f"/accounts/{company.uid}/form/",
        {
            **SMALLEST,
            "name": "乙股份有限公司",
            "parent": account.uid,
            "other_names": "B\nBee",
            "version": version,
        },
    )
    assert answer.status_code == 302
    company.refresh_from_db()
    assert (company.name, company.parent) == ("乙股份有限公司", account)
    assert [alias.name for alias in selectors.aliases_of(company)] == ["B", "Bee"]
    refused = client.post(f"/accounts/{company.uid}/form/", {**SMALLEST, "name": " ", "version": "2"})
    assert refused.status_code == 422


def test_an_overtaken_form_shows_both_versions_and_loses_nothing(client, kam, account):
    base = re.search(r'name="base" value="([^"]*)"', text(client.get(f"/accounts/{account.uid}/form/")))[1]
    base = base.replace("&quot;", '"')
    actions.change_account(actor=kam, at=AT, account=account, values={"country": "日本", "phone": "99"})
    sent = {
        **SMALLEST,
        "kind": "GROUP",
        "name": "曜禾醫療體系",
        "country": "美國",
        "version": "1",
        "base": base,
    }
    both = client.post(f"/accounts/{account.uid}/form/", sent)
    assert both.status_code == 409
    for part in ("日本", "美國"):
        assert part in text(both)
    account.refresh_from_db()
    assert account.country == "日本"
    field = client.post(
        f"/accounts/{account.uid}/fields/country/", {"country": "美國", "version": "1"}, **HTMX
    )
    assert field.status_code == 409


def test_one_property_is_changed_in_place(client, kam, account):
    url = f"/accounts/{account.uid}/fields/country/"
    fragment = text(client.get(url, **HTMX))
    assert "<html" not in fragment
    assert "hx-post" in fragment
    assert "<html" in text(client.get(url))
    saved = client.post(url, {"country": "日本", "version": "1"}, **HTMX)
    assert "Japan" in text(saved)
    assert client.post(url, {"country": "韓國", "version": "2"}).status_code == 302
    wrong = client.post(
        f"/accounts/{account.uid}/fields/currency/", {"currency": "x", "version": "3"}, **HTMX
    )
    assert wrong.status_code == 422
    month = client.post(
        f"/accounts/{account.uid}/fields/fiscal_year_start/",
        {"fiscal_year_start": "4", "version": "3"},
        **HTMX,
    )
    assert "month 4" in text(month)
    number = client.post(
        f"/accounts/{account.uid}/fields/tax_id/", {"tax_id": "22099131", "version": "4"}, **HTMX
    )
    assert "22099131" in text(number)
    assert client.get(f"/accounts/{account.uid}/fields/owner/").status_code == 404


def test_deleting_offers_the_way_back(client, kam, account):
    answer = client.post(f"/accounts/{account.uid}/deletion/")
    page = text(client.get(answer["Location"]))
    assert f"/accounts/{account.uid}/restoration/" in page
    assert client.get(f"/accounts/{account.uid}/").status_code == 404
    assert client.post(f"/accounts/{account.uid}/restoration/").status_code == 302
    assert client.get(f"/accounts/{account.uid}/").status_code == 200


def test_colleagues_join_and_leave(client, kam, account):
    mate = make_user([Role.SERVICE], display_name="Mate")
    url = f"/accounts/{account.uid}/members/"
    for _ in range(2):
        client.post(url, {"user": mate.uid, "function": "SERVICE"})
    page = text(client.get(f"/accounts/{account.uid}/"))
    assert "Mate joined the team" in page
    assert "Mate is on the team already" in page
    for sent, told in (("", "Choose a colleague"), ("Nobody", "No colleague is called so.")):
        client.post(url, {"user": sent, "function": "SERVICE"})
        assert told in text(client.get(f"/accounts/{account.uid}/"))
    member = selectors.team_of(account).get(user=mate)
    client.post(f"{url}{member.uid}/removal/")
    assert not selectors.team_of(account).filter(user=mate).exists()


def test_two_accounts_are_compared_merged_and_parted_again(client, kam, account):
    other = actions.create_account(actor=kam, at=AT, name="曜禾医疗", country="中国", phone="1")
    url = f"/accounts/{account.uid}/merge/"
    assert other.uid in text(client.get(url))
    assert other.uid in text(client.get(url, {"q": "曜禾"}))
    assert "No other account looks alike" in text(client.get(url, {"q": "zzz"}))
    compared = text(client.get(url, {"other": other.uid}))
    assert 'name="take.country"' in compared
    assert client.get(url, {"other": account.uid}).status_code == 409
    answer = client.post(url, {"other": other.uid, "take.country": "other"})
    assert answer.status_code == 302
    account.refresh_from_db()
    assert (account.country, account.phone) == ("中国", "1")
    merge = AccountMerge.objects.get()
    undo = f"/accounts/{account.uid}/merges/{merge.uid}/undoing/"
    assert undo in text(client.get(f"/accounts/{account.uid}/"))
    assert client.post(undo).status_code == 302
    assert client.get(f"/accounts/{other.uid}/").status_code == 200
    assert client.post(url).status_code == 200


def test_a_restricted_change_is_named_but_not_told():
    from tongxin.audit.actions import record
    from tongxin.audit.choices import Kind, Verb
    from tongxin.audit.selectors import history_of
    from tongxin.web.history import history_entries

    actor = make_actor(make_user([Role.SERVICE]))
    record(actor=None, at=AT, verb=Verb.CHANGED, kind=Kind.ACCOUNT, label="x",
           changes={"price_floor": (1, 2), "names": ([], ["a", "b"]), "long": ("", "y" * 300)})  # fmt: skip
    lines = history_of(actor, Kind.ACCOUNT, "", restricted={"price_floor": "PRICE_FLOOR"})
    with translation.override("en"):
        (entry,) = history_entries(lines, str)
    assert "you may not see" in entry.body
    assert "a" in entry.body
    assert "y…" in entry.body
    assert "→ 2" not in entry.body


def test_the_last_contact_of_a_group_is_the_latest_of_its_branch_and_says_where(client, kam, account):
    below = actions.create_account(actor=kam, at=AT, name="曜禾東院", parent=account)
    hidden = make_account(make_user([Role.KAM]), parent=account)
    AccountMember.objects.filter(account=hidden, user=kam.user).delete()
    place = f"/accounts/{account.uid}/"
    Account.objects.filter(pk=hidden.pk).update(last_contact_at=AT)
    assert "at an account below" not in text(client.get(place))
    Account.objects.filter(pk=below.pk).update(last_contact_at=AT - timedelta(days=2))
    assert "at an account below" in text(client.get(place))
    assert "at an account below" not in text(client.get(f"/accounts/{below.uid}/"))
    Account.objects.filter(pk=account.pk).update(last_contact_at=AT - timedelta(days=1))
    assert "at an account below" not in text(client.get(place))


def test_a_group_rolls_up_deals_amounts_and_promises_of_what_is_below_it_as_far_as_one_sees_it(
    client, kam, account
):
    site = actions.create_account(actor=kam, at=AT, name="曜禾東院", parent=account)
    boss = make_actor(make_user([Role.KAM]))
    hidden = make_account(boss.user, parent=account)
    AccountMember.objects.filter(account=hidden, user=kam.user).delete()
    for actor, place, amount in (
        (kam, account, 1_000_000),
        (kam, site, 2_000_000),
        (boss, hidden, 4_000_000),
    ):
        deal = make_opportunity(actor, account=place, amount=Decimal(amount), name=f"Deal of {amount}")
        promise = NewPromise(text=f"Promise on {amount}", due_on=TODAY - timedelta(days=3), opportunity=deal)
        add_promise(actor=actor, at=AT, promise=promise, account=place)
    page = text(client.get(f"/accounts/{account.uid}/"))
    assert "2 running, NT$3M" in page
    assert "Promise on 2000000" in page
    assert re.search("overdue · [^<]* · Kam · 曜禾東院", page)
    assert "4000000" not in page
    deals = text(client.get(f"/accounts/{account.uid}/opportunities/"))
    assert "2 running, NT$3M" in deals
    assert "Deal of 2000000" in deals
    assert "4000000" not in deals
