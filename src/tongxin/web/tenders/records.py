"""One tender, and registering one by hand."""

import json
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongxin.analytics.market.flags import flags_of_one
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.tenders.actions import register_tender
from tongxin.crm.tenders.choices import TenderSource
from tongxin.crm.tenders.facts import AwardFact, BidFact, Facts, Money
from tongxin.crm.tenders.selectors import changes_of, facts_of, get_tender
from tongxin.web.edge.editing import make
from tongxin.web.edge.named import CurrencyField
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.moment_field import MomentField
from tongxin.web.shell.parts import Kind, Link, Property
from tongxin.web.tenders.columns import STATUS_SHAPES, status_label
from tongxin.web.tenders.hours import deadline_text
from tongxin.web.tenders.pages import (
    AwardLine,
    BidLine,
    ChangeLine,
    LotLine,
    MoneyCell,
    NoticeLine,
    TenderPage,
)
from tongxin.wording.notices import finding_sentence
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.tenders.models import Tender

MOST_CHANGES = 40
AWARD_SHAPES: dict[str, Kind] = {"active": "good", "pending": "watch"}
AWARD_WORDS = {
    "active": pgettext_lazy("award", "in force"),
    "pending": pgettext_lazy("award", "proposed"),
    "cancelled": pgettext_lazy("award", "taken back"),
    "unsuccessful": pgettext_lazy("award", "failed"),
}

BID_WORDS = {
    "valid": pgettext_lazy("bid", "valid"),
    "pending": pgettext_lazy("bid", "being judged"),
    "invited": pgettext_lazy("bid", "invited"),
    "withdrawn": pgettext_lazy("bid", "withdrawn"),
    "disqualified": pgettext_lazy("bid", "disqualified"),
}


class TenderForm(forms.Form):
    """A tender in five fields; buyer and title are enough."""

    buyer = forms.CharField(label=pgettext_lazy("tender", "Buyer"), max_length=300)
    title = forms.CharField(label=pgettext_lazy("tender", "Title"), max_length=500)
    deadline_at = MomentField(label=pgettext_lazy("tender", "Deadline"), required=False)
    estimate = forms.DecimalField(
        label=pgettext_lazy("tender", "Estimate"), required=False, max_digits=24, decimal_places=2
    )
    currency = CurrencyField(
        label=gettext_lazy("Currency"), required=False, initial=settings.REPORTING_CURRENCY
    )
    url = forms.CharField(label=gettext_lazy("Address of the notice"), max_length=500, required=False)


@require_GET
def tender(request: PageRequest, uid: str) -> HttpResponse:
    """Show what was published of a tender, and what each later notice changed."""
    return render(request, "tenders/page.html", {"page": _page(request, get_tender(uid))})


@needs(Right.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_tender(request: PageRequest) -> HttpResponse:
    """Register a tender by hand."""
    form = TenderForm(request.POST or None, initial={"currency": settings.REPORTING_CURRENCY})
    made: list[Tender] = []

    def save() -> object:
        made.append(register_tender(actor=request.actor, at=now(), **form.cleaned_data))
        return made[0]

    return make(
        request,
        form,
        save=save,
        show=lambda status: render(request, "tenders/new.html", {"form": form}, status=status),
        done=lambda: redirect("web:tender", uid=made[0].uid),
        said=_("The tender is registered."),
    )


def _page(request: PageRequest, record: "Tender") -> TenderPage:
    facts = facts_of(record)
    winners = {who.key for award in facts.wins for who in award.suppliers}
    return TenderPage(
        title=str(record),
        crumb=record.case_number or str(record),
        status=status_label(record.status),
        shape=STATUS_SHAPES.get(record.status, "plain"),
        description=facts.description,
        bid_url=record_url("web:tender_bid", record.uid) if request.actor.has(Right.EDIT) else "",
        properties=tuple(_properties(request, record, facts)),
        lots=tuple(LotLine(number=lot.id, title=lot.title, value=_money(lot.value)) for lot in facts.lots),
        bids=tuple(_bid(bid, winners) for bid in facts.bids),
        awards=tuple(map(_award, facts.awards)),
        documents=tuple(Link(label=document.title, url=document.url) for document in facts.documents),
        notices=tuple(_notices(record)),
        flags=tuple(reason_text(found.reason) for found in flags_of_one(json.loads(record.compiled), facts)),
    )


def _properties(request: PageRequest, record: "Tender", facts: Facts) -> list[Property]:
    reader = reader_of(request)

    def day(value: object) -> str:
        return days.whole_day(value, calendar=reader.calendar) if value else ""  # type: ignore[arg-type]

    rows = [
        (pgettext("tender", "Buyer"), record.buyer.name if record.buyer else ""),
        (pgettext("tender", "Case number"), record.case_number),
        (pgettext("tender", "Published"), day(record.published_on)),
        (pgettext("tender", "Deadline"), deadline_text(record)),
        (pgettext("tender", "Estimate"), _words(facts.estimate)),
        (pgettext("tender", "Floor price"), _words(facts.floor)),
        (
            pgettext("tender", "Price"),
            ", ".join(f"{currency} {amount:,}" for currency, amount in facts.price.items()),
        ),
        (pgettext("tender", "Bidders"), str(len(facts.bidders)) if facts.bidders else ""),
        (pgettext("tender", "Category"), record.category),
        (pgettext("tender", "Region"), record.region),
        (pgettext("tender", "Source"), str(TenderSource(record.source).label)),
    ]
    url = record_url("web:tender_organisation", record.buyer.uid) if record.buyer else ""
    return [
        Property(key=f"{number}", label=label, value=value, url=url if number == 0 else "")
        for number, (label, value) in enumerate(rows)
    ]


def _words(money: Money | None) -> str:
    return f"{money.currency} {money.amount:,}".strip() if money else ""


def _money(money: Money | None, *, is_suspect: bool = False) -> MoneyCell:
    if money is None:
        return MoneyCell(amount=None, currency="")
    return MoneyCell(amount=money.amount, currency=money.currency, is_suspect=is_suspect)


def _bid(bid: BidFact, winners: set[str]) -> BidLine:
    return BidLine(
        names=" + ".join(who.name for who in bid.tenderers),
        status_word=str(BID_WORDS.get(bid.status, bid.status)),
        value=_money(bid.value),
        won=any(who.key in winners for who in bid.tenderers),
    )


def _award(award: AwardFact) -> AwardLine:
    return AwardLine(
        title=award.title or award.id,
        status=str(AWARD_WORDS.get(award.status, award.status)),
        shape=AWARD_SHAPES.get(award.status, "bad"),
        value=_money(award.value, is_suspect=award.is_suspect),
        suppliers=" + ".join(who.name for who in award.suppliers),
        is_joint=award.is_joint,
        awarded_at=award.awarded_at,
    )


def _notices(record: "Tender") -> list[NoticeLine]:
    return [
        NoticeLine(
            moment=release.moment,
            origin=release.origin,
            changes=tuple(
                ChangeLine(path=change.path, old=change.old[:200], new=change.new[:200])
                for change in changes[:MOST_CHANGES]
            ),
            remarks=tuple(
                finding_sentence(str(remark["code"]), remark["params"]) for remark in release.remarks
            ),
        )
        for release, changes in changes_of(record)
    ]
