"""One bid, and making it of a notice."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.audit.choices import Kind
from tongxin.audit.selectors import history_of
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.bids.actions import bid_for_tender
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.selectors import bid_of_tender, buyer_account_for
from tongxin.crm.tenders.selectors import get_tender
from tongxin.records import reading
from tongxin.records.writing import create_record
from tongxin.web.bids.forms import OfferForm, RegisterForm
from tongxin.web.bids.head import desk_head
from tongxin.web.bids.lots import lots_part
from tongxin.web.bids.pages import BidPage
from tongxin.web.bids.replays import replay_part
from tongxin.web.edge.choosers import open_account_field
from tongxin.web.edge.editing import make
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.edge.rights import needs
from tongxin.web.records.below import sections_below
from tongxin.web.records.heads import properties_of, texts_of, told
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

RECENT = 5


@require_safe
def bid(request: PageRequest, uid: str) -> HttpResponse:
    """Show one bid with its criteria, rivals and scenarios."""
    found = reading.get_for(BID, request.actor, uid)
    lines = history_of(request.actor, Kind.BID, uid, restricted=BID.restricted_history, limit=RECENT)
    desk = desk_head(request, found, "bid")
    page = BidPage(
        desk=desk,
        properties=properties_of(BID, request, found),
        texts=texts_of(BID, request, found),
        below=sections_below(request, Kind.BID, found),
        recent=told(BID, request, found, lines, brief=True),
        replay=replay_part(request, found),
        lots=lots_part(request.actor, found),
        demands_url=record_url("web:bid_buyer_demands", uid)
        if desk.record.form_url and found.account.supplier_demands.filter(deleted_at=None).exists()
        else "",
    )
    return render(request, "bids/page.html", {"page": page, "head": desk.record, "desk": desk})


@needs(Right.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: PageRequest) -> HttpResponse:
    """Register a bid in five fields; the sheet that decides about it follows."""
    form = RegisterForm(posted(request))
    open_account_field(form, "account", request.actor)
    kept: list[str] = []

    def save() -> object:
        values = {**form.values, "owner": request.actor.user}
        kept.append(create_record(BID, actor=request.actor, at=now(), values=values).uid)
        return kept

    return make(
        request,
        form,
        save=save,
        show=lambda status: render(request, "bids/register.html", {"form": form}, status=status),
        done=lambda: redirect(record_url("web:bid_decision", kept[0])),
        said=_("The bid is registered. Now decide."),
    )


@needs(Right.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_bid(request: PageRequest, uid: str) -> HttpResponse:
    """Make our bid for a tender: at once where the buyer is an account, else by asking for which account."""
    tender = get_tender(uid)
    data = posted(request)
    lot = (request.GET if data is None else data).get("lot", "")[:120]
    present = bid_of_tender(request.actor, tender, lot)
    if present is not None:
        return redirect(record_url("web:bid", present.uid))
    known = buyer_account_for(request.actor, tender)
    make_it = partial(bid_for_tender, actor=request.actor, at=now(), tender=tender, lot=lot)
    if data is not None and known is not None and "account" not in data:
        made = make_it(account=known)
        say_next(request, _("The bid was made with what the notice says."))
        return redirect(record_url("web:bid", made.uid))
    # The button of the tender asks without an account: that is no mistake in a form that nobody has seen.
    form = OfferForm(
        data if data is not None and "account" in data else None,
        initial={"account": known.uid if known is not None else ""},
    )
    open_account_field(form, "account", request.actor, known=[known] if known is not None else [])
    context = {"tender": tender, "lot": lot}
    kept: list[str] = []

    def save() -> object:
        kept.append(make_it(account=form.cleaned_data["account"]).uid)
        return kept

    return make(
        request,
        form,
        save=save,
        show=lambda status: render(request, "bids/of_tender.html", {**context, "form": form}, status=status),
        done=lambda: redirect(record_url("web:bid", kept[0])),
        said=_("The bid was made with what the notice says."),
    )
