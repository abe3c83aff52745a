"""What was recorded lately about competition, over all accounts that somebody sees."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.records import EARLY_SIGNS
from tongxin.records.definition import Definition, find_definition
from tongxin.records.reading import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something new or changed; `page` names the page that shows it, `account` is the uid of where it was."""

    kind: Kind
    page: str
    uid: str
    text: str
    account: str
    account_name: str
    at: datetime


def changes_since(
    actor: Actor, since: datetime, *, most: int, account: Account | None = None
) -> tuple[Change, ...]:
    """Return what was made or changed since a moment, the newest first; only at `account` when one is given."""
    first, *others = (_rows(definition, actor, since, account) for definition in EARLY_SIGNS)
    # One question to the database, however many kinds there are.
    found = first.union(*others, all=True).order_by("-at", "uid")[:most]
    return tuple(map(_change, found))


def _rows(
    definition: Definition, actor: Actor, since: datetime, account: Account | None
) -> QuerySet[Any, dict[str, Any]]:
    rows = visible(definition, actor).filter(updated_at__gte=since)
    if account is not None:
        rows = rows.filter(account=account)
    return rows.order_by().values(
        "uid",
        kind=Value(definition.kind.value, CharField()),
        said=Cast(definition.main.name, CharField()),
        rival=F("competitor__name"),
        place=F("account__uid"),
        short=F("account__short_name"),
        whole=F("account__name"),
        at=F("updated_at"),
    )


def _change(row: dict[str, Any]) -> Change:
    definition = find_definition(EARLY_SIGNS, row["kind"])
    assert definition is not None  # noqa: S101 - the row says of which it is
    return Change(
        kind=definition.kind,
        page=definition.one,
        uid=row["uid"],
        text=_("%(field)s: %(value)s") % {"field": row["rival"], "value": row["said"]}
        if row["rival"]
        else row["said"],
        account=row["place"],
        account_name=row["short"] or row["whole"],
        at=row["at"],
    )
