"""Read a batch's files again and build its plan; done afresh at each step, so nothing read is ever stale."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from tongxin.importers import storage
from tongxin.importers.decisions import Decisions
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.files.source import open_source
from tongxin.importers.mapping.guess import SheetMatch, choose_column, guess_sheet
from tongxin.importers.mapping.links import Link, find_links
from tongxin.importers.models import ImportBatch, ImportFile
from tongxin.importers.plan.build import ImportPlan, build_plan
from tongxin.importers.plan.convert import Setting
from tongxin.importers.problems import Problem
from tongxin.team.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A batch's files as read: the tables, what could not be read, how each table is mapped."""

    sheets: tuple[Sheet, ...]
    refusals: tuple[Problem, ...]
    matches: tuple[SheetMatch, ...]
    repairs: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def plan(self, setting: Setting) -> ImportPlan:
        """Build the plan of the tables that are mapped onto something."""
        used = [match for match in self.matches if match.target is not None]
        return build_plan(self.sheets, used, setting, self.repairs)

    def links(self) -> list[Link]:
        """Return how the tables hang together."""
        return find_links(self.sheets, self.matches)

    @property
    def system(self) -> str:
        """Return the system that most tables seem to come from."""
        return main_system(self.matches)


@contextmanager
def reading_of(batch: ImportBatch) -> Iterator[Reading]:
    """Open a batch's files for as long as the block runs."""
    files = list(ImportFile.objects.filter(batch=batch).order_by("pk"))
    with tempfile.TemporaryDirectory(prefix="tongxin-import-") as place:
        workspace = Path(place)
        paths = [_named(file, workspace) for file in files]
        yield read(paths, workspace=workspace, decisions=Decisions.from_json(batch.decisions))


def read(paths: Sequence[Path], *, workspace: Path, decisions: Decisions) -> Reading:
    """Read files and map their tables, as decided or else as guessed."""
    source = open_source(paths, workspace=workspace, choices=decisions.choices)
    return Reading(
        sheets=source.sheets,
        refusals=source.refusals,
        matches=tuple(_match(sheet, decisions) for sheet in source.sheets),
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
    if sheet.name in decisions.targets and decisions.targets[sheet.name] is None:
        return SheetMatch(
            sheet=match.sheet, target=None, confidence=1.0, system=match.system, columns=match.columns
        )
    for index, name in decisions.columns.get(sheet.name, {}).items():
        match = choose_column(match, index, name)
    return match


def _named(file: ImportFile, workspace: Path) -> Path:
    """Give a kept file its own name again, in a folder of its own: tables are called after their files."""
    place = workspace / f"file{file.pk}"
    place.mkdir()
    target = place / Path(file.name).name
    shutil.copyfile(storage.path_of(file.stored_name), target)
    return target
