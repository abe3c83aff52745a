"""Matches of organisations in notices with accounts and competitors, to be decided."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.tenders.actions import decide_match
from tongxin.crm.tenders.choices import MatchReason
from tongxin.crm.tenders.selectors import get_match_for, open_matches_for
from tongxin.web.edge.requests import PageRequest
from tongxin.web.edge.rights import needs
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.web.tenders.pages import MatchLine


@needs(Right.EDIT)
@require_safe
def matches(request: PageRequest) -> HttpResponse:
    """Show the matches that wait for a decision."""
    lines = [
        MatchLine(
            organisation=proposal.organisation.name,
            number=proposal.organisation.number,
            ours=str(proposal.account or proposal.competitor),
            our_number=proposal.account.tax_id if proposal.account else "",
            reason=str(MatchReason(proposal.reason).label),
            url=record_url("web:tender_match_decision", proposal.uid),
        )
        for proposal in open_matches_for(request.actor)
    ]
    return render(request, "tenders/matches.html", {"lines": lines})


@require_POST
def decision(request: PageRequest, uid: str) -> HttpResponse:
    """Say whether both are the same."""
    proposal = get_match_for(request.actor, uid)
    is_same = request.POST.get("is_same") == "yes"
    decide_match(actor=request.actor, at=now(), proposal=proposal, is_same=is_same)
    say_next(request, _("Matched.") if is_same else _("Kept apart."))
    return redirect("web:tender_matches")
