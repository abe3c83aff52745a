"""Imports stop, go on, are undone and reported; files and decisions are kept with them."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from unittest.mock import Mock

import openpyxl
import pytest
from tests.factories import AT, make_actor, make_user

from tongxin.background.actions import LeaseLost
from tongxin.background.worker import run_next
from tongxin.common.errors import Conflict, Denied, Missing, StaleVersion
from tongxin.crm.accounts.models import Account
from tongxin.crm.market.models import Product
from tongxin.crm.opportunities.actions import change_opportunity
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityContact,
    OpportunityLine,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.importers import actions, storage
from tongxin.importers.choices import BatchState
from tongxin.importers.decisions import Decisions
from tongxin.importers.files.source import Choice
from tongxin.importers.mapping.targets import Target
from tongxin.importers.models import ExternalRef, ImportBatch, ImportChange, ImportFile
from tongxin.importers.report import write_error_rows
from tongxin.importers.rules import ImportRefused, can_go_to, can_import
from tongxin.importers.selectors import (
    changes_of,
    files_of,
    get_import_for,
    kept_rows,
    origins_of,
    visible_imports,
)
from tongxin.team.choices import Role
from tongxin.team.models import User
from tongxin.wording.imports import problem_sentence

if TYPE_CHECKING:
    from tongxin.common.actor import Actor


from tests.importers.running import LATER, clock, run, start

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.EXECUTIVE, Role.TEAM_MEMBER])
def test_those_without_the_right_cannot_import(role: Role) -> None:
    actor = make_actor(roles=(role,))
    assert not can_import(actor)
    with pytest.raises(Denied):
        start(actor, Account="Id,Name\n1,Acme\n")
    assert not ImportBatch.objects.exists()


def test_an_import_broken_off_goes_on_where_it_stopped(administrator: Actor) -> None:
    rows = "".join(f"{i},Account {i}\n" for i in range(450))
    batch = start(administrator, Account="Id,Name\n" + rows)

    def break_off(done: int, _total: int) -> None:
        if done >= 200:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        actions.run_import(actor=administrator, batch=batch, clock=clock, progress=break_off)
    batch.refresh_from_db()
    assert (Account.objects.count(), batch.state, batch.percent) == (200, "RUNNING", 44)
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert Account.objects.count() == 450
    assert batch.totals == {"ACCOUNT": {"CREATED": 450}}
    assert ExternalRef.objects.count() == 450


def test_a_worker_runs_and_undoes_an_import_in_the_background(administrator: Actor) -> None:
    batch = start(administrator, Account="Id,Name\n1,Acme\n")
    actions.queue_import(actor=administrator, at=AT, batch=batch)
    with pytest.raises(Conflict):
        actions.queue_import(actor=administrator, at=AT, batch=batch)
    job = run_next(clock=clock)
    assert job is not None
    assert (job.state, job.result["totals"]) == ("DONE", {"ACCOUNT": {"CREATED": 1}})
    batch.refresh_from_db()
    assert (batch.state, batch.percent) == ("DONE", 100)
    actions.queue_undo(actor=administrator, at=AT, batch=batch)
    job = run_next(clock=clock)
    assert job is not None
    assert (job.state, job.result["totals"]) == ("DONE", {"REVERTED": 1})
    assert Account.objects.get().status == "DELETED"


def test_the_worker_leaves_an_import_of_somebody_who_is_gone(administrator: Actor) -> None:
    batch = start(administrator, Account="Id,Name\n1,Acme\n")
    actions.queue_import(actor=administrator, at=AT, batch=batch)
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    run_next(clock=clock)
    assert not Account.objects.exists()


def test_a_cancelled_import_keeps_what_is_written_and_can_be_undone(administrator: Actor) -> None:
    batch = start(administrator, Account="Id,Name\n1,Acme\n")
    actions.queue_import(actor=administrator, at=AT, batch=batch)
    actions.cancel_import(actor=administrator, at=AT, batch=batch)
    assert batch.state == BatchState.CANCELLED
    assert run_next(clock=clock) is None
    assert can_go_to(batch, BatchState.UNDOING)
    assert not can_go_to(batch, BatchState.DONE)
    draft = start(administrator, Account="Id,Name\n2,Beta\n")
    actions.cancel_import(actor=administrator, at=AT, batch=draft)


def test_undo_reverts_keeps_what_was_edited_since_and_says_why(administrator: Actor) -> None:
    run(administrator, source="s", Account="Id,Name,Phone\n9,Old,1\n")
    batch = run(
        administrator,
        source="s",
        Account="Id,Name,Phone\n1,Acme,\n2,Beta,\n3,Gamma,\n9,Old,2\n",
        Contact="Id,Last Name,AccountId,Title\n1,Ann,1,Buyer\n",
        Opportunity="Id,Name,AccountId,StageName,Amount\n1,Deal,1,Prospecting,5\n2,Kept,2,Prospecting,5\n",
        OpportunityContactRole="Id,OpportunityId,ContactId,Role\n1,1,1,Other\n",
        products="Product,Price\nBolt,5\n",
        競爭對手="競爭對手,優勢\nRival,x\n",
        users="Username,Name\nzoe,Zoe\n",
        客戶團隊="客戶,成員,職責\nGamma,Zoe,售前\n",
        拜訪="日期,客戶,內容\n2026-10-01,Gamma,hello\n",
    )
    kept = Opportunity.objects.get(name="Kept")
    change_opportunity(actor=administrator, at=LATER, opportunity=kept, values={"amount": Decimal(6)})
    gamma = Account.objects.get(name="Gamma")
    Account.objects.filter(pk=gamma.pk).update(status="DELETED")
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    assert {change.label: change.undo_reason for change in kept_rows(batch) if change.label} == {
        "Kept": "EDITED",
        "Beta": "IN_USE",
        "Gamma": "GONE",
    }
    assert batch.state == BatchState.UNDONE
    assert sum(batch.undo_totals.values()) == ImportChange.objects.filter(batch=batch).count()
    assert Account.objects.get(name="Old").phone == "1"
    assert Account.objects.get(name="Acme").status == "DELETED"
    assert not User.objects.get(username="zoe").is_active
    assert not Product.objects.get().is_active
    assert not OpportunityContact.objects.exists()
    anew = run(administrator, source="s", Account="Id,Name,Phone\n1,Acme,\n")
    assert anew.totals["ACCOUNT"] == {"CREATED": 1}


def test_an_update_is_undone_to_what_stood_before(administrator: Actor) -> None:
    owner = make_user(display_name="Olga")
    first = "Id,Name,Industry,AnnualRevenue,Parent Account,Owner.Name\n1,Top,Software,500000,,\n2,Acme,Software,500000,,\n"
    run(
        administrator,
        source="s",
        Account=first,
        Opportunity="Id,Name,AccountId,StageName,Amount,CloseDate,LeadSource\n1,D,2,Prospecting,5,2026-12-01,\n",
        Contact="Id,LastName,AccountId,Phone\n1,Ann,2,1\n",
    )
    acme = Account.objects.get(name="Acme")
    batch = run(
        administrator,
        source="s",
        Account="Id,Name,Industry,AnnualRevenue,Parent Account,Owner.Name\n1,Top,Software,500000,,\n2,Acme,Retail,700000,Top,Olga\n",
        Opportunity="Id,Name,AccountId,StageName,Amount,CloseDate,LeadSource,Owner.Name\n1,D,2,Prospecting,8,2027-01-01,Referral,Olga\n",
        Contact="Id,LastName,AccountId,Phone,Owner.Name\n1,Ann,2,2,Olga\n",
    )
    acme.refresh_from_db()
    assert acme.industry is not None
    assert (acme.industry.code, acme.owner, str(acme.parent)) == ("RETAIL", owner, "Top")
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    assert batch.undo_totals == {"REVERTED": 3}
    acme.refresh_from_db()
    assert (acme.industry.code, acme.annual_revenue, acme.parent) == ("SOFTWARE", Decimal(500000), None)
    deal = Opportunity.objects.get()
    assert (deal.amount, deal.close_to, deal.source) == (Decimal(5), date(2026, 12, 1), None)
    assert deal.owner == administrator.user
    assert Person.objects.get().phone == "1"


def test_a_step_of_history_is_not_undone(administrator: Actor) -> None:
    deal = "Id,Name,Account Name,StageName\n1,D,Acme,{}\n"
    run(administrator, source="s", Opportunity=deal.format("Prospecting"))
    batch = run(administrator, source="s", Opportunity=deal.format("Closed Won"))
    actions.run_undo(actor=administrator, batch=batch, clock=lambda: LATER)
    assert kept_rows(batch).get().undo_reason == "HISTORY_STAYS"


def test_rows_that_failed_come_back_as_a_workbook_with_their_reason(administrator: Actor) -> None:
    batch = run(
        administrator,
        Account='Id,Name,Phone\n1,,\n2,"=HYPERLINK(""http://x"")",\n2,Twice,\n3,Good,\n',
        Opportunity="Id,Name,AccountId,StageName,IsPrivate\n1,=1+1,2,Prospecting,true\n",
    )
    out = io.BytesIO()
    assert write_error_rows(batch, out, reason=problem_sentence, reason_header="原因") == 3
    book = openpyxl.load_workbook(out)
    accounts, deals = book.worksheets
    assert [cell.value for cell in accounts[1]] == ["Id", "Name", "Phone", "原因"]
    assert [row[0].value for row in accounts.iter_rows(min_row=2)] == ["1", "2"]
    assert deals["B2"].value == "=1+1"
    assert {cell.data_type for row in deals.iter_rows() for cell in row} <= {"s", "n"}
    assert "私人" in str(deals["F2"].value)
    clean = run(administrator, source="y", Account="Id,Name\n7,Good too\n")
    assert write_error_rows(clean, io.BytesIO(), reason=problem_sentence, reason_header="x") == 0


def test_decisions_override_the_guesses(administrator: Actor) -> None:
    batch = actions.start_import(
        actor=administrator,
        at=AT,
        files=[
            ("weather.csv", io.BytesIO("溫度|xx\nBolt|9\n".encode("gb18030"))),
            ("Account.csv", io.BytesIO(b"Id,Name\n1,Acme\n")),
            ("deals.csv", io.BytesIO(b"Deal Name,Customer,Stage,Product\nA,Zeta,Won,B-olt\n")),
        ],
        title="Mine",
    )
    decisions = Decisions(
        choices={"weather.csv": Choice(encoding="gb18030", delimiter="|")},
        targets={"weather": Target.PRODUCT, "Account": None},
        columns={"weather": {0: "name", 1: ""}},
        repairs={("deals", "Product", "B-olt"): "Bolt"},
    )
    version = batch.version
    actions.decide(actor=administrator, at=AT, batch=batch, decisions=decisions, expected_version=version)
    assert Decisions.from_json(batch.decisions) == decisions
    with pytest.raises(StaleVersion):
        actions.decide(
            actor=administrator, at=AT, batch=batch, decisions=Decisions(), expected_version=version
        )
    bad = Decisions(targets={"weather": Target.PRODUCT}, columns={"weather": {0: "roles"}})
    with pytest.raises(ImportRefused):
        actions.decide(actor=administrator, at=AT, batch=batch, decisions=bad)
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert Product.objects.get().name == "Bolt"
    assert [account.name for account in Account.objects.all()] == ["Zeta"]
    assert OpportunityLine.objects.count() == 1


def test_files_are_kept_under_other_names_and_go_with_a_discarded_import(
    administrator: Actor, django_capture_on_commit_callbacks: object
) -> None:
    batch = start(administrator, Account="Id,Name\n1,Acme\n")
    stored = files_of(batch).get()
    assert stored.name == "Account.csv"
    assert storage.path_of(stored.stored_name).read_bytes() == b"Id,Name\n1,Acme\n"
    assert storage.path_of("../../etc/passwd").parent == storage.folder()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.discard_import(actor=administrator, at=AT, batch=batch)
    assert not storage.path_of(stored.stored_name).exists()
    assert not ImportFile.objects.exists()


def test_too_many_missing_and_oversized_files_are_refused(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImportRefused, match="FILES_MISSING"):
        actions.start_import(actor=administrator, at=AT, files=[])
    with pytest.raises(ImportRefused, match="FILES_MANY"):
        actions.start_import(actor=administrator, at=AT, files=[("a", io.BytesIO())] * 101)
    with pytest.raises(ImportRefused, match="ENCODING_UNKNOWN"):
        actions.start_import(actor=administrator, at=AT, files=[("a", io.BytesIO())], encoding="klingon")
    monkeypatch.setattr(storage, "keep", lambda *_args, **_options: None)
    with pytest.raises(ImportRefused, match="FILE_TOO_LARGE"):
        start(administrator, Account="Id,Name\n")


def test_an_import_that_cannot_be_opened_leaves_no_file_behind(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(storage.folder().iterdir())
    monkeypatch.setattr(actions, "reading_of_files", Mock(side_effect=OSError("full")))
    with pytest.raises(OSError, match="full"):
        start(administrator, Account="Id,Name\n")
    assert set(storage.folder().iterdir()) == before


def test_a_stream_over_its_limit_leaves_no_file_behind() -> None:
    before = set(storage.folder().iterdir())
    assert storage.keep(io.BytesIO(b"x" * 100), limit=10) is None
    assert set(storage.folder().iterdir()) == before


def test_imports_are_seen_by_their_maker_and_by_administrators(administrator: Actor) -> None:
    director = make_actor(roles=(Role.SALES_DIRECTOR,))
    batch = start(director, Account="Id,Name\n1,Acme\n")
    assert get_import_for(administrator, batch.uid) == batch
    assert list(visible_imports(director)) == [batch]
    with pytest.raises(Missing):
        get_import_for(make_actor(roles=(Role.SALES_DIRECTOR,)), batch.uid)


def test_a_record_tells_where_it_came_from(administrator: Actor) -> None:
    batch = run(administrator, Account="Id,Name,Industry,Phone\n001,Acme,,\n")
    origin = origins_of("ACCOUNT", Account.objects.get().pk)[0]
    assert (origin.source, origin.external_id, origin.batch) == ("salesforce", "001", batch)


def test_unreadable_files_are_named_in_the_result_and_stop_no_other(administrator: Actor) -> None:
    batch = actions.start_import(
        actor=administrator,
        at=AT,
        files=[("a.pdf", io.BytesIO(b"%PDF-1")), ("Account.csv", io.BytesIO(b"Id,Name\n1,Acme\n"))],
    )
    actions.run_import(actor=administrator, batch=batch, clock=clock)
    assert batch.findings["refused"] == [["a.pdf", "UNKNOWN_FORMAT"]]
    assert Account.objects.count() == 1


def test_a_file_with_every_model_field_as_header_sets_only_what_an_import_offers(
    administrator: Actor,
) -> None:
    names = [field.name for field in Opportunity._meta.get_fields() if getattr(field, "concrete", False)]
    batch = run(
        administrator,
        source="z",
        deals=",".join([*names, "customer", "stage "]) + "\n" + ",".join(["1"] * len(names)) + ",Acme,Won\n",
    )
    assert Counter(change.outcome for change in changes_of(batch)).keys() <= {"CREATED", "FAILED"}
    for deal in Opportunity.objects.all():
        assert (deal.price_floor, deal.margin_percent, deal.reversals, deal.version) == (None, None, 0, 1)


def test_times_of_an_import_are_those_of_its_clock(administrator: Actor) -> None:
    at = datetime(2026, 11, 3, tzinfo=UTC)
    batch = start(administrator, Account="Id,Name\n1,Acme\n")
    actions.run_import(actor=administrator, batch=batch, clock=lambda: at)
    assert (batch.started_at, batch.finished_at, Account.objects.get().created_at) == (at, at, at)
