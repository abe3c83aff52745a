"""Inputs that betray the outcome: known only once a deal is over, by their names or by their values.

What is known too late makes a model look good on decided deals and fail on open ones ("leakage": S. Kaufman, S. Rosset,
C. Perlich and O. Stitelman, "Leakage in Data Mining", ACM Transactions on Knowledge Discovery from Data 6, 2012).
"""

import re
from collections.abc import Mapping, Sequence

from kamkit.winning.columns import MISSING, Array, Column, Flags, Kind
from kamkit.winning.deals import DecidedDeal, Refusal, Timing

NAMES = re.compile(
    r"(?:^|_)(?:close|closed|closing|closure|won|lost|loss|losing|outcome|result|awarded|signed|signing|signature|invoice"
    r"|invoiced|booked|booking|final|actual|disqualified|winner|postmortem|churn|churned)(?:_|$)"
    r"|^(?:(?:deal|opportunity|opp|sales?)_)?(?:stage|status|phase)(?:_?name)?$"
    r"|(?:^|_)(?:win|award|contract|order|po)_(?:reason|date|day|number|no|id|value|amount|price|on|at)(?:_|$)"
    r"|^(?:decided|ended|end|decision)_(?:on|at|date|day)$"
    r"|^(?:is_)?(?:win|award)$"
    r"|(?:^|_)(?:forecast_category|win_probability|probability|cycle_(?:days|time|length)|days_open|deal_age|age_days)(?:_|$)"
    r"|(?:days|weeks|months|time|duration)_to_(?:win|sign|award|decision|order)"
    r"|sales_cycle|結案|结案|成交|贏單|赢单|輸單|输单|丟單|丢单|得標|得标|中標|中标|落標|落标|決標|决标|簽約|签约|失單|失单|關閉|关闭|流失"
)
"""Names of what is known only afterwards, in lower case with underscores."""
PLANNED = re.compile(r"^(?:expected|planned|target|estimated|requested)_|^預計|^预计")
"""What such names say was known before, so that values alone betray."""
OUTCOME_WORDS = frozenset(
    [
        "won",
        "lost",
        "closed_won",
        "closed_lost",
        "closedwon",
        "closedlost",
        "win",
        "loss",
        "贏單",
        "赢单",
        "輸單",
        "输单",
        "丟單",
        "丢单",
        "得標",
        "得标",
        "落標",
        "落标",
        "成交",
        "未成交",
    ]
)
ENOUGH = 20
"""Fewer deals do not show that values go with one outcome alone."""
PURE = 0.99


def refused(
    columns: Sequence[Column], deals: Sequence[DecidedDeal], won: Array, timing: Mapping[str, Timing]
) -> dict[str, Refusal]:
    """Return the inputs that must not be learnt from, each with the first reason found."""
    dates = _dates(deals)
    found = {column.name: _refusal(column, won, dates, timing.get(column.name)) for column in columns}
    return {name: code for name, code in found.items() if code is not None}


def plain_name(name: str) -> str:
    """Return a name in lower case with underscores: `closeDate`, `Close Date` and `close-date` are `close_date`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^0-9a-z一-鿿]+", "_", parted.lower()).strip("_")


def _dates(deals: Sequence[DecidedDeal]) -> tuple[Array, Array]:
    import numpy as np  # noqa: PLC0415  (heavy: loaded when used)

    opened = [deal.opened_on.toordinal() if deal.opened_on else np.nan for deal in deals]
    closed = [deal.closed_on.toordinal() if deal.closed_on else np.nan for deal in deals]
    return np.array(opened, dtype=float), np.array(closed, dtype=float)


def _refusal(column: Column, won: Array, dates: tuple[Array, Array], timing: Timing | None) -> Refusal | None:
    if timing is Timing.KNOWN_AT_CLOSE:
        return Refusal.KNOWN_AT_CLOSE
    name = plain_name(column.name)
    if timing is not Timing.KNOWN_AT_OPEN and NAMES.search(name) and not PLANNED.search(name):
        return Refusal.NAME_TELLS_OUTCOME
    by_value = _by_value(column, won) or _by_date(column, *dates)
    if by_value is not None:
        return by_value
    if len(column.words) == 1 and len(won) >= ENOUGH:
        return Refusal.CONSTANT
    if column.kind is Kind.WORD and len(won) >= ENOUGH and len(column.words) > 0.9 * len(won):
        return Refusal.IDENTIFIER
    return None


def _by_value(column: Column, won: Array) -> Refusal | None:
    known = {plain_name(word) for word in column.words if word != MISSING}
    if known & OUTCOME_WORDS:
        return Refusal.VALUE_TELLS_OUTCOME
    filled = _filled(column)
    if _goes_with_outcome(filled, won) or _only_one(filled, won) or _only_one(~filled, won):
        return Refusal.FILLED_FOR_ONE_OUTCOME
    return Refusal.VALUE_TELLS_OUTCOME if _decides(column, won) else None


def _filled(column: Column) -> Flags:
    import numpy as np  # noqa: PLC0415

    empty = np.array([word == MISSING or word.strip("0.") == "" for word in column.words])
    filled: Flags = ~empty[column.codes]
    return filled


def _goes_with_outcome(flags: Flags, won: Array) -> bool:
    agree = float((flags == (won > 0.5)).mean())
    return len(won) >= ENOUGH and max(agree, 1 - agree) >= PURE and 0 < flags.sum() < len(flags)


def _only_one(flags: Flags, won: Array) -> bool:
    """Return whether those flagged have one outcome alone, which so many would not have by chance."""
    count, rate = int(flags.sum()), float(won.mean())
    if count < ENOUGH or count > len(won) - ENOUGH or not 0 < rate < 1:
        return False
    inside = float(won[flags].mean())
    chance = rate**count if inside == 1 else (1 - rate) ** count if inside == 0 else 1.0
    return chance < 1e-12


def _decides(column: Column, won: Array) -> bool:
    """Return whether values decide the outcome: groups of equal values are pure, or a threshold parts them."""
    import numpy as np  # noqa: PLC0415

    rate = float(won.mean())
    if len(won) < ENOUGH or not 0 < rate < 1 or max(rate, 1 - rate) >= PURE:
        return False
    sizes = np.bincount(column.codes)
    wins = np.bincount(column.codes, weights=won)
    shared = sizes >= 5
    if sizes[shared].sum() >= 0.9 * len(won):
        return float(np.maximum(wins, sizes - wins)[shared].sum() / sizes[shared].sum()) >= PURE
    if column.numbers is None:
        return False
    known = ~np.isnan(column.numbers)
    in_order = won[known][np.argsort(column.numbers[known], kind="stable")]
    below = np.concatenate([[0.0], np.cumsum(in_order)])
    above = below[-1] - below
    right = np.arange(len(below)) - below + above
    return bool(max(right.max(), len(in_order) - right.min()) >= PURE * len(won))


def _by_date(column: Column, opened: Array, closed: Array) -> Refusal | None:
    import numpy as np  # noqa: PLC0415

    if column.numbers is None:
        return None
    known = ~np.isnan(column.numbers) & ~np.isnan(closed)
    if column.kind is Kind.DAY:
        after = (column.numbers - closed)[known]
        return (
            Refusal.DATE_OF_CLOSE if known.sum() >= 5 and ((after >= 0) & (after <= 7)).mean() > 0.5 else None
        )
    known &= ~np.isnan(opened)
    length = column.numbers[known] == (closed - opened)[known]
    return Refusal.LENGTH_OF_CYCLE if known.sum() >= 5 and length.mean() > 0.9 else None
