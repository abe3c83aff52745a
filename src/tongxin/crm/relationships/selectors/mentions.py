"""Whom and what a log entry can name."""

import re
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import F, Q

from tongxin.common.actor import Actor
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.stakeholders.choices import PersonStatus
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.stakeholders.selectors import visible_people

T = TypeVar("T")
MOST_OFFERED = 200
MOST_PEOPLE = 40
MOST_MENTIONS = 20
_MENTION = re.compile(r"([@#])([^@#\n，。；：、！？,;:!?]{1,40})")


def people_to_mention(actor: Actor, *, account: Account | None, uids: Sequence[str]) -> list[Person]:
    """Return the people a form offers: those of the account met last, and those chosen already."""
    wanted = Q(uid__in=uids)
    if account is not None:
        wanted |= Q(account=account, status=PersonStatus.ACTIVE)
    people = visible_people(actor).filter(wanted).select_related("account")
    chosen = set(uids)
    offered = list(
        people.order_by(F("last_contact_at").desc(nulls_last=True), "sort_key", "pk")[
            : MOST_PEOPLE + len(chosen)
        ]
    )
    return [person for person in offered if person.uid in chosen][:MOST_PEOPLE] + [
        person for person in offered if person.uid not in chosen
    ][:MOST_PEOPLE]


def mentioned_people(actor: Actor, text: str) -> list[Person]:
    """Return the visible people named in a text as @name, where exactly one has that name.

    A name may run on without a blank, as Chinese does: the longest name that fits is taken.
    """
    begun = _begun(text, "@")
    rows = visible_people(actor).filter(full_name__in=_beginnings(begun)).select_related("account")
    return _longest(begun, [(person.full_name, person) for person in rows[:MOST_OFFERED]])


def mentioned_opportunities(actor: Actor, text: str) -> list[Opportunity]:
    """Return the visible running deals named in a text as #name, where exactly one has that name."""
    begun = _begun(text, "#")
    running = visible_opportunities(actor).filter(outcome=Outcome.OPEN, name__in=_beginnings(begun))
    rows = running.select_related("account")
    return _longest(begun, [(deal.name, deal) for deal in rows[:MOST_OFFERED]])


def _begun(text: str, sign: str) -> list[str]:
    return [match[2] for match in _MENTION.finditer(text) if match[1] == sign][:MOST_MENTIONS]


def _beginnings(begun: Sequence[str]) -> set[str]:
    return {piece[:length].strip() for piece in begun for length in range(1, len(piece) + 1)}


def _longest(begun: Sequence[str], named: Sequence[tuple[str, T]]) -> list[T]:
    by_name: dict[str, list[T]] = {}
    for name, row in named:
        by_name.setdefault(name, []).append(row)
    found: list[T] = []
    for piece in begun:
        fitting = [name for name in by_name if piece.startswith(name)]
        # Of two people of one name nobody can say which is meant.
        if fitting and len(by_name[longest := max(fitting, key=len)]) == 1:
            found.append(by_name[longest][0])
    return found
