"""Read the rows of mapped sheets into typed rows with a key each, and everything that is wrong with each row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tongxin.common.text.fold import fold
from tongxin.importers.files.sheet import Row, Sheet
from tongxin.importers.mapping.content import Shape
from tongxin.importers.mapping.declared import identity_of, must_of
from tongxin.importers.mapping.guess import JOINED, ColumnMatch, SheetMatch
from tongxin.importers.mapping.targets import DECLARED, Field, Kind, Target, field_of
from tongxin.importers.plan.convert import (
    CellProblem,
    ColumnFormat,
    Setting,
    are_too_small,
    column_format_of,
    convert,
)
from tongxin.importers.plan.money import currency_in, settle_money
from tongxin.importers.plan.target_rows import Ref, TargetRow, Value
from tongxin.importers.plan.values import near_word
from tongxin.importers.problems import PlanCode, Severity

# A value without which there is no record: the row waits for the person who imports. Any other bad cell costs a cell.
_NEEDED_RIGHT = frozenset({"name", "full_name", "external_id", "stage"})
# What Excel and our own exports put before a text that begins like a formula or a number.
_GUARD = re.compile(r"^'(?=[\s\u200b-\u200d\u2060\ufeff'\"]*[=+\-@\0＝＋－＠]|[0-9０-９])")
_GUARDED_NUMBER = re.compile(r"^'(?=[0-9０-９])")


# Repairs that a person accepted: (sheet, header, cell as in the file) becomes another cell.
Repairs = Mapping[tuple[str, str, str], str]


def read_rows(sheet: Sheet, match: SheetMatch, setting: Setting, repairs: Repairs) -> Iterator[TargetRow]:
    """Yield the typed rows of a mapped sheet; rows marked as deleted in the other system are left out with a note."""
    target = match.target
    if target is None or target is Target.CASE:
        return
    columns = _columns(sheet, match, target)
    for row in sheet.rows():
        found = TargetRow(target=target, sheet=sheet.name, number=row.number, cells=row.cells)
        found.problems += row.problems
        if row.problems and any(problem.code == "FOOTER" for problem in row.problems):
            continue
        for column, field_, column_format in columns:
            _read_cell(found, row, column, field_, column_format, setting, repairs)
        _complete(found, match)
        found.key = found.key or _key(found)
        yield found


def _columns(
    sheet: Sheet, match: SheetMatch, target: Target
) -> list[tuple[ColumnMatch, Field, ColumnFormat]]:
    columns = [(column, field_of(target, column.field)) for column in match.columns if column.field]
    telling = [
        column.index
        for column, field_ in columns
        if field_.kind in {Kind.DATE, Kind.MOMENT, Kind.AMOUNT, Kind.PERCENT}
    ]
    cells: dict[int, list[str]] = {index: [] for index in telling}
    if telling:
        for row in sheet.rows():
            for index in telling:
                cells[index].append(row.cells[index])
    return [
        (
            column,
            field_,
            _column_format(column, field_, cells.get(column.index, []), is_text=bool(sheet.encoding)),
        )
        for column, field_ in columns
    ]


def _column_format(
    column: ColumnMatch, field_: Field, cells: Sequence[str], *, is_text: bool
) -> ColumnFormat:
    column_format = column_format_of(column.header, cells, guarded=is_text)
    if column.unit:
        return replace(column_format, scale=Decimal(column.unit))
    unclear = field_.name == "annual_revenue" and column_format.scale == 1 and are_too_small(cells)
    return replace(column_format, unit_unclear=unclear)


def _read_cell(
    found: TargetRow,
    row: Row,
    column: ColumnMatch,
    field_: Field,
    column_format: ColumnFormat,
    setting: Setting,
    repairs: Repairs,
) -> None:
    cell = row.cells[column.index].strip()
    cell = repairs.get((found.sheet, column.header, cell), cell)
    cell = (_GUARD if column_format.guarded else _GUARDED_NUMBER).sub("", cell)
    if not cell:
        return
    found.columns.setdefault(field_.name, column.header)
    if column_format.unit_unclear:
        found.report(PlanCode.REVENUE_UNIT_UNCLEAR, Severity.WARNING, column.header, text=cell[:80])
        found.unread[field_.name] = cell
        return
    if field_.kind is Kind.AMOUNT and (said := currency_in(cell) or column_format.currency):
        found.currencies[field_.name] = said
    found.seen[field_.name] = digest(found.seen.get(field_.name, "") + cell)
    if field_.refers_to:
        found.refs[field_.name] = Ref(field_.refers_to, cell, field_.by_name)
        return
    value = _converted(found, cell, column.header, field_, column_format, setting)
    if value is None:
        return
    if field_.name in JOINED and isinstance(found.values.get(field_.name), str):
        value = f"{found.values[field_.name]}\n{value}"
    found.values[field_.name] = value


def _converted(
    found: TargetRow, cell: str, header: str, field_: Field, column_format: ColumnFormat, setting: Setting
) -> Value | None:
    """Return the value of a cell, or what is left of one that is wrong; say what is wrong with it."""
    try:
        value = convert(cell, field_, column_format, setting)
    except CellProblem as problem:
        grave = field_.name in _NEEDED_RIGHT and problem.kept is None
        found.report(problem.code, Severity.ERROR if grave else Severity.WARNING, header, **problem.params)
        if problem.kept is None:
            found.unread[field_.name] = cell
        return problem.kept
    if field_.name == "industry" and isinstance(value, str):
        near = near_word("industry", value)
        if near:
            found.report(PlanCode.SPELLING, Severity.NOTE, header, text=value, suggestion=near)
    return value


def digest(text: str) -> str:
    """Return a short fingerprint of a cell."""
    return hashlib.blake2s(text.encode(errors="replace"), digest_size=5).hexdigest()


def _complete(found: TargetRow, match: SheetMatch) -> None:
    values = found.values
    if found.target in {Target.PERSON, Target.USER} and "full_name" not in values:
        name = full_name(str(values.get("first_name", "")), str(values.get("last_name", "")))
        if name:
            values["full_name"] = name[:120]
    if found.target is Target.PERSON:
        _without_company(found)
    if found.target is Target.ACCOUNT and "address" not in values:
        parts = [values.get(part) for part in ("street", "city", "state", "postal_code")]
        address = ", ".join(" ".join(str(part).split()) for part in parts if part)
        if address:
            values["address"] = address[:300]
    if found.target is Target.OPPORTUNITY and "name" not in values:
        named = [found.refs[ref].text for ref in ("account_name", "product_name") if ref in found.refs]
        identity = str(values.get("external_id", ""))
        values["name"] = (" · ".join([*named, identity]) or identity)[:200]
    if found.target is Target.ACTIVITY and "text" not in values and "subject" in values:
        values["text"] = values["subject"]
    _prefix_phone(found)
    _drop_negative(found)
    settle_money(found)
    _report_missing(found, match)


def _without_company(found: TargetRow) -> None:
    """Take the company off a name: Odoo calls a contact “Thyme SA, Jan Peeters”."""
    if "account_name" in found.refs:
        company, name = f"{found.refs['account_name'].text}, ", str(found.values.get("full_name", ""))
        if name.startswith(company) and name != company:
            found.values["full_name"] = name.removeprefix(company).strip()


def _drop_negative(found: TargetRow) -> None:
    amount = found.values.get("amount")
    if found.target is Target.OPPORTUNITY and isinstance(amount, Decimal) and amount < 0:
        column = found.columns.get("amount", "")
        found.report(PlanCode.NEGATIVE_AMOUNT, Severity.WARNING, column, text=str(amount))
        del found.values["amount"]


def _prefix_phone(found: TargetRow) -> None:
    code, phone = str(found.values.get("phone_code", "")).strip(), str(found.values.get("phone", ""))
    if code and phone and not phone.startswith("+"):
        found.values["phone"] = f"+{code.lstrip('+')} {phone}"[:60]


def full_name(first: str, last: str) -> str:
    """Join the parts of a name in the order of its script: 王小明, Ann Smith."""
    both = first + last
    return (
        f"{last}{first}" if any("\u3400" <= char <= "\u9fff" for char in both) else f"{first} {last}".strip()
    )


_MUST = {
    Target.USER: ("full_name",),
    Target.ACCOUNT: ("name",),
    Target.PERSON: ("full_name",),
    Target.OPPORTUNITY: ("name", "stage"),
    Target.ACTIVITY: ("text",),
    Target.TEAM: (),
    Target.POST: (),
    Target.STAGE_HISTORY: (),
    Target.LINE_ITEM: (),
    Target.CONTACT_ROLE: (),
    Target.PROMISE: ("text",),
    **{target: must_of(definition) for target, definition in DECLARED.items()},
}


def _report_missing(found: TargetRow, match: SheetMatch) -> None:
    if found.values.get("is_deleted") or found.values.get("status") == "DELETED":
        found.report(PlanCode.DELETED_IN_SOURCE, Severity.ERROR)
    if "merged_into_id" in found.refs:
        found.report(PlanCode.MERGED_IN_SOURCE, Severity.ERROR, text=found.refs["merged_into_id"].text[:80])
    for name in _MUST[found.target]:
        if not found.values.get(name):
            column = match.column_for(name)
            # A cell that did not convert has been reported with its own reason.
            if not any(
                problem.column and column and problem.column == column.header for problem in found.problems
            ):
                found.report(
                    PlanCode.MISSING_VALUE, Severity.ERROR, column.header if column else "", field=name
                )


def _key(found: TargetRow) -> str:
    """Return what identifies the row in its system: its id there, else what names it; the same in every run."""
    external = found.values.get("external_id")
    if external:
        return salesforce_15(str(external))
    return natural_key(*(_part(found, name) for name in _NAMED_BY.get(found.target, ("name",))))


# What names a row that has no id: values, and pointers by whichever of their columns is there.
_NAMED_BY: dict[Target, tuple[str | tuple[str, ...], ...]] = {
    Target.USER: (("username", "email", "full_name"),),
    Target.PERSON: ("full_name", ("account_id", "account_name"), "email"),
    Target.OPPORTUNITY: ("name", ("account_id", "account_name"), "started_on"),
    Target.CONTACT_ROLE: (
        ("opportunity_id", "opportunity_name"),
        ("contact_id", "contact_email", "contact_name"),
        "role",
    ),
    Target.TEAM: (("account_id", "account_name"), ("user_id", "user_name"), "function"),
    Target.POST: (("account_id", "account_name"), ("contact_id", "contact_email", "contact_name"), "title"),
    Target.STAGE_HISTORY: (("opportunity_id", "opportunity_name"), "entered_at", ("stage", "new_value")),
    Target.LINE_ITEM: (("opportunity_id", "opportunity_name"), ("product_id", "product_name")),
    Target.ACTIVITY: ("occurred_at", ("account_id", "account_name"), "text"),
    Target.PROMISE: ("due_on", ("account_id", "account_name"), "text"),
    **{target: identity_of(definition) for target, definition in DECLARED.items()},
}


def _part(found: TargetRow, names: str | tuple[str, ...]) -> object:
    for name in (names,) if isinstance(names, str) else names:
        if name in found.refs:
            return found.refs[name].text
        if name in found.values:
            return found.values[name]
    return ""


def natural_key(*parts: object) -> str:
    """Return a key made of words; it starts with ~ so that it never meets an id of another system."""
    text = "|".join(fold(str(part if part is not None else "")) for part in parts)
    return (
        f"~{text}" if len(text) <= 180 else f"~{text[:120]}#{hashlib.sha256(text.encode()).hexdigest()[:32]}"
    )


def salesforce_15(external_id: str) -> str:
    """Return an 18-character Salesforce id by its first 15, so that both kinds of export meet; others as they are."""
    text = external_id.strip()
    if (
        len(text) == 18
        and text.isalnum()
        and text.isascii()
        and text[:3].isalnum()
        and _has_salesforce_suffix(text)
    ):
        return text[:15]
    return text[:200]


def _has_salesforce_suffix(text: str) -> bool:
    """Check the three letters that tell which of the fifteen characters are capitals."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    expected = "".join(
        alphabet[sum(1 << i for i, char in enumerate(text[start : start + 5]) if "A" <= char <= "Z")]
        for start in (0, 5, 10)
    )
    return text[15:].upper() == expected


def unused_columns(match: SheetMatch) -> Sequence[ColumnMatch]:
    """Return the columns with content that no field takes, for the report."""
    return [
        column for column in match.columns if not column.field and column.profile.shape is not Shape.EMPTY
    ]
