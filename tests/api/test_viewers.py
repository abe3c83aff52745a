"""Who sees a record, over the API."""

import pytest
import time_machine
from tests.deals import make_opportunity, make_person
from tests.factories import AT, TODAY, make_account, make_actor, make_user

from tongxin.team import actions as team
from tongxin.team.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(AT, tick=False):
        yield


def test_each_record_tells_who_sees_it_and_why(api):
    director = make_user([Role.SALES_DIRECTOR], display_name="Director")
    user = make_user([Role.KAM], display_name="Kam", manager=director)
    kam = make_actor(user)
    deputy = make_user([Role.KAM], display_name="Deputy")
    team.add_absence(actor=kam, at=AT, user=user, deputy=deputy, from_date=TODAY, to_date=TODAY)
    make_user([Role.EXECUTIVE], display_name="Executive")
    account = make_account(kam.user)
    deal = make_opportunity(kam, account=account)
    person = make_person(account)
    client = api(user=kam.user)
    for path in (f"/accounts/{account.uid}", f"/opportunities/{deal.uid}", f"/people/{person.uid}"):
        shown = client.get(f"{path}/viewers").json()
        assert [user["display_name"] for user in shown["team"]] == ["Kam"]
        assert [user["display_name"] for user in shown["leads"]] == ["Director"]
        (deputy,) = shown["deputies"]
        assert (deputy["user"]["display_name"], deputy["until"]) == ("Deputy", TODAY.isoformat())
        assert [user["display_name"] for user in shown["all_seeing"]] == ["Executive"]
