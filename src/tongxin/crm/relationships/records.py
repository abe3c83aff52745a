"""Promises as a declared object; their pages are by hand, since they are ticked off where they stand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.relationships.actions import NewPromise, add_promise, change_promise
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.models import Promise
from tongxin.crm.relationships.selectors import visible_promises
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Moment, Ref, Text
from tongxin.records.references import USERS


def _create(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> Promise:
    told = {name: value for name, value in values.items() if name != "account"}
    return add_promise(actor=actor, at=at, account=values.get("account"), promise=NewPromise(**told))


def _change(
    *,
    actor: Actor,
    at: datetime,
    record: Promise,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> object:
    return change_promise(
        actor=actor, at=at, promise=record, values=values, expected_version=expected_version
    )


PROMISE = Definition(
    kind=Kind.PROMISE,
    model=Promise,
    one="promise",
    many="promises",
    path="promises",
    tag="relationships",
    icon="promise",
    title=_("Promises"),
    about="Something one side promised the other; `owner` does it, or sees to it that it comes.",
    visible=visible_promises,
    account="account",
    order=("due_on",),
    searched=False,
    create=_create,
    change=_change,
    in_pages=False,
    in_files=False,
    fields=(
        Text("text", pgettext_lazy("list", "Promise"), most=300, required=True, main=True, sort=True),
        Choice(
            "side",
            pgettext_lazy("promise", "Who promised"),
            of=Side,
            required=True,
            initial=Side.OURS,
            sort=True,
            filters=("eq",),
        ),
        Day("due_on", _("Due on"), sort=True, filters=("lte",)),
        Ref("account", _("Account"), to=ACCOUNTS, fixed=True, sort=True),
        Ref("owner", pgettext_lazy("promise", "Owner"), to=USERS, sort=True, filters=("eq",)),
        Choice(
            "state",
            pgettext_lazy("promise", "State"),
            of=PromiseState,
            required=True,
            by_action=True,
            sort=True,
            filters=("eq",),
            shapes=(("OPEN", "plain"), ("KEPT", "good"), ("DROPPED", "unknown")),
        ),
        Ref("person", _("Person"), to=PEOPLE, column="offered"),
        Ref("opportunity", _("Opportunity"), to=OPPORTUNITIES, column="offered"),
        Moment(
            "settled_at", pgettext_lazy("promise", "Settled"), by_action=True, sort=True, column="offered"
        ),
    ),
)
