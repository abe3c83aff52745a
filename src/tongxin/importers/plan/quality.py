"""Look at an import as a whole for what single rows cannot show: doubles, contradictions, deals without people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tongxin.common.text.fold import fold
from tongxin.common.text.names import match_key
from tongxin.importers.mapping.targets import Target
from tongxin.importers.plan.values import code_of
from tongxin.importers.problems import PlanCode, Severity

if TYPE_CHECKING:
    from tongxin.importers.plan.target_rows import TargetRow

# A branch has its head office's key on purpose; in a list they are two accounts.
_BRANCH = re.compile(r"分|辦事處|办事处|營業所|营业所|branch|office", re.IGNORECASE)
Rows = Mapping[Target, Sequence["TargetRow"]]


def check_quality(rows: Rows, *, has_start_dates: bool) -> None:
    """Report on each row what contradicts another row or itself."""
    for target, found in rows.items():
        _repeated_keys(found)
        if target is Target.ACCOUNT:
            _same_accounts(found)
            _repeated(found, lambda row: fold(str(row.values.get("name", ""))), PlanCode.REPEATED_NAME)
        if target is Target.PERSON:
            _repeated(found, lambda row: str(row.values.get("email", "")).lower(), PlanCode.REPEATED_EMAIL)
    _roles(rows)
    for row in rows.get(Target.OPPORTUNITY, ()):
        _deal(row, has_start_dates=has_start_dates)


def _repeated_keys(found: Sequence[TargetRow]) -> None:
    """Let only the first row of a key through; the same id or name twice with other cells is for a person to settle."""
    first: dict[str, TargetRow] = {}
    for row in found:
        earlier = first.setdefault(row.key, row)
        if earlier is row:
            continue
        row.same_as = earlier.key
        same = earlier.cells == row.cells
        code = PlanCode.REPEATED_ROW if same else PlanCode.REPEATED_KEY
        row.report(
            code, Severity.NOTE if same else Severity.ERROR, text=_as_written(row)[:80], first=earlier.number
        )


def _same_accounts(found: Sequence[TargetRow]) -> None:
    """Make one account of rows without an id whose names differ in spelling or legal form only; branches stay apart."""
    first: dict[str, TargetRow] = {}
    for row in found:
        name = str(row.values.get("name", ""))
        if row.same_as or "external_id" in row.values or not name or _BRANCH.search(name):
            continue
        earlier = first.setdefault(match_key(name), row)
        if earlier is not row and earlier.key != row.key:
            row.same_as = earlier.key
            row.report(PlanCode.SAME_ACCOUNT, Severity.NOTE, text=name[:80], first=earlier.number)


def _as_written(row: TargetRow) -> str:
    # A key made of words starts with ~ and is folded: a reader knows the name as it stands in the file.
    names = (row.values.get(field) for field in ("name", "full_name", "last_name", "text"))
    written = next((str(name) for name in names if name), "") if row.key.startswith("~") else ""
    return written or row.key.removeprefix("~")


def _repeated(found: Iterable[TargetRow], value: Callable[[TargetRow], str], code: PlanCode) -> None:
    """Report every later row that shares a value with an earlier one of another key."""
    first: dict[str, TargetRow] = {}
    for row in found:
        if not (text := value(row)):
            continue
        earlier = first.setdefault(text, row)
        if earlier is not row and earlier.key != row.key:
            row.report(code, Severity.NOTE, text=text[:80], first=earlier.number)


def _roles(rows: Rows) -> None:
    """Check people on deals: whose they are, how many are primary, none at all, the same twice."""
    roles = rows.get(Target.CONTACT_ROLE)
    if not roles:
        return
    deals = {row.key: row for row in rows.get(Target.OPPORTUNITY, ())}
    people = {row.key: row for row in rows.get(Target.PERSON, ())}
    primary: Counter[str] = Counter()
    seen: dict[tuple[str, str], TargetRow] = {}
    of_deal: dict[str, int] = defaultdict(int)
    for row in roles:
        deal, person = _key(row, "opportunity"), _key(row, "contact")
        of_deal[deal] += 1
        primary[deal] += bool(row.values.get("is_primary"))
        homes = _account(deals.get(deal)), _account(people.get(person))
        if all(homes) and homes[0] != homes[1]:
            row.report(PlanCode.ROLE_OF_OTHER_ACCOUNT, Severity.NOTE)
        if deal and person and not row.same_as:
            _same_person_again(row, seen.setdefault((deal, person), row))
    for key, deal_row in deals.items():
        if not of_deal[key]:
            deal_row.report(PlanCode.NO_ROLE, Severity.NOTE)
        if not primary[key]:
            deal_row.report(PlanCode.NO_PRIMARY, Severity.NOTE)
        elif primary[key] > 1:
            deal_row.report(PlanCode.SEVERAL_PRIMARY, Severity.NOTE, count=primary[key])


def _same_person_again(row: TargetRow, earlier: TargetRow) -> None:
    """Report a person who stands twice on one deal; with the same role the second row says nothing new."""
    if earlier is row:
        return
    row.report(PlanCode.REPEATED_ROLE, Severity.NOTE, first=earlier.number)
    if row.values.get("role") == earlier.values.get("role"):
        row.same_as = earlier.key


def _deal(row: TargetRow, *, has_start_dates: bool) -> None:
    values = row.values
    stage = code_of("stage", str(values.get("stage", "")))
    chance = values.get("probability")
    if isinstance(chance, Decimal):
        if stage == "WON" and chance != 100:
            row.report(PlanCode.WON_NOT_CERTAIN, Severity.NOTE, text=str(chance))
        if stage == "LOST" and chance != 0:
            row.report(PlanCode.LOST_NOT_ZERO, Severity.NOTE, text=str(chance))
    if not row.refs.get("account_id") and not row.refs.get("account_name"):
        row.report(PlanCode.WITHOUT_ACCOUNT, Severity.WARNING)
    if has_start_dates and "started_on" not in values:
        row.report(PlanCode.WITHOUT_START_DATE, Severity.NOTE)
    start, close = values.get("started_on"), values.get("closed_on") or values.get("close_on")
    if stage in {"WON", "LOST", "DROPPED"} and start and close and str(close) < str(start):
        row.report(PlanCode.CLOSE_BEFORE_START, Severity.WARNING, start=str(start), close=str(close))


def _key(row: TargetRow, kind: str) -> str:
    for name in (f"{kind}_id", f"{kind}_email", f"{kind}_name"):
        ref = row.refs.get(name)
        if ref and ref.key:
            return ref.key
    return ""


def _account(row: TargetRow | None) -> str:
    return _key(row, "account") if row else ""
