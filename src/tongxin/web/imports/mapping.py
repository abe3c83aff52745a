"""Which column fills which field."""

from collections.abc import Iterable, Mapping
from itertools import islice

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.importers.choosing import decide_readable
from tongxin.importers.decisions import Decisions
from tongxin.importers.files.sheet import Sheet
from tongxin.importers.files.source import Choice as FileChoice
from tongxin.importers.mapping.guess import UNITS, ColumnMatch, SheetMatch
from tongxin.importers.mapping.links import Link
from tongxin.importers.mapping.targets import IMPORTABLE, Kind, Target, fields_of
from tongxin.importers.planning import Reading, reading_of
from tongxin.importers.rules import check_can_import
from tongxin.importers.selectors import get_import_for
from tongxin.web.edge.requests import PageRequest
from tongxin.web.imports.pages import Choice, ColumnView, MappingPage, SheetView
from tongxin.web.imports.words import DELIMITERS, ENCODINGS, UNIT_WORDS, WHY
from tongxin.web.shell.toasts import say_next
from tongxin.wording.import_fields import field_label
from tongxin.wording.imports import TABLE_KINDS, problem_sentence, target_label

SAMPLES = 3
LONGEST_SAMPLE = 60
SURE, LIKELY = 0.9, 0.6
# The value of a table of which nobody has said yet what its rows are.
ASKED = "?"


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: PageRequest, uid: str) -> HttpResponse:
    """Show every table with its columns and what they fill; a POST keeps what was chosen."""
    batch = get_import_for(request.actor, uid)
    check_can_import(request.actor)
    with reading_of(batch) as reading:
        if request.method == "POST":
            decisions, changed = _decisions(request.POST, reading, Decisions.from_json(batch.decisions))
            lost = decide_readable(
                actor=request.actor, at=now(), batch=batch, decisions=decisions,
                expected_version=int(request.POST.get("version") or batch.version),
            )  # fmt: skip
            unsaid = [
                match.sheet
                for match in reading.matches
                if match.is_asked and match.sheet not in decisions.targets
            ]
            if unsaid:
                say_next(
                    request,
                    _("Say what the rows of these tables are: %(tables)s") % {"tables": ", ".join(unsaid)},
                )
            for name in lost:
                say_next(request, problem_sentence("TABLE_UNREADABLE", params={"name": name}))
            return redirect("web:import_mapping" if changed else "web:import_check", uid=uid)
        page = MappingPage(
            uid=uid,
            version=batch.version,
            title=batch.title,
            lead=_lead(reading),
            sheets=tuple(
                _sheet(number, sheet, match)
                for number, (sheet, match) in enumerate(zip(reading.sheets, reading.matches, strict=True))
            ),
            links=tuple(_link(link) for link in reading.links()),
            refusals=tuple(
                f"{refusal.sheet}: {problem_sentence(refusal.code.value, '', refusal.params)}"
                for refusal in reading.refusals
            ),
        )
    return render(request, "imports/mapping.html", {"page": page, "steps": steps(), "at": 2})


def steps() -> list[str]:
    """Return the names of the wizard's steps."""
    return [_("Files"), _("Mapping"), _("Check"), _("Preview"), _("Run")]


def _lead(reading: Reading) -> str:
    columns = [column for match in reading.matches for column in match.columns]
    mapped = sum(bool(column.field) for column in columns)
    return _("%(tables)s tables were read; %(mapped)s of %(columns)s columns found their field by themselves.") % {
        "tables": len(reading.sheets), "mapped": mapped, "columns": len(columns),
    }  # fmt: skip


def _sheet(number: int, sheet: Sheet, match: SheetMatch) -> SheetView:
    rows = [row.cells for row in islice(sheet.rows(), SAMPLES)]
    targets = [Choice(value="", label=_("Leave this table out"), chosen=match.target is None)]
    if match.is_asked:
        targets.insert(0, Choice(value=ASKED, label=_("Choose what its rows are…"), chosen=True))
    targets += [
        Choice(
            value=target.value,
            label=target_label(target.value),
            chosen=target is match.target and not match.is_asked,
        )
        for target in IMPORTABLE
    ]
    return SheetView(
        number=number,
        name=sheet.name,
        read_as=" · ".join(
            filter(
                None,
                (
                    _known_as(match),
                    sheet.encoding,
                    str(DELIMITERS.get(sheet.delimiter, sheet.delimiter)),
                ),
            )
        ),
        targets=tuple(targets),
        columns=tuple(_column(number, column, match.target, rows) for column in match.columns),
        mapped=sum(bool(column.field) for column in match.columns),
        encodings=_text_choices(sheet, sheet.encoding, {name: name for name in ENCODINGS}),
        delimiters=_text_choices(
            sheet, sheet.delimiter, {key: str(label) for key, label in DELIMITERS.items()}
        ),
    )


