"""Type a price and see at once who must approve it."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.common.clock import now
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.rights import Right
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.desk_rules import approver_for, margin_percent
from tongxin.crm.bids.desk_selectors import limits
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.records.checks import check_may_write, may_write
from tongxin.records.writing import change_record
from tongxin.web.bids.desk_pages import PricePage
from tongxin.web.bids.figures import amount_text, points_text
from tongxin.web.bids.head import desk_head
from tongxin.web.bids.summing import sums_part
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid


@require_http_methods(["GET", "HEAD", "POST"])
def price(request: PageRequest, uid: str) -> HttpResponse:
    """Show our price and who must approve it; keep another one."""
    bid = get_bid_for(request.actor, uid)
    data = posted(request)
    may_see = request.actor.has(Right.PRICE_FLOOR)
    typed, refused = "", ""
    if data is not None:
        check_may_write(BID, request.actor, bid, bid.account)
        request.actor.must_have(Right.PRICE_FLOOR)
        typed = data.get("own_price", "")
        try:
            values = {"own_price": read_price(typed)}
            change_record(BID, actor=request.actor, at=now(), record=bid, values=values)
        except StaleVersion:
            raise
        except Refusal as refusal:
            refused = sentence(refusal)
        except ValueError:
            refused = _("This is not a number.")
        else:
            say_next(request, _("Saved."))
            return redirect(record_url("web:bid_price", uid))
    desk = desk_head(request, bid, "bid_price")
    own = f"{bid.own_price:f}" if may_see and bid.own_price is not None else ""
    may_edit = may_see and may_write(BID, request.actor, bid, bid.account)
    page = PricePage(
        desk=desk,
        is_withheld=not may_see,
        price=typed or own,
        currency=bid.currency,
        approval=approval_words(request, bid, bid.own_price) if may_see else "",
        approval_url=record_url("web:bid_approval", uid),
        version=bid.version,
        refused=refused,
        may_write=may_edit,
        sums=sums_part(bid, may_edit=may_edit) if may_see else None,
    )
    context = {"page": page, "head": desk.record, "desk": desk}
    return render(request, "bids/price.html", context, status=422 if refused else 200)


@require_safe
def approval(request: PageRequest, uid: str) -> HttpResponse:
    """Say who must approve a price that is being typed."""
    bid = get_bid_for(request.actor, uid)
    try:
        typed = read_price(request.GET.get("own_price", ""))
    except ValueError:
        typed = None
    words = approval_words(request, bid, typed) if request.actor.has(Right.PRICE_FLOOR) else ""
    return render(request, "bids/_approval.html", {"approval": words})


def read_price(text: str) -> Decimal | None:
    """Return a typed price, `None` for an empty box. Raises ValueError."""
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 16:
        raise ValueError(text)
    return number


def approval_words(request: PageRequest, bid: "Bid", typed: Decimal | None) -> str:
    """Return in one sentence whether a price may be offered and who approves it; of the margin only who may know it."""
    if typed is None or typed <= 0:
        return ""
    if bid.own_floor is not None and typed < bid.own_floor:
        return _("Below our floor of %(floor)s: it cannot be handed in.") % {
            "floor": amount_text(bid.own_floor, bid.currency)
        }
    if not request.actor.has(Right.MARGIN):
        return _("Not below our floor.")
    if bid.own_cost is None:
        return _("Enter our cost first; the margin decides who approves.")
    return _margin_words(margin_percent(typed, bid.own_cost))


def _margin_words(margin: Decimal) -> str:
    limit = approver_for(margin, limits())
    told = {"margin": points_text(margin)}
    if limit is None:
        return _("%(margin)s%% margin: nobody has to approve.") % told
    if limit.working_days is None:
        return _("%(margin)s%% margin: %(who)s approves.") % {**told, "who": limit.name}
    return _("%(margin)s%% margin: %(who)s approves, within %(days)s working days.") % {
        **told, "who": limit.name, "days": limit.working_days,
    }  # fmt: skip
