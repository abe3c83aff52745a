"""Rings: placements, their evidence, ties, targets; what is refused in words."""

from datetime import date

import pytest
from django.urls import reverse
from tests.deals import make_competitor, make_person
from tests.factories import AT, make_account, make_actor, make_member, make_user, with_every_right

from tongxin.analytics.competition.rings import portfolio_strip, quarters_until, ring_map_of
from tongxin.common.errors import Refusal
from tongxin.crm.competition.models import SupplierBundle
from tongxin.crm.competition.records import (
    BUNDLE,
    PLACEMENT,
    RING_NAME,
    RING_TARGET,
    RIVAL_FACT,
    SHARE,
    TIE,
)
from tongxin.records.writing import change_record, create_record
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
PROOF = {
    "evidence": "Named in the sourcing list",
    "evidence_source": "Ms Lin",
    "evidence_on": date(2026, 3, 2),
}


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def actor(user):
    return make_actor(user)


@pytest.fixture
def account(user):
    return make_account(user, name="Northwind Semiconductor")


@pytest.fixture
def place(actor, account):
    def make(competitor=None, ring="APPROVED", on=date(2026, 1, 5), **more):
        values = {
            "account": account,
            "competitor": competitor,
            "ring": ring,
            "placed_on": on,
            "segment": "Metrology",
        }
        return create_record(PLACEMENT, actor=actor, at=AT, values={**values, **more})

    return make


def refused(call) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code, caught.value.field


@pytest.mark.requirement("R1.4")
def test_a_first_placement_may_stand_without_evidence_and_says_so(place):
    assert not place().has_evidence
    assert place(make_competitor("Keysight"), **PROOF).has_evidence


@pytest.mark.requirement("R1.4")
def test_a_move_without_evidence_is_refused_and_with_it_taken(place, actor):
    place()
    assert refused(lambda: place(ring="PREFERRED", on=date(2026, 4, 1))) == (
        "MOVE_WITHOUT_EVIDENCE",
        "evidence",
    )
    moved = place(ring="PREFERRED", on=date(2026, 4, 1), **PROOF)
    emptied = {"evidence_source": ""}
    assert refused(lambda: change_record(PLACEMENT, actor=actor, at=AT, record=moved, values=emptied)) == (
        "MOVE_WITHOUT_EVIDENCE",
        "evidence",
    )


def test_an_earlier_placement_may_be_added_later(place):
    place(ring="CORE", on=date(2026, 4, 1))
    assert place(on=date(2026, 1, 1)).ring == "APPROVED"


def test_a_supplier_stands_in_one_ring_on_a_day(place):
    rival = make_competitor("Keysight")
    place(rival, ring="CORE")
    assert refused(lambda: place(rival, ring="OUTSIDE", **PROOF)) == ("PLACEMENT_TWICE", "ring")


def test_the_account_is_not_its_own_rival(place):
    assert refused(lambda: place(make_competitor("NORTHWIND semiconductor"))) == (
        "RIVAL_IS_ACCOUNT",
        "competitor",
    )


def test_a_tie_joins_two_suppliers(actor, account):
    rival = make_competitor("Keysight")
    values = {
        "account": account,
        "competitor": rival,
        "other": rival,
        "kind": "BOTH",
        "subject": "Probe cards",
    }
    assert refused(lambda: create_record(TIE, actor=actor, at=AT, values=values)) == (
        "TIE_WITH_ITSELF",
        "other",
    )


def test_whom_the_customer_barred_delivers_nothing_with_us(place, actor, account):
    rival, poor = make_competitor("Keysight"), make_competitor("Advantest")
    place(rival, standing="BARRED")
    place(poor, standing="POOR")
    values = {"account": account, "name": "Test cell", "form": "CONSORTIUM", "includes_us": True}
    wanted = {**values, "partners": [poor, rival]}
    assert refused(lambda: create_record(BUNDLE, actor=actor, at=AT, values=wanted)) == (
        "SUPPLIER_BARRED",
        "partners",
    )
    made = create_record(
        BUNDLE, actor=actor, at=AT, values={**values, "partners": [poor, make_competitor("New")]}
    )
    barred = {"partners": [rival]}
    assert (
        refused(lambda: change_record(BUNDLE, actor=actor, at=AT, record=made, values=barred))[0]
        == "SUPPLIER_BARRED"
    )


