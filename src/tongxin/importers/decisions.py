"""What a person decided about an import, as it is kept in the batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongxin.importers.files.source import Choice
from tongxin.importers.mapping.guess import field_and_unit
from tongxin.importers.mapping.targets import Target, field_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Everything that overrides a guess.

    Attributes:
        choices: file name → encoding and separator.
        targets: sheet → what its rows are, None for a sheet to leave out.
        columns: sheet → {column index: field, empty to ignore}.
        repairs: (sheet, header, cell) → the cell to take instead.
    """

    choices: Mapping[str, Choice] = field(default_factory=dict)
    targets: Mapping[str, Target | None] = field(default_factory=dict)
    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    repairs: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the decisions as JSON."""
        return {
            "choices": {
                name: {"encoding": choice.encoding, "delimiter": choice.delimiter}
                for name, choice in self.choices.items()
            },
            "targets": {sheet: target.value if target else "" for sheet, target in self.targets.items()},
            "columns": {
                sheet: {str(index): name for index, name in columns.items()}
                for sheet, columns in self.columns.items()
            },
            "repairs": [[*place, cell] for place, cell in self.repairs.items()],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Decisions:
        """Return the decisions kept as JSON.

        Raises:
            ValueError, KeyError: they name a target or a field that does not exist.
        """
        targets = {sheet: Target(code) if code else None for sheet, code in kept.get("targets", {}).items()}
        columns = {
            sheet: {int(index): str(name) for index, name in chosen.items()}
            for sheet, chosen in kept.get("columns", {}).items()
        }
        for sheet, chosen in columns.items():
            target = targets.get(sheet)
            for name in chosen.values():
                if target and name:
                    field_of(target, field_and_unit(name)[0])
        return cls(
            choices={name: Choice(**choice) for name, choice in kept.get("choices", {}).items()},
            targets=targets,
            columns=columns,
            repairs={(sheet, header, cell): new for sheet, header, cell, new in kept.get("repairs", [])},
        )
