"""Relationships over all accounts: filtered, sorted and taken away as other lists are."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.factories import make_account, make_actor, make_token, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entries_of
from tongxin.crm.ladder.records import CLAIM, PROOF, TARGET
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R5.3")]
DAY = date(2027, 1, 20)
VENDOR = ("CONTACTS", "CONTACTS", "ORDERS")
PREFERRED = (*VENDOR, "ORDERS", "PROMISES", "SERVICE", "RING_PREFERRED")


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user((Role.KAM,), username="kam", language="en")


@pytest.fixture(autouse=True)
def world(user):
    """Return four accounts: in step, slipping with a target, ready to climb, and a key account of which nothing is told."""
    ensure_reference_data(at=now())
    key = next(entry for entry in entries_of(DictionaryKind.TIER) if entry.is_key)
    other = make_user((Role.KAM,), username="other", manager=user)
    found = {
        "Alpha": (user, "PREFERRED", PREFERRED),
        "Beta": (other, "PARTNER", VENDOR),
        "Gamma": (user, "VENDOR", PREFERRED),
    }
    for name, (owner, declared, facts) in found.items():
        account, actor = make_account(owner, name=name), make_actor(user, as_of=DAY)
        told = {"account": account, "level": declared, "declared_on": DAY, "agreed_with": "Ms Lin"}
        create_record(CLAIM, actor=actor, at=now(), values={**told, "reason": "Signed"})
        for fact in facts:
            values = {"account": account, "fact": fact, "shown": "Minutes", "source": "Ms Lin"}
            create_record(PROOF, actor=actor, at=now(), values={**values, "observed_on": DAY})
        if name == "Beta":
            values = {"account": account, "level": "PARTNER", "plan": "Together", "owner": user}
            due = {"due_on": DAY + timedelta(90)}
            create_record(TARGET, actor=actor, at=now(), values={**values, **due})
    make_account(user, name="Delta", tier=key)
    make_account(user, name="Small")


@pytest.fixture
def names(client, user):
    """Return a function that asks the list and gives the names of its rows, in order."""
    client.force_login(user)

    def ask(query=""):
        rows = client.get(f"{reverse('web:relationship_levels')}{query}").context["list"].rows
        return [row.head.split(">")[1].split("<")[0] for row in rows]

    return ask


def test_the_highest_stand_first_and_key_accounts_are_never_left_out(names):
    assert names() == ["Alpha", "Gamma", "Beta", "Delta"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?is_slipping=true", ["Beta"]),
        ("?is_slipping=false&sort=account", ["Alpha", "Delta", "Gamma"]),
        ("?is_ready=true", ["Gamma"]),
        ("?owner=me&sort=-account", ["Gamma", "Delta", "Alpha"]),
        ("?proven=VENDOR,PREFERRED&sort=declared", ["Gamma", "Alpha", "Beta"]),
        ("?proven.not=PREFERRED&sort=account", ["Beta", "Delta"]),
        ("?declared.empty=true", ["Delta"]),
        ("?target.empty=false", ["Beta"]),
        ("?due_on.lte=2027-12-31", ["Beta"]),
        ("?due_on.gte=2027-12-31", []),
        ("?due_on=2027-04-20", ["Beta"]),
        ("?account.contains=AL", ["Alpha"]),
        ("?q=gam", ["Gamma"]),
        ("?missing.gte=3&sort=missing", ["Beta", "Alpha", "Gamma"]),
        ("?missing=5&sort=account", ["Alpha", "Gamma"]),
        ("?sort=owner,account", ["Alpha", "Delta", "Gamma", "Beta"]),
        ("?sort=falls_on,-account", ["Gamma", "Beta", "Alpha", "Delta"]),
    ],
)
def test_it_is_filtered_and_sorted_by_what_is_computed(names, query, expected):
    assert names(query) == expected


@pytest.mark.parametrize(("most", "expected"), [(3, ["Alpha", "Gamma", "Beta"]), (2, ["Alpha", "Beta"])])
def test_where_something_is_told_goes_before_other_key_accounts(names, monkeypatch, most, expected):
    monkeypatch.setattr("tongxin.analytics.ladder.portfolio.MOST", most)
    assert names() == expected


def test_who_looks_names_up_by_strokes_gets_them_so(names, user):
    user.language = "zh-hant"
    user.save(update_fields=["language"])
    assert names("?sort=account") == ["Alpha", "Beta", "Delta", "Gamma"]


def test_an_unknown_filter_is_refused(client, user):
    client.force_login(user)
    assert client.get(f"{reverse('web:relationship_levels')}?mood=good").status_code == 400


def test_it_is_taken_away_as_shown(client, user):
    client.force_login(user)
    url = reverse("web:relationship_levels_export", args=["csv"])
    answer = client.get(f"{url}?is_slipping=false&sort=account")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[:4] for row in rows[1:]] == [
        ["Alpha", "Preferred supplier", "Preferred supplier", ""],
        ["Delta", "", "", ""],
        ["Gamma", "Preferred supplier", "Vendor", "Ready to climb"],
    ]
    assert AuditEvent.objects.filter(verb="EXPORTED", object_label="relationship-levels").exists()
    assert client.get(reverse("web:relationship_levels_export", args=["pdf"])).status_code == 404


def test_the_page_counts_levels_and_says_when_nothing_meets(client, user):
    client.force_login(user)
    page = client.get(reverse("web:relationship_levels")).content.decode()
    assert "1 slipping, 1 ready to climb" in page
    none = client.get(f"{reverse('web:relationship_levels')}?proven=ALLIANCE").content.decode()
    assert "Nothing meets these filters" in none


def test_who_may_not_read_judgements_sees_no_row(client):
    mate = make_user((Role.EXECUTIVE,), username="mate", language="en")
    client.force_login(mate)
    page = client.get(reverse("web:relationship_levels"))
    assert (page.context["list"].rows, "Alpha" in page.content.decode()) == ((), False)
    assert "The level of the relationship is a judgement" in page.content.decode()
    _token, key = make_token(mate, at=now())
    answer = client.get("/api/v1/relationship-levels", headers={"Authorization": f"Bearer {key}"})
    assert answer.json() == []


def test_programs_get_the_same(client, user):
    _token, key = make_token(user, at=now())
    headers = {"Authorization": f"Bearer {key}"}
    every = client.get("/api/v1/relationship-levels", headers=headers).json()
    assert [row["name"] for row in every] == ["Alpha", "Gamma", "Beta", "Delta"]
    slipping = client.get("/api/v1/relationship-levels?only=slipping", headers=headers).json()
    assert [(row["name"], row["proven"], row["target"], row["due_on"]) for row in slipping] == [
        ("Beta", "VENDOR", "PARTNER", "2027-04-20")
    ]
