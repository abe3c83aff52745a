"""What the house knows for each question of the go/no-go sheet: read where it is kept, each with its record to open."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from tests.crm.committees.scenes import make_table
from tests.deals import make_competitor
from tests.factories import AT, make_actor, make_token, make_user, with_every_right

from tongxin.analytics.bids.evidence import Evidence, evidence_for
from tongxin.common.rights import Right
from tongxin.crm.bids.declared.bids import BID, RIVAL
from tongxin.crm.bids.declared.papers import REGISTRATION
from tongxin.crm.bids.desk_models import BidOpening, SupplierRegistration
from tongxin.crm.bids.models import Bid
from tongxin.crm.projects.records import PROJECT, REQUIREMENT
from tongxin.records.writing import create_record
from tongxin.team.choices import Role, Scope
from tongxin.wording.bid_evidence import EVIDENCE, evidence_text

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R4.3")]
TODAY = AT.date()
MISSING = {
    "MAY_BID": "NO_REGISTRATION",
    "MEETS_DEMANDS": "NO_DEMANDS",
    "IN_TIME": "NO_DEADLINE",
    "COVERAGE": "NO_OPPORTUNITY",
    "SHAPING": "NO_PROJECT",
    "PRICE": "NO_PAST_PRICES",
    "QUALIFIED": "NO_DEMANDS",
    "COMPETITION": "NO_RIVALS",
    "CAPACITY": "NO_OWNER",
    "MARGIN": "NO_MARGIN",
    "STRATEGY": "NO_CLOSED_BID",
}


class Scene:
    """A deal with its committee, the actor with every right, and a bid for it."""

    def __init__(self) -> None:
        self.table = make_table()
        self.actor = with_every_right(self.table.actor.user)
        self.bid = self.make("Scanner")

    def make(self, name: str, **values: Any) -> Bid:
        given = {"account": self.table.account, "name": name, "time_zone": "Asia/Taipei", "currency": "TWD"}
        return create_record(
            BID, actor=self.actor, at=AT, values={**given, "method": "LOWEST_EVALUATED", **values}
        )

    def known(self, code: str, actor: Any = None) -> Evidence:
        bid = Bid.objects.select_related("account", "owner", "tender", "opportunity").get(pk=self.bid.pk)
        return evidence_for(actor or self.actor, bid, as_of=TODAY)[code]


def said(each: Evidence) -> tuple[str, int | None, list[str]]:
    return each.said, each.suggested, [source.kind for source in each.sources]


@pytest.fixture
def scene() -> Iterator[Scene]:
    with translation.override("en"):
        yield Scene()


def test_what_is_not_there_is_said_and_where_to_enter_it(scene: Scene) -> None:
    Bid.objects.update(owner=None)
    found = {code: scene.known(code) for code in MISSING}
    assert {code: each.said for code, each in found.items()} == MISSING
    assert all(
        each.is_missing and [one.uid for one in each.sources] == [scene.bid.uid] for each in found.values()
    )
    assert all(evidence_text(each) in map(str, EVIDENCE.values()) for each in found.values())


def test_coverage_is_that_of_the_committee(scene: Scene) -> None:
    Bid.objects.update(opportunity=scene.table.deal)
    assert said(scene.known("COVERAGE")) == ("NO_SEATS", None, ["committee"])
    scene.table.seat("Dean")
    assert said(scene.known("COVERAGE")) == ("COVERED", 0, ["committee"])
    assert dict(scene.known("COVERAGE").params) == {"percent": 0, "seats": 1, "gaps": 1}
    scene.table.committee.delete()
    assert scene.known("COVERAGE").said == "NO_COMMITTEE"


def test_shaping_is_the_share_of_requirements_we_brought_in(scene: Scene) -> None:
    Bid.objects.update(opportunity=scene.table.deal)
    values = {"account": scene.table.account, "name": "Imaging", "opportunities": [scene.table.deal]}
    project = create_record(PROJECT, actor=scene.actor, at=AT, values=values)
    assert said(scene.known("SHAPING")) == ("NO_REQUIREMENTS", None, ["customer_project"])
    for name, origin in (("3 T", "US"), ("Noise", "US"), ("Price", "CUSTOMER")):
        create_record(
            REQUIREMENT, actor=scene.actor, at=AT, values={"project": project, "name": name, "origin": origin}
        )
    assert said(scene.known("SHAPING")) == ("SHAPED", 3, ["customer_project"])
    assert evidence_text(scene.known("SHAPING")) == "we shaped 67% of the requirements: 2 of 3"


def test_past_prices_are_those_of_this_customer_and_of_the_rivals_expected(scene: Scene) -> None:
    rival = make_competitor("Acme")
    values = {"bid": scene.bid, "name": "Acme", "competitor": rival}
    create_record(RIVAL, actor=scene.actor, at=AT, values=values)
    assert said(scene.known("COMPETITION")) == ("RIVALS", None, ["competitor"])
    past = scene.make("Past", budget=Decimal(200))
    row = BidOpening.objects.create(
        bid=past,
        name="Acme",
        competitor=rival,
        opened_price=180,
        currency="TWD",
        created_at=AT,
        updated_at=AT,
    )
    assert said(scene.known("PRICE")) == ("PAST_WITHOUT_WINNER", None, ["bid"])
    row.has_won = True
    row.save()
    assert dict(scene.known("PRICE").params) == {"low": 90, "high": 90, "count": 1}


def test_capacity_names_the_owners_other_bids_first_those_due_before(scene: Scene) -> None:
    Bid.objects.update(owner=scene.actor.user, deadline_at=AT + timedelta(days=9))
    assert scene.known("CAPACITY").said == "NO_OTHER_BID"
    scene.make("Later", owner=scene.actor.user)
    scene.make("Sooner", owner=scene.actor.user, deadline_at=AT + timedelta(days=3))
    found = scene.known("CAPACITY")
    assert (found.params["count"], found.params["before"]) == (2, 1)
    assert [each.name for each in found.sources] == ["Sooner", "Later"]
    assert dict(scene.known("IN_TIME").params) == {"days": 9}


def test_demands_are_counted_and_each_paper_can_be_opened(scene: Scene) -> None:
    scene.bid.demands.create(name="Licence", created_at=AT, updated_at=AT)
    assert said(scene.known("QUALIFIED")) == ("DEMANDS_LACKING", 0, ["bid_demand"])
    assert evidence_text(scene.known("MEETS_DEMANDS")) == "missing: Licence"


@pytest.mark.requirement("R4.2")
def test_being_registered_with_the_customer_is_told_with_its_day(scene: Scene) -> None:
    def registration(**values: Any) -> Any:
        given = {"account": scene.table.account, "name": "Supplier list", **values}
        return create_record(REGISTRATION, actor=scene.actor, at=AT, values=given)

    Bid.objects.update(deadline_at=AT + timedelta(5))
    first = registration(state="APPLIED")
    told = scene.known("MAY_BID")
    assert (told.said, evidence_text(told)) == ("NOT_REGISTERED", "“Supplier list”: applied for")
    registration(valid_until=TODAY)
    assert scene.known("MAY_BID").said == "REGISTRATION_ENDS"
    registration(valid_until=TODAY + timedelta(5))
    assert said(scene.known("MAY_BID")) == ("REGISTERED_UNTIL", None, ["supplier_registration"])
    SupplierRegistration.objects.filter(pk=first.pk).update(state="REGISTERED")
    assert scene.known("MAY_BID").said == "REGISTERED"


def test_the_margin_is_told_to_who_may_see_it(scene: Scene) -> None:
    Bid.objects.update(own_price=Decimal(100), own_cost=Decimal(80))
    assert evidence_text(scene.known("MARGIN")) == "margin at our price: 20.0%"
    other = make_actor(make_user((Role.READ_ONLY,), granted_rights=["SEE_ALL"]))
    assert not other.has(Right.MARGIN)
    assert said(scene.known("MARGIN", other)) == ("MARGIN_WITHHELD", None, [])


def test_page_and_api_show_the_same_with_sources_to_open(
    scene: Scene, client: Any, django_assert_max_num_queries: Any
) -> None:
    Bid.objects.update(opportunity=scene.table.deal, deadline_at=AT)
    scene.table.seat("Dean")
    user = scene.actor.user
    type(user).objects.update(language="en")
    client.force_login(user)
    with django_assert_max_num_queries(25):
        page = client.get(f"/bids/{scene.bid.uid}/decision/").content.decode()
    for part in (f"/committees/{scene.table.committee.uid}/map/", "no rival is entered", "comes to 0 points"):
        assert part in page, part
    _, key = make_token(user, (Scope.READ,), at=AT)
    api = {"Authorization": f"Bearer {key}"}
    told = client.get(f"/api/v1/bids/{scene.bid.uid}/go-no-go", headers=api).json()["evidence"]
    covered = next(each for each in told if each["code"] == "COVERAGE")
    assert (covered["suggested"], covered["sources"][0]["uid"]) == (0, scene.table.committee.uid)
