"""Organisations of notices become accounts and competitors only where name and number allow it; else somebody decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.factories import AT, make_account, make_actor

from tongxin.common.errors import Denied
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.tenders.actions import decide_match
from tongxin.crm.tenders.choices import MatchReason, MatchState
from tongxin.crm.tenders.models import MatchProposal, Organisation, Tender, TenderPart
from tongxin.crm.tenders.rules import MatchRefused, can_decide_match
from tongxin.importers.notices.importing import import_notices
from tongxin.records.writing import create_record
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R1.3")]

LIST = Path(__file__).parents[2] / "data" / "tender_cases" / "21-tw-wrong-tax-id" / "in" / "list.csv"


def bring_in(path: Path) -> None:
    import_notices(actor=None, at=AT, paths=[path])


def wins_of_account(pk: int) -> int:
    parts = TenderPart.objects.filter(organisation__account_id=pk)
    return sum(part.wins for part in parts)


def account_with(name: str, number: str) -> Account:
    """Return an account with the number of the list, whose check digit is invented like the firm."""
    account = make_account(name=name)
    Account.objects.filter(pk=account.pk).update(tax_id=number)
    return account


@pytest.mark.parametrize("number", ["52410736", ""])
def test_one_name_under_two_numbers_is_put_to_somebody(number: str) -> None:
    account = account_with("社團法人青穗表演協會", number)
    bring_in(LIST)
    assert wins_of_account(account.pk) == 2
    proposal = MatchProposal.objects.get()
    assert (proposal.organisation.number, proposal.reason) == ("52410136", MatchReason.SAME_NAME_OTHER_NUMBER)
    assert Organisation.objects.filter(number="52410136").count() == 2
    actor = make_actor(roles=(Role.ADMINISTRATOR,))
    decide_match(actor=actor, at=AT, proposal=proposal, is_same=True)
    assert wins_of_account(account.pk) == 3
    assert not can_decide_match(proposal)
    with pytest.raises(MatchRefused):
        decide_match(actor=actor, at=AT, proposal=proposal, is_same=False)


def test_one_number_under_another_name_is_put_to_somebody_who_may_say_no() -> None:
    account = account_with("丁海演藝經紀", "52410736")
    bring_in(LIST)
    assert wins_of_account(account.pk) == 0
    proposal = MatchProposal.objects.get()
    assert proposal.reason == MatchReason.SAME_NUMBER_OTHER_NAME
    with pytest.raises(Denied):
        decide_match(actor=make_actor(roles=(Role.READ_ONLY,)), at=AT, proposal=proposal, is_same=True)
    assert can_decide_match(proposal)
    decide_match(actor=make_actor(roles=(Role.ADMINISTRATOR,)), at=AT, proposal=proposal, is_same=False)
    assert (proposal.state, wins_of_account(account.pk)) == (MatchState.DECLINED, 0)


def test_a_name_that_two_accounts_have_is_put_to_somebody(tmp_path: Path) -> None:
    make_account(name="Port of Halden")
    make_account(name="Port of Halden Ltd")
    bring_in(LIST.parents[2] / "07-duplicate-award-ids" / "in")
    assert {proposal.reason for proposal in MatchProposal.objects.all()} == {MatchReason.SAME_NAME}
    assert MatchProposal.objects.count() == 2


def test_a_competitor_of_the_name_is_the_supplier() -> None:
    actor = make_actor(roles=(Role.ADMINISTRATOR,))
    rival = create_record(COMPETITOR, actor=actor, at=AT, values={"name": "Roxhill Ltd"})
    bring_in(LIST.parents[2] / "07-duplicate-award-ids" / "in")
    assert Organisation.objects.get(name="Roxhill").competitor == rival


def test_who_may_not_import_cannot(tmp_path: Path) -> None:
    with pytest.raises(Denied):
        import_notices(actor=make_actor(roles=(Role.READ_ONLY,)), at=AT, paths=[LIST])


def test_a_file_may_be_read_by_somebody_who_may_import() -> None:
    actor = make_actor(roles=(Role.ADMINISTRATOR,))
    counts: list[int] = []
    outcome = import_notices(actor=actor, at=AT, paths=[LIST], progress=counts.append)
    assert (len(outcome.imported), outcome.read, counts) == (4, 4, [])


def test_a_framework_named_later_takes_its_price_back(tmp_path: Path) -> None:
    def release(ocid: str, **more: object) -> str:
        value = {"amount": 10, "currency": "EUR"}
        base = {
            "ocid": ocid,
            "id": "1",
            "date": "2024-01-01T00:00:00Z",
            "tag": ["award"],
            "initiationType": "tender",
        }
        awards = [{"id": "a", "status": "active", "value": value, "suppliers": [{"id": "s", "name": "S"}]}]
        return json.dumps({**base, "awards": awards, **more})

    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text(release("f"), encoding="utf-8")
    second.write_text(
        release("c", relatedProcesses=[{"id": "1", "relationship": ["framework"], "identifier": "f"}]),
        encoding="utf-8",
    )
    bring_in(first)
    assert Tender.objects.get(ocid="f").price == 10
    bring_in(second)
    assert Tender.objects.get(ocid="f").price is None
    assert Tender.objects.get(ocid="c").price == 10


def test_a_number_unlike_that_of_the_organisation_an_account_is_known_by_is_put_to_somebody() -> None:
    account = account_with("社團法人青穗表演協會", "")
    Organisation.objects.create(
        name=account.name, number="11111111", match_key=account.match_key, identity="one", account=account,
        created_at=AT, updated_at=AT,
    )  # fmt: skip
    bring_in(LIST)
    reasons = {proposal.reason for proposal in MatchProposal.objects.filter(account=account)}
    assert reasons == {MatchReason.SAME_NAME_OTHER_NUMBER}
    assert wins_of_account(account.pk) == 0


def test_a_buyer_without_a_number_is_the_one_account_of_its_name(tmp_path: Path) -> None:
    account = make_account(name="丙原文化局")
    path = tmp_path / "list.csv"
    path.write_text(
        "機關名稱,標案案號,決標日期,決標金額,得標廠商\n丙原文化局,C-1,112/06/01,300000,某公司\n", "utf-8"
    )
    bring_in(path)
    assert Organisation.objects.get(name="丙原文化局").account == account
