"""The relationship ladder of one account."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongxin.analytics.ladder.standing import SOON_DAYS, Standing, standing_of
from tongxin.audit.choices import Kind
from tongxin.common.clock import today
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.ladder.criteria import rank_of
from tongxin.web.accounts.head import account_head
from tongxin.web.edge.requests import PageRequest
from tongxin.web.ladder.drawing import ladder_picture
from tongxin.web.ladder.lines import decay_lines, gap_lines, level_section, proof_url
from tongxin.web.ladder.pages import AccountLadderPage, TargetFacts
from tongxin.web.lists.cells import CellContext
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.below import sections_below
from tongxin.web.shell import days
from tongxin.wording.ladder import level_sentence


@require_GET
def account_ladder(request: PageRequest, uid: str) -> HttpResponse:
    """Show how close the relationship is: each level's criteria, what fulfils them, what is missing and expires."""
    account = get_account_for(request.actor, uid)
    head = account_head(request, account, "ladder")
    standing = standing_of(request.actor, account, as_of=today())
    page = _page(request, standing, may_edit=head.may_edit) if standing is not None else None
    return render(request, "ladder/account.html", {"page": page, "head": head})


def _page(request: PageRequest, standing: Standing, *, may_edit: bool) -> AccountLadderPage:
    reader, account = reader_of(request), standing.account

    def new_url(name: str, **chosen: str) -> str:
        asked = urlencode({"account": account.uid, **chosen, "next": request.path})
        return f"{reverse(f'web:{name}_new')}?{asked}" if may_edit else ""

    is_below = rank_of(standing.proven) < rank_of(standing.declared)
    return AccountLadderPage(
        picture=ladder_picture(standing),
        warning=level_sentence(standing) if is_below else "",
        ready=level_sentence(standing) if standing.is_ready else "",
        target=_target(standing, reader),
        missing_title=_("What is missing for “%(level)s”") % {"level": standing.following.label}
        if standing.following
        else "",
        missing=gap_lines(standing, may_edit=may_edit),
        decaying=decay_lines(standing, reader, may_edit=may_edit),
        levels=tuple(level_section(each, account.uid, reader, may_edit=may_edit) for each in standing.levels),
        claim_url=new_url("ladder_claim", level=standing.proven or ""),
        target_url=new_url("ladder_target", level=standing.following or ""),
        proof_url=proof_url(account.uid) if may_edit else "",
        below=sections_below(request, Kind.ACCOUNT, account, "ladder"),
        lead_days=SOON_DAYS,
    )


def _target(standing: Standing, reader: CellContext) -> TargetFacts | None:
    target = standing.target
    if target is None:
        return None
    return TargetFacts(
        level=target.get_level_display(),
        day=days.whole_day(target.due_on, calendar=reader.calendar),
        owner=target.owner.display_name,
        plan=target.plan,
    )