@pytest.mark.requirement("R1.1")
def test_at_any_cost_needs_what_it_rests_on(actor, account):
    values = {"account": account, "competitor": make_competitor(), "products": "Probers", "at_any_cost": True}
    make = lambda more: create_record(RIVAL_FACT, actor=actor, at=AT, values={**values, **more})  # noqa: E731
    assert refused(lambda: make({})) == ("ANY_COST_WITHOUT_EVIDENCE", "price_evidence")
    assert make({"price_evidence": "Opening of 2026-03-01"}).at_any_cost


@pytest.mark.requirement("R1.1")
def test_shares_of_a_year_stay_within_the_whole_and_the_newest_statement_counts(actor, account):
    def state(competitor, percent, year=2026):
        values = {
            "account": account,
            "competitor": competitor,
            "year": year,
            "percent": percent,
            "source": "Annual report",
        }
        return create_record(SHARE, actor=actor, at=AT, values=values)

    ours = state(None, 60)
    rival = make_competitor("Keysight")
    assert refused(lambda: state(rival, 41)) == ("SHARES_ABOVE", "percent")
    state(rival, 40)
    state(rival, 30)
    state(None, 99, year=2025)
    change_record(SHARE, actor=actor, at=AT, record=ours, values={"percent": 70})
    assert (
        refused(lambda: change_record(SHARE, actor=actor, at=AT, record=ours, values={"percent": 71}))[0]
        == "SHARES_ABOVE"
    )


def test_quarters_end_with_the_running_one():
    names = [quarter.name for quarter in quarters_until(TODAY)]
    assert names == ["2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"]
    assert quarters_until(TODAY)[-2].last == date(2026, 9, 30)
    assert quarters_until(TODAY)[-1].last == TODAY


@pytest.mark.requirement("R1.4")
def test_the_map_tells_rings_over_eight_quarters_and_the_move_of_a_year(place, actor, account, user):
    rival = make_competitor("Keysight")
    place(rival, ring="CORE", on=date(2024, 5, 1), **PROOF)
    place(on=date(2025, 8, 1))
    place(ring="PREFERRED", on=date(2026, 9, 1), **PROOF)
    place(ring="CORE", on=date(2027, 1, 1), **PROOF)
    values = {
        "account": account,
        "ring": "CORE",
        "plan": "Joint lab",
        "owner": user,
        "due_on": date(2027, 6, 30),
    }
    create_record(RING_TARGET, actor=actor, at=AT, values=values)
    tie = {"account": account, "competitor": rival, "kind": "BOTH", "subject": "Probe cards"}
    create_record(TIE, actor=actor, at=AT, values=tie)
    found = ring_map_of(account, as_of=TODAY)
    assert [row.history for row in found.rows] == [
        ("CORE",) * 8,
        ("", "", "APPROVED", "APPROVED", "APPROVED", "APPROVED", "PREFERRED", "PREFERRED"),
    ]
    assert [row.moved for row in found.rows] == [0, 1]
    assert found.target.plan == "Joint lab"
    assert [(each.one, each.other, each.cooperate, each.compete) for each in found.ties] == [
        (rival.pk, None, True, True)
    ]
    _quarters, strip = portfolio_strip(actor, as_of=TODAY)
    assert [(row.account.pk, row.history[-1]) for row in strip] == [(account.pk, "PREFERRED")]
    assert portfolio_strip(make_actor(make_user()), as_of=TODAY)[1] == ()


@pytest.mark.requirement("R1.4")
def test_the_page_draws_the_rings_with_a_table_of_the_same_rows(place, account, user, client):
    for place_number in range(25):
        place(make_competitor(f"Rival {place_number}"), ring="OUTSIDE", on=date(2025, 1, 1))
    client.force_login(user)
    url = reverse("web:account_competition", args=[account.uid])
    page = client.get(url).content.decode()
    assert "25 suppliers of Metrology" in page
    assert page.count("Rival 24</a>") >= 1
    assert 'data-picture="rings"' in page
    assert "without evidence" in page
    assert f"{reverse('web:placement_new')}?account={account.uid}&amp;ring=CORE" in page
    form = client.get(reverse("web:placement_new"), {"account": account.uid, "ring": "CORE"}).content.decode()
    assert '<option value="CORE" selected>' in form


