"""Watch lists and sources of notices as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.tenders.actions import fill_watch
from tongxin.crm.tenders.choices import SourceFormat, SourceResult
from tongxin.crm.tenders.models import NoticeSource, WatchList
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Choice, Currency, Flag, Moment, Text, Whole
from tongxin.records.writing import change_record, create_records

_WATCH_LIST = Definition(
    kind=Kind.WATCH_LIST,
    model=WatchList,
    one="watch_list",
    many="watch_lists",
    path="tenders/watch-lists",
    tag="tenders",
    title=pgettext_lazy("tenders", "Watch lists"),
    about="What one wants to hear of: notices that meet every criterion given come into one's inbox.",
    hint=_("Say which notices you want to hear of: by words, buyer, category, region or amount."),
    visible=lambda actor: WatchList.objects.filter(created_by=actor.user.pk),
    is_made_alone=True,
    searched=False,
    in_files=False,
    order=("name",),
    fields=(
        Text("name", _("Name"), required=True, main=True, sort=True),
        Text(
            "words",
            pgettext_lazy("watch list", "Words"),
            most=500,
            help=_("In title, description, case number or names. A comma parts alternatives."),
        ),
        Text("buyer", pgettext_lazy("watch list", "Buyer’s name contains"), most=500),
        Text("category", _("Category contains"), most=500),
        Text("region", _("Region contains"), most=500),
        Amount(
            "estimate_from",
            _("Estimate from"),
            help=_("A notice without an estimate, or in another currency, is not left out."),
        ),
        Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none"),
        Flag("customers_only", pgettext_lazy("watch list", "Only buyers that are my accounts")),
    ),
)


@transaction.atomic
def _create(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> WatchList:
    watch: WatchList = create_records(_WATCH_LIST, actor=actor, at=at, rows=[values])[0]
    fill_watch(watch=watch, at=at)
    return watch


@transaction.atomic
def _change(
    *,
    actor: Actor,
    at: datetime,
    record: WatchList,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(
        _WATCH_LIST, actor=actor, at=at, record=record, values=values, expected_version=expected_version
    )
    fill_watch(watch=record, at=at)


WATCH_LIST = replace(_WATCH_LIST, create=_create, change=_change)

_GONE_WRONG = tuple((code, "bad") for code in SourceResult.values if code.startswith("OUTBOUND_"))
TENDER_SOURCE = Definition(
    kind=Kind.TENDER_SOURCE,
    model=NoticeSource,
    one="tender_source",
    many="tender_sources",
    path="tenders/sources",
    tag="tenders",
    title=pgettext_lazy("tenders", "Sources"),
    about="An address from which the server fetches notices by itself, and how the last fetch ended.",
    hint=_("Enter an address that publishes notices; the server fetches it as often as you say."),
    visible=lambda _actor: NoticeSource.objects.all(),
    shared=True,
    searched=False,
    in_files=False,
    order=("name",),
    right=Right.ADMINISTER,
    fields=(
        Text("name", _("Name"), required=True, main=True, sort=True),
        Text(
            "url",
            pgettext_lazy("tender source", "Address"),
            most=2000,
            required=True,
            column="offered",
            help=_(
                "Starts with https://. The operator names the hosts that may be asked (TONGXIN_OUTBOUND_HOSTS)."
            ),
        ),
        Choice("format", pgettext_lazy("tender source", "Format"), of=SourceFormat, required=True),
        Whole(
            "every_hours",
            pgettext_lazy("tender source", "Hours between fetches"),
            required=True,
            initial=24,
            least=1,
            most=8760,
        ),
        Flag("is_active", pgettext_lazy("tender source", "Fetching is on"), initial=True, filters=("eq",)),
        Moment("last_run_at", pgettext_lazy("tender source", "Last fetched"), by_action=True, sort=True),
        Choice(
            "last_result",
            pgettext_lazy("tender source", "Result"),
            of=SourceResult,
            by_action=True,
            filters=("eq",),
            shapes=(("TAKEN", "good"), ("UNCHANGED", "good"), *_GONE_WRONG),
        ),
        Whole("last_read", pgettext_lazy("tender source", "Notices read"), by_action=True),
        Whole("last_left_out", pgettext_lazy("tender source", "Left out"), by_action=True),
        Whole("last_changed", pgettext_lazy("tender source", "New or changed"), by_action=True),
    ),
)
