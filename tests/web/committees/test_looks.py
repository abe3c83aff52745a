"""Help in judging somebody, and the looks at a committee: which lines, and the variant that may be shared."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.crm.committees.scenes import make_table
from tests.factories import make_member, make_user

from tongxin.common.clock import now
from tongxin.crm.committees.choices import TieKind
from tongxin.crm.committees.seating import assign_counterpart, draw_tie, judge
from tongxin.team.choices import Role
from tongxin.wording.choosing import FIELDS, FLOWS

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.2")]


@pytest.fixture
def table(client):
    table = make_table("Alder")
    client.force_login(table.actor.user)
    return table


def words(text) -> str:
    with override("en"):
        return str(text)


def page_of(table) -> str:
    return reverse("web:opportunity_committee", args=[table.deal.uid])


@pytest.mark.parametrize("judged", FLOWS)
def test_each_statement_leads_to_the_next_and_each_yes_is_kept(client, table, judged):
    seat = table.seat("Wu")
    url = reverse("web:seat_choosing", args=[seat.uid, judged])
    for place, (statement, value) in enumerate(FLOWS[judged]):
        shown = client.get(f"{url}?at={place}").content.decode()
        assert words(statement) in shown
        assert f"?at={place + 1}" in shown
        client.post(reverse("web:seat_judgement", args=[seat.uid]), {judged: value})
        seat.refresh_from_db()
        assert str(getattr(seat, judged)) == value
    for beyond in (len(FLOWS[judged]), 99):
        assert "Unknown is a value" in client.get(f"{url}?at={beyond}").content.decode()
    assert words(FLOWS[judged][0][0]) in client.get(f"{url}?at=x").content.decode()


def test_every_flow_is_reached_and_nobody_is_asked_what_they_could_not_keep(client, table):
    seat = table.seat("Wu")
    url = reverse("web:seat_choosing", args=[seat.uid, "attitude"])
    shown = client.get(url).content.decode()
    assert set(FIELDS) == set(FLOWS)
    assert [name for name in FIELDS if reverse("web:seat_choosing", args=[seat.uid, name]) not in shown] == []
    assert client.get(reverse("web:seat_choosing", args=[seat.uid, "beauty"])).status_code == 404
    assert url in client.get(page_of(table)).content.decode()
    mate = make_user((Role.TEAM_MEMBER,))
    make_member(table.account, mate)
    client.force_login(mate)
    assert client.get(url).status_code == 302


def test_lines_are_chosen_by_kind(client, table):
    one, other = table.seat("Ian"), table.seat("Ava")
    for kind in (TieKind.REPORTS_TO, TieKind.CONFLICT):
        draw_tie(actor=table.actor, at=now(), ends=(one, other), kind=kind)

    def drawn(asked=""):
        shown = client.get(f"{page_of(table)}{asked}").content.decode()
        return [kind for kind in ("reports-to", "conflict") if f'class="tie tie-{kind}"' in shown]

    assert drawn() == ["reports-to", "conflict"]
    assert drawn("?lines=chosen&line=CONFLICT") == ["conflict"]
    assert drawn("?lines=chosen") == []


def test_the_variant_to_share_holds_no_judgement_contact_or_form(client, table):
    seat, other = table.seat("Kao", role="APPROVER"), table.seat("Lin")
    judge(actor=table.actor, at=now(), seat=seat, values={"attitude": "OPPONENT", "power": 4})
    assign_counterpart(actor=table.actor, at=now(), seat=seat, user=table.actor.user)
    draw_tie(actor=table.actor, at=now(), ends=(other, seat), kind=TieKind.CONFLICT, evidence="quarrel")
    draw_tie(actor=table.actor, at=now(), ends=(other, seat), kind=TieKind.REPORTS_TO)
    shared = client.get(f"{page_of(table)}?variant=share").content.decode().split("<main")[1]
    assert "Approver" in shared
    assert 'class="tie tie-reports-to"' in shared
    told = (
        "Does not support",
        "quarrel",
        "tie-conflict",
        'id="mirror"',
        'id="add"',
        'id="lines"',
        "?boss=",
    )
    assert [word for word in told if word in shared] == []
    file = client.get(f"{page_of(table)}?variant=share&take=committee-map.svg")
    assert file.status_code == 200
    assert "tie-conflict" not in b"".join(file).decode().split("</style>")[-1]
    assert "Does not support" in client.get(page_of(table)).content.decode()
