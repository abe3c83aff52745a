"""Check a bid, hand it in once, and say how it came out; and the board of all bids."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.analytics.bids.replay import forecast_of
from tongxin.common.clock import now, today
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.common.ids import new_uid
from tongxin.common.rights import Right
from tongxin.crm.bids.actions import close_bid, open_bid, submit_bid, take_buyer_demands
from tongxin.crm.bids.choices import BidOutcome, BidStage
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.desk_choices import PaperState
from tongxin.crm.bids.desk_rules import BEFORE_DECISION, Readiness, short_bonds, unsigned
from tongxin.crm.bids.desk_selectors import lanes_for, papers_of, submission_of
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.records.checks import check_may_write, may_write
from tongxin.web.bids.desk_pages import CheckLine, Lane, LaneCard, LanesPage, SubmissionPage
from tongxin.web.bids.head import deadline_words, desk_head
from tongxin.web.bids.replays import opened_of, opening_inputs
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.bids.models import Bid


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: PageRequest, uid: str) -> HttpResponse:
    """Show what is checked; hand the bid in, under the key that the form brought."""
    bid = get_bid_for(request.actor, uid)
    data = posted(request)
    refused = ""
    if data is not None:
        check_may_write(BID, request.actor, bid, bid.account)
        try:
            key = data.get("key") or new_uid()
            submit_bid(
                actor=request.actor,
                at=now(),
                bid=bid,
                key=key[:200],
                receipt=data.get("receipt", ""),
                forecast=forecast_of(bid, own_name=pgettext("bidder", "We"), today=today()),
            )
        except StaleVersion:
            raise
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            say_next(request, _("The bid was handed in."))
            return redirect(record_url("web:bid_submission", uid))
    page = _page(request, bid, refused)
    context = {"page": page, "head": page.desk.record, "desk": page.desk}
    return render(request, "bids/submission.html", context, status=422 if refused else 200)


@require_POST
def result(request: PageRequest, uid: str) -> HttpResponse:
    """Keep how a bid came out."""
    bid = get_bid_for(request.actor, uid)
    check_may_write(BID, request.actor, bid, bid.account)
    told = {name: request.POST.get(name, "") for name in ("outcome", "debrief", "lessons")}
    try:
        close_bid(actor=request.actor, at=now(), bid=bid, **told)
    except StaleVersion:
        raise
    except Refusal as refusal:
        page = _page(request, bid, sentence(refusal))
        context = {"page": page, "head": page.desk.record, "desk": page.desk}
        return render(request, "bids/submission.html", context, status=422)
    say_next(request, _("The result was kept."))
    return redirect(record_url("web:bid_submission", uid))


@require_POST
def opening(request: PageRequest, uid: str) -> HttpResponse:
    """Keep what was read out at the opening."""
    bid = get_bid_for(request.actor, uid)
    check_may_write(BID, request.actor, bid, bid.account)
    try:
        open_bid(actor=request.actor, at=now(), bid=bid, opened=opened_of(request.POST))
    except StaleVersion:
        raise
    except Refusal as refusal:
        refused = sentence(refusal)
    except ValueError:
        refused = _("This is not a number.")
    else:
        say_next(request, _("The opening was kept."))
        return redirect(record_url("web:bid_submission", uid))
    page = _page(request, bid, refused, typed=request.POST)
    context = {"page": page, "head": page.desk.record, "desk": page.desk}
    return render(request, "bids/submission.html", context, status=422)


@require_POST
def buyer_demands(request: PageRequest, uid: str) -> HttpResponse:
    """Take over what the buyer always demands."""
    bid = get_bid_for(request.actor, uid)
    made = take_buyer_demands(actor=request.actor, at=now(), bid=bid)
    said = ngettext("%(count)s demand was taken over.", "%(count)s demands were taken over.", len(made))
    say_next(request, said % {"count": len(made)})
    return redirect(record_url("web:bid", uid))


@require_safe
def lanes(request: PageRequest) -> HttpResponse:
    """Show all bids by stage, the nearest deadline first."""
    page = LanesPage(
        lanes=tuple(
            Lane(
                label=str(BidStage(stage).label),
                cards=tuple(
                    LaneCard(
                        name=str(each),
                        url=record_url("web:bid", each.uid),
                        account=str(each.account),
                        owner=str(each.owner or ""),
                        deadline=deadline_words(each.deadline_at, each.time_zone),
                    )
                    for each in found
                ),
            )
            for stage, found in lanes_for(request.actor).items()
        ),
        list_url=reverse("web:bids"),
        new_url=reverse("web:bid_register") if request.actor.has(Right.EDIT) else "",
    )
    return render(request, "bids/lanes.html", {"page": page})


def _page(request: PageRequest, bid: "Bid", refused: str, typed: QueryDict | None = None) -> SubmissionPage:
    kept = submission_of(bid)
    may_edit = may_write(BID, request.actor, bid, bid.account)
    may_see = request.actor.has(Right.PRICE_FLOOR)
    price = kept.submitted_price if kept and may_see else None
    is_out = bid.stage in {BidStage.SUBMITTED, BidStage.OPENED}
    return SubmissionPage(
        desk=desk_head(request, bid, "bid_submission"),
        checks=tuple(_checks(bid, may_see=may_see)) if kept is None else (),
        submitted_at=kept.submitted_at if kept else None,
        submitted_by=str(kept.submitted_by) if kept else "",
        receipt=kept.receipt if kept else "",
        price=price,
        currency=bid.currency,
        outcomes=tuple((code, str(BidOutcome(code).label)) for code in BidOutcome.values),
        key=new_uid(),
        refused=refused,
        may_submit=may_edit and kept is None and bid.stage in BEFORE_DECISION,
        may_close=may_edit and bid.stage != BidStage.CLOSED,
        opening=opening_inputs(bid, typed, price=price) if may_edit and is_out else (),
    )


def _checks(bid: "Bid", *, may_see: bool) -> list[CheckLine]:
    good = pgettext("check", "in order")
    open_one = pgettext("check", "open")

    def line(label: str, *, is_good: bool) -> CheckLine:
        return CheckLine(label=label, shape="good" if is_good else "bad", word=good if is_good else open_one)

    lines = [
        line(_("It was decided to bid"), is_good=bid.stage == BidStage.PREPARATION),
        line(_("The deadline has not passed"), is_good=bid.deadline_at is None or bid.deadline_at >= now()),
    ]
    papers = papers_of(bid)
    if may_see:
        lines.append(line(_("Our price is entered"), is_good=bid.own_price is not None))
        lines.append(line(_("The sums of the price sheet agree"), is_good=not papers.sheet))
    lines += [line(each.name, is_good=each.state == PaperState.DONE) for each in papers.documents]
    lines += [line(_("Signed: %(name)s") % {"name": name}, is_good=False) for name in unsigned(papers)]
    lines += [
        line(_("Bond holds until the deadline: %(name)s") % {"name": name}, is_good=False)
        for name in short_bonds(bid, papers)
    ]
    return lines + [
        replace(line(each.demand.name, is_good=not each.blocks), note=_paper_words(each))
        for each in papers.readiness
    ]


def _paper_words(each: Readiness) -> str:
    """Return which paper meets a demand, or what is wrong with it and which day counts."""
    paper = each.demand.qualification
    if paper is None or paper.deleted_at is not None:
        return _("not needed to stay in") if each.state == "SPARED" else _("no paper of ours is chosen")
    if each.state == "MET":
        return str(paper)
    told = {"paper": paper, "day": days.dated(each.needed_until) if each.needed_until else ""}
    if paper.valid_until is not None and each.needed_until and paper.valid_until < each.needed_until:
        return _("“%(paper)s” ends on %(end)s and is needed until %(day)s") % {
            **told,
            "end": days.dated(paper.valid_until),
        }
    return _("“%(paper)s” holds only from %(start)s on and is needed on %(day)s") % {
        **told, "start": days.dated(paper.valid_from) if paper.valid_from else "",
    }  # fmt: skip
