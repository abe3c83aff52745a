"""The command imports from the server's terminal and says what it did, in sentences or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner, Result
from tests.factories import make_actor, make_user

from tongxin.crm.accounts.models import Account
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.importers.models import ImportBatch
from tongxin.jobs.demo import demo
from tongxin.jobs.importing import import_files
from tongxin.team.choices import Role
from tongxin.team.models import User

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "Account.csv").write_text("Id,Name,Industry\n1,Acme,technolgy\n2,,\n", encoding="utf-8")
    (folder / "notes.csv").write_bytes(b"")
    return folder


def call(*arguments: str) -> Result:
    return CliRunner().invoke(import_files, list(arguments))


def test_a_folder_is_imported_by_the_only_administrator(export: Path, tmp_path: Path) -> None:
    make_user((Role.ADMINISTRATOR,), username="root")
    errors = tmp_path / "errors.xlsx"
    done = call(str(export), "--json", "--errors", str(errors))
    result = json.loads(done.output)
    assert (result["source"], result["totals"]) == ("salesforce", {"ACCOUNT": {"CREATED": 1, "FAILED": 1}})
    assert result["refused"] == [["notes.csv", "EMPTY_FILE"]]
    assert result["findings"]["SPELLING"] == 1
    assert result["error_rows"] == 1
    assert openpyxl.load_workbook(errors).worksheets[0]["A2"].value == "2"
    again = json.loads(call(str(export), "--json").output)
    assert again["rows"]["UNCHANGED"] == 1


def test_a_dry_run_says_what_would_be_done_and_leaves_nothing(export: Path) -> None:
    make_user((Role.ADMINISTRATOR,), username="root")
    done = call(str(export), "--dry-run")
    assert done.exit_code == 0
    assert "notes.csv" in done.output
    assert not Account.objects.exists()
    assert not ImportBatch.objects.exists()
    result = json.loads(call(str(export), "--dry-run", "--json").output)
    assert result["failures"] == [{"sheet": "Account", "row": 3, "code": "MISSING_VALUE", "column": "Name"}]


def test_who_imports_must_be_known_and_allowed(export: Path, tmp_path: Path) -> None:
    make_user((Role.ADMINISTRATOR,), username="one")
    make_user((Role.ADMINISTRATOR,), username="two")
    make_user((Role.READ_ONLY,), username="reader")
    assert call(str(export)).exit_code == 1
    assert call(str(export), "--as", "nobody").exit_code == 1
    assert call(str(export), "--as", "reader").exit_code == 1
    assert call(str(tmp_path / "missing"), "--as", "one").exit_code == 1
    assert not Account.objects.exists()
    assert call(str(export), "--as", "two").exit_code == 0
    assert Account.objects.get().owner.username == "two"


def test_the_demo_starts_on_a_folder_of_exports(export: Path) -> None:
    done = CliRunner().invoke(demo, ["--no-serve", "--data", str(export)])
    assert done.exit_code == 0, done.output
    account = Account.objects.get()
    director = User.objects.get(username="demo.director")
    assert list(visible_accounts(make_actor(director))) == [account]
    assert account.owner is not None
    assert Role.ADMINISTRATOR in account.owner.roles
    again = json.loads(CliRunner().invoke(demo, ["--no-serve", "--json", "--data", str(export)]).output)
    assert again["people"]
    assert ImportBatch.objects.count() == 1
