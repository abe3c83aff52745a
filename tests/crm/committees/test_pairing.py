"""Sponsors paired, rivals' fit and the decision brief: what is refused, what is written from the data, and by whom."""

from datetime import date

import pytest
from django.utils import translation
from tests.crm.committees.scenes import make_table
from tests.factories import AT, make_actor, make_user, with_every_right

from tongxin.common.errors import Denied
from tongxin.crm.committees.briefs import BRIEF
from tongxin.crm.committees.models import RivalFit
from tongxin.crm.committees.pairing import begin_brief, pair_sponsor, set_rival_fit
from tongxin.crm.committees.records import CRITERION
from tongxin.crm.committees.rules import CommitteeRefused
from tongxin.crm.committees.selectors import brief_written, committee_map
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.stakeholders.actions import create_person
from tongxin.records.writing import change_record, create_record
from tongxin.team.choices import Role
from tongxin.wording.committee_brief import brief_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.4")]


@pytest.fixture
def table():
    return make_table("Alder")


def criterion(table, name, **more):
    values = {"committee": table.committee, "name": name, "kind": "FORMAL", **more}
    return create_record(CRITERION, actor=table.actor, at=AT, values=values)


def rival(table, name):
    every = with_every_right(table.actor.user)
    return create_record(COMPETITOR, actor=every, at=AT, values={"name": name})


def test_a_pair_is_made_once_and_needs_an_account_and_the_right_to_edit(table):
    wen = table.seat("Wen").person
    sponsor = table.actor.user
    made = pair_sponsor(actor=table.actor, at=AT, person=wen, sponsor=sponsor)
    assert (made.account, made.every_days) == (table.account, 90)
    assert "Wen" in made.purpose
    nowhere = create_person(actor=table.actor, at=AT, full_name="Yu")
    for person, code in ((wen, "SPONSOR_PAIRED"), (nowhere, "SPONSOR_NOWHERE")):
        with pytest.raises(CommitteeRefused) as refused:
            pair_sponsor(actor=table.actor, at=AT, person=person, sponsor=sponsor)
        assert refused.value.code == code
    with pytest.raises(Denied):
        pair_sponsor(actor=make_actor(make_user((Role.READ_ONLY,))), at=AT, person=wen, sponsor=sponsor)


def test_the_fit_of_a_rival_is_said_once_per_criterion_and_changed(table):
    quality, boreal = criterion(table, "Quality"), rival(table, "Boreal")
    set_rival_fit(
        actor=table.actor, at=AT, criterion=quality, competitor=boreal, fit=2, evidence="Their test"
    )
    set_rival_fit(actor=table.actor, at=AT, criterion=quality, competitor=boreal, fit=4)
    assert list(RivalFit.objects.values_list("fit", flat=True)) == [4]


def brief(table, day="2026-11-25"):
    found = committee_map(table.actor, table.committee, as_of=date.fromisoformat(day))
    with translation.override("en"):
        told = brief_of(found, brief_written(table.committee))
    return {part.key: part for part in told.sections}


def test_a_brief_compares_us_with_each_rival_and_says_what_is_unknown(table):
    assert "not known yet" in " ".join(brief(table)["open_risks"].lines)
    quality = criterion(table, "Quality", our_fit=4)
    cost = criterion(table, "Cost", our_fit=2)
    criterion(table, "Training")
    criterion(table, "Certificate", our_fit=0, is_mandatory=True)
    boreal = rival(table, "Boreal")
    for each, fit in ((quality, 2), (cost, 3)):
        set_rival_fit(actor=table.actor, at=AT, criterion=each, competitor=boreal, fit=fit)
    found = brief(table)
    assert "Our offer: meets the criteria known to 50%" in found["options"].lines
    assert "Boreal: meets the criteria known to 62%" in found["options"].lines
    told = " ".join(found["consequences"].lines)
    assert "gains on: Quality" in told
    assert "gives up on: Cost" in told
    assert "mandatory: Certificate" in told
    assert "On 1 criterion we do not know" in " ".join(found["open_risks"].lines)


def test_weights_count_in_the_fit_and_what_somebody_wrote_goes_first(table):
    for name, fit, weight in (("Quality", 4, 75), ("Cost", 0, 25)):
        each = criterion(table, name, our_fit=fit)
        type(each).objects.filter(pk=each.pk).update(weight=weight)
    assert "Our offer: meets the criteria known to 75%" in brief(table)["options"].lines
    own = begin_brief(
        actor=table.actor, at=AT, committee=table.committee, name="Ours", texts={"our_ask": "Sign in June"}
    )
    found = brief(table)
    assert (found["our_ask"].lines, found["our_ask"].is_own) == (("Sign in June",), True)
    assert not found["options"].is_own
    change_record(BRIEF, actor=table.actor, at=AT, record=own, values={"our_ask": ""})
    assert not brief(table)["our_ask"].is_own
