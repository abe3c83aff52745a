"""What was recorded lately about competition, over all accounts that somebody sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.competition.records import EARLY_SIGNS
from tongxin.records.reading import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something new or changed; `page` names the page that shows it."""

    kind: Kind
    page: str
    uid: str
    text: str
    account: Account
    at: datetime


def changes_since(actor: Actor, since: datetime, *, most: int) -> tuple[Change, ...]:
    """Return what was made or changed since a moment, the newest first."""
    found = sorted(_changes(actor, since, most), key=lambda change: change.at, reverse=True)
    return tuple(found[:most])


def _changes(actor: Actor, since: datetime, most: int) -> Iterator[Change]:
    for definition in EARLY_SIGNS:
        rows = visible(definition, actor).filter(updated_at__gte=since)
        for row in rows.select_related("account", "competitor").order_by("-updated_at")[:most]:
            yield Change(
                kind=definition.kind,
                page=definition.one,
                uid=row.uid,
                text=": ".join(str(part) for part in (row.competitor, row) if part),
                account=row.account,
                at=row.updated_at,
            )