@pytest.mark.requirement("R1.1")
def test_who_may_not_read_judgements_learns_no_ally(account, client):
    ally = make_person(account, "Ally Sandpiper")
    values = {"account": account, "competitor": make_competitor(), "products": "Probers", "allies": [ally]}
    owner = make_user(username="owner")
    card = create_record(RIVAL_FACT, actor=with_every_right(owner), at=AT, values=values)
    mate = make_user((Role.TEAM_MEMBER,), username="mate")
    for reader, is_told in ((account.owner, True), (mate, False)):
        if reader == mate:
            make_member(account, mate)
        client.force_login(reader)
        for path in (reverse("web:rival_fact", args=[card.uid]), f"/api/v1/rival-facts/{card.uid}"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert ("Sandpiper" in answer.content.decode()) == is_told, path


@pytest.mark.requirement("R1.1")
def test_a_year_is_no_amount_and_who_only_reads_is_offered_nothing_new(actor, account, user, client):
    values = {"account": account, "year": 2025, "percent": 40, "source": "Annual report"}
    create_record(SHARE, actor=actor, at=AT, values=values)
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(account, reader)
    for who, is_offered in ((user, True), (reader, False)):
        client.force_login(who)
        page = client.get(reverse("web:account_competition", args=[account.uid])).content.decode()
        assert ">2025<" in page
        assert "2,025" not in page
        assert ("New share of wallet" in page) == is_offered


@pytest.mark.requirement("R1.4")
def test_a_ring_has_the_name_the_customer_gives_it_and_the_picture_uses_it(
    place, actor, account, user, client
):
    name = lambda ring, text: create_record(  # noqa: E731
        RING_NAME, actor=actor, at=AT, values={"account": account, "ring": ring, "name": text}
    )
    named = name("CORE", "Strategic A")
    name("CORE", "Strategic B")
    assert refused(lambda: name("OUTSIDE", "strategic a")) == ("RING_NAME_TAKEN", "name")
    taken = {"ring": "OUTSIDE", "name": "Others"}
    change_record(RING_NAME, actor=actor, at=AT, record=named, values=taken)
    place(ring="CORE", on=date(2025, 1, 1))
    client.force_login(user)
    page = client.get(reverse("web:account_competition", args=[account.uid])).content.decode()
    assert "We stand in the ring “Strategic B”" in page
    answer = client.get(f"/api/v1/accounts/{account.uid}/rings").json()
    assert answer["names"] == {"CORE": "Strategic B", "OUTSIDE": "Others"}


@pytest.mark.requirement("R1.4")
def test_a_poor_supplier_is_warned_of_and_asked_all_the_same(place, actor, account, user, client):
    poor = make_competitor("Slow Parts")
    place(poor, ring="CORE", on=date(2025, 1, 1), standing="POOR")
    client.force_login(user)
    url = f"{reverse('web:supplier_bundle_new')}?account={account.uid}"
    sent = {"name": "Line", "form": "CONSORTIUM", "partners": [poor.uid], "includes_us": "on"}
    answer = client.post(url, sent, follow=True)
    assert "the customer thinks poorly of “Slow Parts”" in answer.content.decode()
    bundle = SupplierBundle.objects.get()
    form = reverse("web:supplier_bundle_form", args=[bundle.uid])
    unchanged = {**sent, "version": bundle.version, "name": "Line two"}
    assert "thinks poorly" in client.post(form, unchanged, follow=True).content.decode()
    SupplierBundle.objects.update(includes_us=False)
    bundle.refresh_from_db()
    assert BUNDLE.warnings_of(bundle) == ()
    assert PLACEMENT.warnings_of(bundle) == ()


@pytest.mark.requirement("R1.4")
def test_a_row_of_ours_says_our_name(place, actor, account, user, client, settings):
    settings.COMPANY = "Northwind Instruments"
    place(on=date(2025, 1, 1))
    client.force_login(user)
    page = client.get(reverse("web:placements")).content.decode()
    assert page.count("Northwind Instruments") == 1
    record = PLACEMENT.model.objects.get()
    assert "Northwind Instruments" in client.get(reverse("web:placement", args=[record.uid])).content.decode()
