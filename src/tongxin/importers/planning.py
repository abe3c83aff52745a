"""Read a batch's files again and build its plan; done afresh at each step, so nothing read is ever stale."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from tongxin.importers import storage
from tongxin.importers.decisions import Decisions
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.files.source import open_source
from tongxin.importers.mapping.guess import SheetMatch, choose_column, guess_sheet
from tongxin.importers.mapping.links import Link, find_links
from tongxin.importers.mapping.split import split_sheets
from tongxin.importers.models import ImportBatch, ImportFile
from tongxin.importers.plan.build import ImportPlan, build_plan
from tongxin.importers.plan.convert import Setting
from tongxin.importers.plan.left_out import left_out
from tongxin.importers.problems import Problem
from tongxin.team.models import User

# The kind of a sheet that is hidden in its workbook: left out unless somebody chooses it.
HIDDEN = "HIDDEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A batch's files as read: the tables, what could not be read, how each table is mapped."""

    sheets: tuple[Sheet, ...]
    refusals: tuple[Problem, ...]
    matches: tuple[SheetMatch, ...]
    repairs: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def plan(self, setting: Setting) -> ImportPlan:
        """Build the plan of the tables that are mapped onto something; what stays out is named among its problems."""
        used = [match for match in self.matches if match.target is not None and match.is_sure]
        plan = build_plan(self.sheets, used, setting, self.repairs)
        plan.problems += left_out(self.matches)
        return plan

    def asked(self) -> list[SheetMatch]:
        """Return the tables of which somebody must say what their rows are."""
        return [match for match in self.matches if match.is_asked]

    def links(self) -> list[Link]:
        """Return how the tables hang together."""
        return find_links(self.sheets, self.matches)

    @property
    def system(self) -> str:
        """Return the system that most tables seem to come from."""
        return main_system(self.matches)


@contextmanager
def reading_of(batch: ImportBatch, decisions: Decisions | None = None) -> Iterator[Reading]:
    """Open a batch's files for as long as the block runs; `decisions` instead of those that were kept.

    A workbook takes long to read: never open it inside a transaction, which would hold everybody's writes.
    """
    files = ImportFile.objects.filter(batch=batch).order_by("pk").values_list("name", "stored_name")
    decided = Decisions.from_json(batch.decisions) if decisions is None else decisions
    with reading_of_files(list(files), decided) as reading:
        yield reading


@contextmanager
def reading_of_files(files: Sequence[tuple[str, str]], decisions: Decisions) -> Iterator[Reading]:
    """Open files of the store, given as (name, stored name), for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="tongxin-import-") as place:
        workspace = Path(place)
        paths = [_named(name, stored, workspace) for name, stored in files]
        yield read(paths, workspace=workspace, decisions=decisions)


def read(paths: Sequence[Path], *, workspace: Path, decisions: Decisions) -> Reading:
    """Read files and map their tables, as decided or else as guessed."""
    source = open_source(paths, workspace=workspace, choices=decisions.choices)
    sheets = split_sheets(source.sheets)
    return Reading(
        sheets=sheets,
        refusals=source.refusals,
        matches=tuple(_match(sheet, decisions) for sheet in sheets),
        repairs=dict(decisions.repairs),
    )


def main_system(matches: Sequence[SheetMatch]) -> str:
    """Return the system named by most of the tables, `general` when none is."""
    systems = Counter(match.system.partition(" ")[0] for match in matches if match.target is not None)
    systems.pop("general", None)
    return systems.most_common(1)[0][0] if systems else "general"


def setting_of(user: User, as_of: date) -> Setting:
    """Return how dates are read for a person."""
    return Setting(as_of=as_of, language=user.language, zone=ZoneInfo(user.time_zone))


def _match(sheet: Sheet, decisions: Decisions) -> SheetMatch:
    match = guess_sheet(sheet, target=decisions.targets.get(sheet.name))
    if sheet.is_hidden and sheet.name not in decisions.targets:
        match = replace(match, target=None, kind=HIDDEN)
    if sheet.name in decisions.targets and decisions.targets[sheet.name] is None:
        return SheetMatch(
            sheet=match.sheet, target=None, confidence=1.0, system=match.system, columns=match.columns,
            kind=match.kind, is_decided=True,
        )  # fmt: skip
    for index, name in decisions.columns.get(sheet.name, {}).items():
        match = choose_column(match, index, name)
    return match


def _named(name: str, stored_name: str, workspace: Path) -> Path:
    """Give a kept file its own name again, in a folder of its own: tables are called after their files."""
    place = workspace / f"file-{stored_name}"
    place.mkdir()
    target = place / Path(name).name
    shutil.copyfile(storage.path_of(stored_name), target)
    return target
