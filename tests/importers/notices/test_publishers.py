"""Real publications with their publishers' real mistakes: how many releases each has, and how many can be taken in."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from tests.factories import AT, make_user, with_every_right

from tongxin.crm.tenders.lists import TENDER_LIST, narrowed_tenders
from tongxin.importers.notices.findings import Finding
from tongxin.importers.notices.importing import import_notices
from tongxin.importers.notices.taking import take_file
from tongxin.team.choices import Role

pytestmark = [pytest.mark.data, pytest.mark.requirement("R1.3")]

# publisher, releases, valid against OCDS 1.1.5 (draft 4, no format check), where the others break it
PUBLISHERS = [
    ("canada_tenders_2014", 5_513, 5_513, ""),
    ("uk_contracts_finder", 221, 221, ""),
    ("paraguay", 94, 93, "suppliers"),
    ("mexico_gacm", 312, 20, "transactions"),
    ("moldova", 51, 0, "tender"),
    ("colombia", 21, 12, "awards"),
]


@pytest.mark.parametrize(("publisher", "releases", "valid", "fault"), PUBLISHERS)
def test_the_counts_of_each_publisher_hold(
    publisher: str, releases: int, valid: int, fault: str, tmp_path: Path
) -> None:
    path = Path(os.environ["TONGXIN_DATA"]) / "ocds_real" / publisher / "releases.jsonl.gz"
    found = list(take_file(path, name=path.name, workspace=tmp_path))
    rejected = [one for one in found if isinstance(one, Finding)]
    assert (len(found), len(found) - len(rejected)) == (releases, valid)
    assert all(fault in one.path and one.line for one in rejected)


def test_notices_of_taiwan_are_told_apart_by_agency_and_number(tmp_path: Path) -> None:
    path = Path(os.environ["TONGXIN_DATA"]) / "tw_tenders" / "pcc_radar_2026.csv"
    found = list(take_file(path, name=path.name, workspace=tmp_path))
    taken = [one for one in found if not isinstance(one, Finding)]
    assert len(taken) == len(found) == 1_185
    assert len({one.ocid for one in taken}) == 1_164
    assert len({one.ocid.partition("/")[0] for one in taken}) == 721
    budgets = [one for one in taken if "value" in one.releases[0][1].data["tender"]]
    winners = [one for one in taken if one.releases[0][1].data.get("awards")]
    assert (len(budgets), len(winners)) == (1_082, 69)


@pytest.mark.django_db
def test_notices_of_taiwan_are_in_the_register_once_and_found_by_words_of_two_characters() -> None:
    path = Path(os.environ["TONGXIN_DATA"]) / "tw_tenders" / "pcc_radar_2026.csv"
    first = import_notices(actor=None, at=AT, paths=[path])
    assert (first.read, first.valid, first.processes) == (1_185, 1_185, 1_164)
    again = import_notices(actor=None, at=AT, paths=[path])
    assert (len(again.unchanged), len(again.imported), len(again.updated)) == (1_164, 0, 0)
    actor = with_every_right(make_user([Role.KAM]))
    with path.open(encoding="utf-8-sig") as lines:
        published = list(csv.DictReader(lines))
    for word in ("醫院", "耐震", "臺鐵"):
        named = {
            (row["agency"], row["case_no"])
            for row in published
            if word in row["title"] + row["agency"] + row["winner"]
        }
        query = TENDER_LIST.parse({"q": [word]}, actor=actor)
        assert narrowed_tenders(actor, query).count() >= len(named) > 0