def _known_as(match: SheetMatch) -> str:
    """Return what a table without a place here is known as."""
    return "" if match.target is not None or not match.kind else str(TABLE_KINDS.get(match.kind, ""))


def _text_choices(sheet: Sheet, present: str, offered: Mapping[str, str]) -> tuple[Choice, ...]:
    if not sheet.encoding:
        return ()
    words = {present: offered.get(present, present), **offered}
    return tuple(Choice(value=value, label=label, chosen=value == present) for value, label in words.items())


def _column(
    number: int, column: ColumnMatch, target: Target | None, rows: list[tuple[str, ...]]
) -> ColumnView:
    fields = [Choice(value="", label=_("Ignore this column"), chosen=not column.field)]
    if target is not None:
        for item in fields_of(target):
            fields.append(
                Choice(value=item.name, label=field_label(item.name), chosen=item.name == column.choice)
            )
            if item.kind is Kind.AMOUNT and item.name == column.field:
                fields += _in_units(column)
    samples = [cells[column.index] for cells in rows if column.index < len(cells)]
    return ColumnView(
        name=f"column.{number}.{column.index}",
        header=column.header,
        samples=tuple(sample[:LONGEST_SAMPLE] for sample in samples if sample),
        fields=tuple(fields),
        sure=0
        if not column.field
        else 3
        if column.confidence >= SURE
        else 2
        if column.confidence >= LIKELY
        else 1,
        why=str(WHY[column.why.value]),
    )


def _in_units(column: ColumnMatch) -> list[Choice]:
    """Offer what one of the numbers in a column of amounts stands for."""
    values = [(f"{column.field}*{unit}", UNIT_WORDS[unit]) for unit in UNITS]
    return [
        Choice(
            value=value,
            label=_("%(field)s, %(unit)s") % {"field": field_label(column.field), "unit": word},
            chosen=value == column.choice,
        )
        for value, word in values
    ]


def _link(link: Link) -> str:
    words = {
        "sheet": link.sheet, "column": link.column, "to": link.to_sheet, "to_column": link.to_column,
        "found": f"{link.found:,}", "missing": f"{link.missing:,}",
    }  # fmt: skip
    if link.missing:
        return (
            _("%(sheet)s · %(column)s names %(to)s · %(to_column)s: %(found)s found, %(missing)s not") % words
        )
    return _("%(sheet)s · %(column)s names %(to)s · %(to_column)s: all %(found)s found") % words


def _decisions(posted: QueryDict, reading: Reading, before: Decisions) -> tuple[Decisions, bool]:
    """Return what was chosen, and whether tables must be read or guessed anew before columns can be chosen."""
    choices, targets = dict(before.choices), dict(before.targets)
    columns: dict[str, dict[int, str]] = {}
    changed = False
    for number, (sheet, match) in enumerate(zip(reading.sheets, reading.matches, strict=True)):
        chosen = posted.get(f"target.{number}", match.target.value if match.target else "")
        if chosen == ASKED:
            changed = True
            continue
        target = Target(chosen) if chosen in Target.__members__.values() else None
        read_as = FileChoice(
            encoding=posted.get(f"encoding.{number}", sheet.encoding),
            delimiter=posted.get(f"delimiter.{number}", sheet.delimiter),
        )
        reread = (read_as.encoding, read_as.delimiter) != (sheet.encoding, sheet.delimiter)
        if reread:
            choices[sheet.file_name] = read_as
        changed = changed or reread or target is not match.target
        if target is match.target and not reread:
            columns[sheet.name] = dict(_chosen_columns(posted, number, match))
        # What is left as it was recognised is no decision: it is named as left out, and recognised anew next time.
        if target is not match.target or match.is_asked or columns.get(sheet.name):
            targets[sheet.name] = target
    return Decisions(choices=choices, targets=targets, columns=columns, repairs=before.repairs), changed


def _chosen_columns(posted: QueryDict, number: int, match: SheetMatch) -> Iterable[tuple[int, str]]:
    known = {item.name for item in fields_of(match.target)} if match.target else set()
    for column in match.columns:
        field = posted.get(f"column.{number}.{column.index}", column.choice)
        if field != column.choice and (not field or field.partition("*")[0] in known):
            yield column.index, field
        elif column.why.value == "CHOSEN":
            yield column.index, column.choice
