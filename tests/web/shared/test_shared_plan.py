"""The plan behind a link: read without signing in, nothing for us alone, the same nothing for every link that does not count."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.deals import make_opportunity, make_person
from tests.factories import AT, make_account, make_actor, make_member, make_user

from tongxin.audit.models import AuditEvent
from tongxin.common.clock import now
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.signed_links import token_for
from tongxin.crm.projects import links
from tongxin.crm.projects.models import PlanProposal, PlanRow, SharedLink
from tongxin.crm.projects.records import JOINT_PLAN, PLAN_RETURN, PLAN_ROW, PROJECT
from tongxin.records.writing import create_record, delete_record
from tongxin.team.choices import Role
from tongxin.web.shared import limits

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.1")]
SECRET = "kingfisher"


@pytest.fixture(autouse=True)
def _day():
    limits.forget_all()
    with time_machine.travel("2027-01-04T01:00:00Z", tick=False):
        yield
    limits.forget_all()


@pytest.fixture
def actor():
    return make_actor(make_user(username="kam"))


@pytest.fixture
def plan(actor):
    account = make_account(actor.user, name="Fuxing General Hospital")
    project = create_record(
        PROJECT, actor=actor, at=AT, values={"account": account, "name": "Stroke centre", "note": SECRET}
    )
    values = {"project": project, "name": "Until going live", "starts_on": date(2027, 1, 4), "note": SECRET}
    return create_record(JOINT_PLAN, actor=actor, at=AT, values=values | {"goes_live_on": date(2027, 2, 19)})


@pytest.fixture
def rows(actor, plan):
    outsider = make_person(make_account(make_user(username="other"), name="Elsewhere"), f"Mole {SECRET}")
    theirs = make_person(plan.project.account, "Dr. You")

    def make(name, **more):
        return create_record(
            PLAN_ROW, actor=actor, at=AT, values={"plan": plan, "name": name, "note": SECRET, **more}
        )

    trial = make("Trial", length=10, customer_owner=theirs, evidence="Report of the trial")
    hidden = make(f"Call {SECRET}", after=[trial], is_internal=True, length=30)
    order = make("Order", after=[hidden], customer_owner=outsider)
    create_record(
        PLAN_RETURN,
        actor=actor,
        at=AT,
        values={"row": trial, "returned_on": date(2027, 1, 5), "why": "Noise", "back_to": hidden},
    )
    return trial, hidden, order


@pytest.fixture
def share(actor, plan):
    def make(**more):
        values = {"label": "Dr. You", "days": 30, "may_propose": True, **more}
        return links.share_plan(actor=actor, at=now(), plan=plan, **values)

    return make


def address(link) -> str:
    return reverse("web:shared_plan", args=[links.token_of(link)])


def sent(**more) -> dict[str, str]:
    return {"row": "", "name": "", "comment": "", "said_by": "Dr. You", **more}


def test_whoever_holds_the_link_reads_the_plan_and_nothing_for_us_alone(share, rows):
    link = share()
    answer = Client().get(address(link))
    text = answer.content.decode()
    assert answer.status_code == 200
    for said in ("Trial", "Order", "Dr. You", "Report of the trial", "Fuxing General Hospital", "Noise"):
        assert said in text
    assert SECRET not in text
    assert not [path for path in ("/plan-rows/", "/joint-plans/", "/accounts/", "/people/") if path in text]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_each_opening_is_in_the_log_and_counted(share, rows):
    link = share()
    Client().get(address(link), REMOTE_ADDR="203.0.113.77")
    Client().get(address(link))
    link.refresh_from_db()
    assert (link.opened, link.last_opened_at) == (2, now())
    first = AuditEvent.objects.filter(verb="VIEWED", object_uid=link.uid).order_by("pk").first()
    assert (first.user_id, first.params["address_seen"]) == (None, "203.0.113.0/24")


def test_links_that_do_not_count_all_give_the_same_nothing(share, rows, actor, plan):
    link, revoked, left = share(), share(), share()
    links.revoke_link(actor=actor, at=now(), link=links.get_link_for(actor, revoked.uid))
    links.revoke_link(actor=actor, at=now(), link=links.get_link_for(actor, revoked.uid))
    gone = make_user((Role.KAM,), username="gone")
    SharedLink.objects.filter(pk=left.pk).update(created_by=gone)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    token = links.token_of(link)
    wrong = {
        "revoked": links.token_of(revoked),
        "maker gone": links.token_of(left),
        "guessed": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "unsigned": link.uid,
        "foreign": token_for("pulse", link.uid),
        "no such": token_for(links.PLAN, "zzzzzzzzzzzzzz"),
        "nonsense": "%00..",
    }
    answers = {}
    with time_machine.travel(now() + timedelta(days=30), tick=False):
        answers["expired"] = Client().get(address(link))
    for name, bad in wrong.items():
        answers[name] = Client().get(f"/shared/plan/{bad}/")
    delete_record(JOINT_PLAN, actor=actor, at=AT, record=plan)
    answers["plan deleted"] = Client().get(address(link))
    answers["posted"] = Client().post(address(link), sent(comment="x"))
    bodies = set()
    for name, answer in answers.items():
        assert answer.status_code == 404, name
        # Only the token of the form that chooses the language, and the address it goes back to, differ.
        body = re.sub(r'value="(?:[A-Za-z0-9]{64}|/shared/[^"]*)"', "", answer.content.decode())
        bodies.add(body)
    assert len(bodies) == 1
    assert not PlanProposal.objects.exists()
    link.refresh_from_db()
    assert link.opened == 0


def test_who_tries_many_links_is_slowed_also_for_right_ones(share, rows):
    link = share()
    for _ in range(20):
        assert Client().get("/shared/plan/x.y/", REMOTE_ADDR="198.51.100.1").status_code == 404
    slowed = Client().get(address(link), REMOTE_ADDR="198.51.100.200")
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "60")
    assert "Trial" not in slowed.content.decode()
    assert Client().get(address(link), REMOTE_ADDR="192.0.2.1").status_code == 200
    for _ in range(20):
        Client().post(address(link), sent(name="x"), REMOTE_ADDR="192.0.2.1")
    assert Client().post(address(link), sent(name="x"), REMOTE_ADDR="192.0.2.1").status_code == 429
    assert PlanProposal.objects.count() == 20


def test_a_proposal_changes_nothing_until_it_is_accepted(client, actor, share, rows):
    trial = rows[0]
    link = share()
    back = Client().post(address(link), sent(row=trial.uid, first_on="1/11", comment="Room is closed before"))
    assert back.url.endswith("?sent=1#proposals")
    trial.refresh_from_db()
    assert trial.first_on is None
    assert "Room is closed before" in Client().get(back.url).content.decode()
    proposal = PlanProposal.objects.get()
    client.force_login(actor.user)
    page = reverse("web:joint_plan", args=[link.plan.uid])
    assert "Room is closed before" in client.get(page).content.decode()
    url = reverse("web:plan_proposal_decision", args=[proposal.uid])
    assert client.post(url, {"accept": "yes", "reply": "Agreed"}).status_code == 302
    trial.refresh_from_db()
    proposal.refresh_from_db()
    assert (trial.first_on, proposal.state, proposal.decided_by) == (
        date(2027, 1, 11),
        "ACCEPTED",
        actor.user,
    )
    assert "Agreed" in Client().get(address(link)).content.decode()
    assert client.post(url, {"accept": "no"}).status_code == 409


def test_a_new_row_may_be_proposed_and_refused_and_one_the_plan_cannot_take_stays_open(actor, share, rows):
    link = share()
    assert Client().post(address(link), sent(name="Training", last_on="2027-02-12")).status_code == 302
    added = PlanProposal.objects.get()
    links.accept_proposal(actor=actor, at=now(), proposal=links.get_proposal_for(actor, added.uid))
    row = PlanRow.objects.get(name="Training")
    assert row.last_on == date(2027, 2, 12)
    Client().post(address(link), sent(row=rows[0].uid, last_on="2027-01-06"))
    refused = PlanProposal.objects.order_by("pk").last()
    links.refuse_proposal(actor=actor, at=now(), proposal=refused, reply="Too early")
    assert refused.state == "REFUSED"
    Client().post(address(link), sent(row=row.uid, first_on="2027-02-20"))
    impossible = links.get_proposal_for(actor, PlanProposal.objects.order_by("pk").last().uid)
    with pytest.raises(Refusal) as caught:
        links.accept_proposal(actor=actor, at=now(), proposal=impossible)
    assert caught.value.code == "PLAN_ROW_DAYS"
    impossible.refresh_from_db()
    assert impossible.state == "OPEN"
    with pytest.raises(Conflict):
        links.refuse_proposal(actor=actor, at=now(), proposal=refused)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"row": "TRIAL"},
        {"row": "TRIAL", "first_on": "2027-01-03"},
        {"row": "TRIAL", "first_on": "2027-01-08", "last_on": "2027-01-07"},
        {"row": "TRIAL", "comment": "x", "said_by": ""},
        {"row": "HIDDEN", "comment": "x"},
        {"row": "TRIAL", "comment": "x" * 1001},
    ],
)
def test_a_proposal_is_refused_in_words_and_nothing_typed_is_lost(share, rows, values):
    names = {"TRIAL": rows[0].uid, "HIDDEN": rows[1].uid}
    given = sent(**{**values, "row": names.get(values.get("row", ""), "")})
    answer = Client().post(address(share()), given)
    assert answer.status_code == 422
    assert not PlanProposal.objects.exists()
    assert given["comment"][:1000] in answer.content.decode()


def test_a_link_to_read_only_takes_no_proposal_and_many_open_ones_are_enough(share, rows):
    link = share(may_propose=False)
    assert 'id="proposal"' not in Client().get(address(link)).content.decode()
    assert Client().post(address(link), sent(comment="x", row=rows[0].uid)).status_code == 422
    open_link = share()
    for number in range(50):
        links.propose(link=open_link, at=now(), row=None, said_by="Dr. You", name=f"Row {number}")
    with pytest.raises(Refusal) as caught:
        links.propose(link=open_link, at=now(), row=None, said_by="Dr. You", name="One more")
    assert caught.value.code == "PROPOSALS_MANY"


def test_links_are_made_and_ended_on_the_page_by_who_may(client, actor, plan, rows):
    client.force_login(actor.user)
    url = reverse("web:plan_links", args=[plan.uid])
    assert client.post(url, {"label": "Dr. You", "days": "0"}).status_code == 422
    assert client.post(url, {"label": "Dr. You", "days": "7"}).status_code == 302
    link = SharedLink.objects.get()
    assert link.expires_at == now() + timedelta(days=7)
    page = reverse("web:joint_plan", args=[plan.uid])
    assert f"http://testserver{address(link)}" in client.get(page).content.decode()
    client.post(reverse("web:shared_link_revocation", args=[link.uid]))
    assert address(link) not in client.get(page).content.decode()
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(plan.project.account, reader)
    with pytest.raises(Denied):
        links.share_plan(actor=make_actor(reader), at=now(), plan=plan, label="x", days=1, may_propose=False)
    with pytest.raises(Refusal):
        links.share_plan(actor=actor, at=now(), plan=plan, label="x", days=367, may_propose=False)
    outsider = make_actor(make_user(username="outsider"))
    for find in (links.get_link_for, links.get_proposal_for):
        with pytest.raises(Refusal):
            find(outsider, link.uid)


def test_a_proposal_waits_on_today_on_account_and_opportunity_and_over_the_api(client, actor, share, rows):
    deal = make_opportunity(actor, account=rows[0].plan.project.account)
    other = make_opportunity(actor, account=rows[0].plan.project.account)
    rows[0].plan.project.opportunities.add(deal)
    Client().post(address(share()), sent(name="Training", last_on="2037-06-21", comment="Before the move"))
    proposal = PlanProposal.objects.get()
    pages = {
        "today": reverse("web:today"),
        "account": reverse("web:account", args=[deal.account.uid]),
        "opportunity": reverse("web:opportunity", args=[deal.uid]),
    }
    api = "/api/v1/plan-proposals-waiting"
    asked = (api, f"{api}?account={deal.account.uid}", f"{api}?opportunity={deal.uid}")
    client.force_login(actor.user)
    for name, url in pages.items():
        page = client.get(url).content.decode()
        assert "Last day 21 Jun 2037 · Before the move" in page, name
        assert f"{reverse('web:joint_plan', args=[proposal.plan.uid])}#proposals" in page, name
    for url in asked:
        (told,) = client.get(url).json()
        assert (told["uid"], told["plan"], told["account"]) == (
            proposal.uid,
            proposal.plan.uid,
            deal.account.uid,
        )
    assert client.get(f"{api}?opportunity={other.uid}").json() == []
    assert "Before the move" not in client.get(reverse("web:opportunity", args=[other.uid])).content.decode()
    mate = make_user(username="mate")
    make_member(deal.account, mate)
    client.force_login(mate)
    assert "Before the move" not in client.get(pages["today"]).content.decode()
    assert "Before the move" in client.get(pages["account"]).content.decode()
    client.force_login(make_user(username="outsider"))
    assert client.get(asked[0]).json() == []
    assert client.get(asked[1]).json() == []
    client.force_login(actor.user)
    links.refuse_proposal(actor=actor, at=now(), proposal=proposal)
    assert client.get(asked[1]).json() == []
    assert "Before the move" not in client.get(pages["today"]).content.decode()
