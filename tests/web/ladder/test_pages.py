"""The ladder of an account as people and programs read it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from tests.deals import make_person
from tests.factories import make_account, make_actor, make_member, make_token, make_user

from tongxin.common.clock import now
from tongxin.crm.ladder.records import CLAIM, PROOF, TARGET
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R5.3")]
DAY = date(2027, 1, 20)


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2027-01-20T01:00:00Z", tick=False):
        yield


@pytest.fixture
def user():
    return make_user(username="kam", language="en")


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind")


@pytest.fixture
def told(user, account):
    """Return a function that enters something about the account."""

    def make(definition, **values):
        return create_record(
            definition, actor=make_actor(user, as_of=DAY), at=now(), values={"account": account, **values}
        )

    return make


@pytest.fixture
def shown(told):
    """Return a function that shows a fact by hand."""
    given = {"shown": "Minutes", "source": "Ms Lin", "observed_on": date(2027, 1, 10)}
    return lambda fact, **more: told(PROOF, fact=fact, **{**given, **more})


def test_the_page_tells_levels_evidence_gaps_and_what_expires(client, user, account, told, shown):
    client.force_login(user)
    make_person(account, "Somebody nobody met")
    shown("CONTACTS", place="https://files.example.com/minutes")
    shown("CONTACTS", observed_on=date(2026, 5, 1))
    shown("ORDERS", valid_until=date(2027, 2, 1), place="Cabinet 3")
    shown("SERVICE", speaks_against=True)
    told(CLAIM, level="PARTNER", declared_on=DAY, agreed_with="Ms Lin", reason="Signed")
    told(TARGET, level="PARTNER", plan="Weekly work in their plant", owner=user, due_on=date(2027, 12, 1))
    page = client.get(reverse("web:account_ladder", args=[account.uid])).content.decode()
    for text in (
        "Declared is “Partner”, but evidence supports no level",
        "1 criterion is missing for “Vendor”",
        "1 of 2",
        "https://files.example.com/minutes",
        "Cabinet 3",
        "Opportunities won: evidence expires soon",
        "counted until",
        "Evidence against it",
        "Weekly work in their plant",
        "effort 1 of 5",
    ):
        assert text in page, text
    assert 'id="ladder-table"' in page


def test_a_level_that_can_be_agreed_is_offered(client, user, account, told, shown):
    client.force_login(user)
    for fact in ("CONTACTS", "CONTACTS", "ORDERS", "ORDERS", "PROMISES", "SERVICE", "RING_PREFERRED"):
        shown(fact)
    told(CLAIM, level="VENDOR", declared_on=DAY, agreed_with="Ms Lin", reason="First order")
    page = client.get(reverse("web:account_ladder", args=[account.uid])).content.decode()
    assert "Evidence supports “Preferred supplier”, more than the declared “Vendor”" in page
    assert "Agree it with the customer, and declare it." in page


def test_a_gap_becomes_a_promise_with_its_words(client, user, account):
    client.force_login(user)
    page = client.get(reverse("web:account_ladder", args=[account.uid])).content.decode()
    url = f"{reverse('web:promise_new')}?account={account.uid}&text=Show+for+the+level"
    assert url.replace("&", "&amp;") in page
    form = client.get(url).content.decode()
    assert 'value="Show for the level"' in form


@pytest.fixture
def mate(account):
    found = make_user((Role.TEAM_MEMBER,), username="mate", language="en")
    make_member(account, found)
    return found


def test_who_may_not_read_judgements_is_told_so_and_no_more(client, account, mate, told):
    told(CLAIM, level="PARTNER", declared_on=DAY, agreed_with="Ms Lin", reason="kingfisher")
    client.force_login(mate)
    page = client.get(reverse("web:account_ladder", args=[account.uid])).content.decode()
    assert "The level of the relationship is a judgement" in page
    assert "kingfisher" not in page
    assert "kingfisher" not in client.get(reverse("web:ladder_claims")).content.decode()
    _token, key = make_token(mate, at=now())
    answer = client.get(
        f"/api/v1/accounts/{account.uid}/ladder", headers={"Authorization": f"Bearer {key}"}
    ).json()
    assert (answer["withheld"], answer["claims"], answer["levels"]) == (True, [], [])


def test_programs_get_every_criterion_with_its_evidence(client, user, account, told, shown):
    proof = shown("CONTACTS")
    told(TARGET, level="PARTNER", plan="Together", owner=user, due_on=date(2027, 12, 1))
    claim = told(CLAIM, level="VENDOR", declared_on=DAY, agreed_with="Ms Lin", reason="First order")
    _token, key = make_token(user, at=now())
    answer = client.get(
        f"/api/v1/accounts/{account.uid}/ladder", headers={"Authorization": f"Bearer {key}"}
    ).json()
    assert (answer["withheld"], answer["proven"], answer["declared"]) == (False, None, "VENDOR")
    assert answer["missing"] == ["VENDOR:CONTACTS", "VENDOR:ORDERS"]
    first = answer["levels"][0]["criteria"][0]
    assert (first["fact"], first["state"], first["found"], first["needed"]) == ("CONTACTS", "SHORT", 1, 2)
    assert [(each["uid"], each["counts"]) for each in first["evidence"]] == [(proof.uid, True)]
    assert [each["uid"] for each in answer["claims"]] == [claim.uid]
    assert answer["targets"][0]["owner"] == user.display_name
