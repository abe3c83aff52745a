"""Relationships over all accounts as a list: narrowed and sorted as other lists are, though levels are computed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongxin.analytics.ladder.standing import Standing, standings_of
from tongxin.common.actor import Actor
from tongxin.common.listing import STROKE_LANGUAGE, Condition, Kind, ListField, ListQuery, ListSchema, SortKey
from tongxin.crm.ladder.criteria import rank_of
from tongxin.crm.ladder.selectors import accounts_with_ladder, key_accounts_besides

LADDER_LIST = ListSchema(
    fields=(
        ListField(key="account", path="account", sort="account"),
        ListField(key="owner", path="owner", kind=Kind.CODE, sort="owner"),
        ListField(key="proven", path="proven", kind=Kind.CODE, sort="proven"),
        ListField(key="declared", path="declared", kind=Kind.CODE, sort="declared"),
        ListField(key="target", path="target", kind=Kind.CODE, sort="target"),
        ListField(key="due_on", path="due_on", kind=Kind.DAY, sort="due_on"),
        ListField(key="missing", path="missing", kind=Kind.NUMBER, sort="missing"),
        ListField(key="decaying", path="decaying", kind=Kind.NUMBER, sort="decaying"),
        ListField(key="falls_on", path="falls_on", kind=Kind.DAY, sort="falls_on"),
        ListField(key="is_slipping", path="is_slipping", kind=Kind.FLAG),
        ListField(key="is_ready", path="is_ready", kind=Kind.FLAG),
    ),
    default_sort=(SortKey(key="proven", descending=True), SortKey(key="account", descending=False)),
)
ME = "me"
# Every level is computed when it is read; more accounts nobody looks through.
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRow:
    """The relationship with one account as a row of the list."""

    standing: Standing

    @property
    def uid(self) -> str:
        """Return the uid of the account."""
        return self.standing.account.uid

    def value(self, key: str) -> Any:
        """Return what a filter compares."""
        return VALUES[key](self.standing)


def portfolio(actor: Actor, query: ListQuery, *, as_of: date) -> list[LadderRow]:
    """Return the relationships that meet a query, in its order; none to who may not read judgements.

    They are of the accounts where a level is declared or aimed at or evidence was entered, and of key accounts:
    `MOST` at the most, those first where something is told.
    """
    told = accounts_with_ladder(actor, most=MOST)
    keys = key_accounts_besides(actor, told, most=MOST - len(told))
    rows = [LadderRow(standing=each) for each in standings_of(actor, [*told, *keys], as_of=as_of)]
    text = query.text.casefold()
    found = [
        row
        for row in rows
        if text in row.standing.account.name.casefold()
        and all(_meets(row, condition, actor) for condition in query.conditions)
    ]
    return _sorted(found, query.sort or LADDER_LIST.default_sort, actor)


VALUES: Mapping[str, Callable[[Standing], Any]] = {
    "account": lambda each: each.account.name,
    "owner": lambda each: each.account.owner.uid if each.account.owner else "",
    "proven": lambda each: each.proven or "",
    "declared": lambda each: each.declared or "",
    "target": lambda each: each.target.level if each.target else "",
    "due_on": lambda each: each.target.due_on if each.target else None,
    "missing": lambda each: len(each.missing),
    "decaying": lambda each: len(each.decaying),
    "falls_on": lambda each: each.falls_on,
    "is_slipping": lambda each: each.is_slipping,
    "is_ready": lambda each: each.is_ready,
}
RANKED = frozenset({"proven", "declared", "target"})


def _meets(row: LadderRow, condition: Condition, actor: Actor) -> bool:
    value, first = row.value(condition.key), condition.values[0]
    match condition.operator:
        case "empty":
            return (value in (None, "")) == (first == "true")
        case "contains":
            return first.casefold() in value.casefold()
        case "gte":
            return value is not None and value >= _read(first, value)
        case "lte":
            return value is not None and value <= _read(first, value)
    wanted = {actor.user.uid if each == ME else each for each in condition.values}
    return (_written(value) in wanted) == (condition.operator == "eq")


def _read(text: str, like: Any) -> Any:
    return date.fromisoformat(text) if isinstance(like, date) else float(text)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)


def _sorted(rows: Iterable[LadderRow], sort: Sequence[SortKey], actor: Actor) -> list[LadderRow]:
    """Return rows in order, the last key first; what is empty stands last in either direction."""
    found = sorted(rows, key=lambda row: row.standing.account.pk)
    for key in reversed(sort):
        there = [row for row in found if row.value(key.key) not in (None, "")]
        there.sort(key=lambda row: _place(row, key.key, actor), reverse=key.descending)
        found = there + [row for row in found if row.value(key.key) in (None, "")]
    return found


def _place(row: LadderRow, key: str, actor: Actor) -> Any:
    account = row.standing.account
    if key == "account":
        return account.sort_key if actor.user.language == STROKE_LANGUAGE else account.pinyin_key
    if key == "owner":
        return account.owner.display_name if account.owner else ""
    value = row.value(key)
    return rank_of(value) if key in RANKED else value
