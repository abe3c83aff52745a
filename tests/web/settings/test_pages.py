"""Every page of the settings, as those who may and may not open it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories import AT, make_actor, make_user

from tongxin.audit.choices import Verb
from tongxin.audit.models import AuditEvent
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entries_of
from tongxin.crm.market.rates import add_rate
from tongxin.crm.market.records import COMPETITOR, PRODUCT
from tongxin.crm.opportunities.processes import default_process, stages_of
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.records.writing import create_record
from tongxin.team.models import User

pytestmark = pytest.mark.django_db
INLINE = re.compile(rb"<script(?![^>]*src=)|\sstyle=|\son\w+=")


@pytest.fixture
def boss(client) -> User:
    user = make_user(["ADMINISTRATOR"], username="boss")
    client.force_login(user)
    return user


@pytest.fixture
def world(boss) -> dict[str, str]:
    """One of each thing; keyed by the path parameter's page."""
    ensure_reference_data(at=AT)
    actor = make_actor(boss)
    entry = entries_of(DictionaryKind.TIER)[0]
    process = default_process()
    add_rate(actor=actor, at=AT, currency="USD", valid_from=date(2026, 1, 1), rate=Decimal("31.5"))
    return {
        "settings": reverse("web:settings"),
        "profile": reverse("web:profile"),
        "users": reverse("web:users"),
        "user_new": reverse("web:user_new"),
        "user": reverse("web:user", args=[make_user().uid]),
        "own user": reverse("web:user", args=[boss.uid]),
        "dictionaries": reverse("web:dictionaries"),
        "dictionary": reverse("web:dictionary", args=["tier"]),
        "entry": reverse("web:entry", args=["tier", entry.uid]),
        "region entry": reverse("web:entry", args=["region", entries_of(DictionaryKind.REGION)[0].uid]),
        "processes": reverse("web:processes"),
        "process": reverse("web:process", args=[process.uid]),
        "stage": reverse("web:stage", args=[stages_of(process)[0].uid]),
        "rates": reverse("web:rates"),
        "competitors": reverse("web:competitors"),
        "competitor_new": reverse("web:competitor_new"),
        "competitor": reverse(
            "web:competitor",
            args=[create_record(COMPETITOR, actor=actor, at=AT, values={"name": "Rival"}).uid],
        ),
        "products": reverse("web:products"),
        "product_new": reverse("web:product_new"),
        "product": reverse(
            "web:product", args=[create_record(PRODUCT, actor=actor, at=AT, values={"name": "MRI"}).uid]
        ),
        "audit": reverse("web:audit"),
    }


def test_every_page_opens_for_an_administrator_under_the_content_policy(client, world):
    for name, url in world.items():
        page = client.get(url)
        assert page.status_code == 200, name
        assert not INLINE.search(page.content), name
        assert page.content.count(b"<h1") == 1, name
        assert "no-store" in page["Cache-Control"], name


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_the_index_opens_in_every_language(client, boss, language):
    User.objects.update(language=language)
    assert client.get("/settings/")["Content-Language"] == language


def test_a_page_asks_the_database_no_more_with_more_rows(client, world, django_assert_max_num_queries):
    for number in range(30):
        make_user(username=f"more{number}")
    for name in ("users", "dictionary", "process", "audit", "profile", "user"):
        with django_assert_max_num_queries(12):
            client.get(world[name])


ADMINISTERED = (
    *("users", "user_new", "user", "dictionaries", "dictionary", "entry", "processes", "process", "stage"),
    "rates",
)


def test_who_may_not_administer_is_refused_and_the_denial_is_logged(client, world):
    client.force_login(make_user(["KAM"]))
    for name in [*ADMINISTERED, "audit"]:
        assert client.get(world[name]).status_code == 403, name
    denied = AuditEvent.objects.filter(verb=Verb.DENIED)
    assert denied.count() == len(ADMINISTERED) + 1
    assert denied.last().object_label == world["audit"]


def test_the_index_offers_what_one_may_manage(client, world):
    text = client.get("/settings/").content.decode()
    assert all(world[name] in text for name in ("users", "processes", "rates", "audit", "products"))
    client.force_login(make_user(["KAM"]))
    text = client.get("/settings/").content.decode()
    assert world["competitors"] in text
    assert not any(world[name] in text for name in ("users", "processes", "rates", "audit"))
    client.force_login(make_user(["READ_ONLY"]))
    text = client.get("/settings/").content.decode()
    assert world["profile"] in text
    assert not any(world[name] in text for name in ("users", "processes", "rates", "audit"))


def test_a_sales_director_reads_the_log(client, world):
    client.force_login(make_user(["SALES_DIRECTOR"]))
    assert client.get(world["audit"]).status_code == 200


def test_who_only_reads_sees_competitors_and_products_without_a_way_to_change_them(client, world):
    client.force_login(make_user(["READ_ONLY"]))
    for name in ("competitors", "products"):
        page = client.get(world[name])
        assert page.status_code == 200
        assert world[name[:-1] + "_new"].encode() not in page.content
    for name in ("competitor", "product"):
        page = client.get(world[name])
        assert b"data-edit" not in page.content
        assert b"record-change" not in page.content
        assert client.post(world[name] + "form/", {"name": "Other", "currency": ""}).status_code == 403
    for name in ("competitor_new", "product_new"):
        assert client.get(world[name]).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "/settings/users/nobody/",
        "/settings/dictionaries/nothing/",
        "/settings/dictionaries/tier/nothing/",
        "/settings/processes/nothing/",
        "/settings/stages/nothing/",
        "/settings/competitors/nothing/",
        "/settings/products/nothing/",
    ],
)
def test_what_does_not_exist_is_not_found(client, boss, url):
    assert client.get(url).status_code == 404
