"""One account: its overview, its history, and making a new one."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongxin.audit.choices import Kind
from tongxin.audit.selectors import history_of
from tongxin.common.clock import now, today
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions import create_account
from tongxin.crm.accounts.selectors import (
    Lookalike,
    aliases_of,
    find_lookalikes,
    get_account_for,
    group_tree,
    merges_of,
    purchasing_groups_of,
    restricted_history,
    team_of,
)
from tongxin.crm.opportunities.selectors import branch_figures, opportunities_of_account
from tongxin.crm.relationships.selectors import promises_of_branch
from tongxin.web.accounts.coming import account_opportunity, coming_entries
from tongxin.web.accounts.forms import AccountForm, MemberForm
from tongxin.web.accounts.head import account_head
from tongxin.web.accounts.labels import label_of, value_of
from tongxin.web.accounts.pages import (
    AccountHead,
    AccountPage,
    HistoryPage,
    LookalikeLine,
    MemberLine,
    MergeLine,
    TreeLine,
)
from tongxin.web.accounts.properties import account_properties, situation_property
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.history import history_entries
from tongxin.web.lists.readers import reader_of
from tongxin.web.opportunities.texts import sums_text
from tongxin.web.plans.waiting import proposal_work
from tongxin.web.projects.waiting import waiting_lines
from tongxin.web.records.below import sections_below
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import TimelineEntry
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

HISTORY_PAGE = 50
RECENT = 5
MOST_DEALS = 8


@require_GET
def account(request: PageRequest, uid: str) -> HttpResponse:
    """Show what one should know of an account at a glance."""
    actor = request.actor
    record = get_account_for(actor, uid)
    head = account_head(request, record, "overview")
    may_staff = head.may_edit and actor.has(Right.MANAGE_ACCOUNT_TEAM)
    page = _page(request, record, head, may_staff=may_staff)
    context = {"page": page, "head": head, "member_form": MemberForm() if may_staff else None}
    return render(request, "accounts/page_with_records.html", context)


@require_GET
def account_history(request: PageRequest, uid: str) -> HttpResponse:
    """Show who did what to an account, newest first."""
    actor = request.actor
    record = get_account_for(actor, uid)
    before = request.GET.get("before", "")
    lines = history_of(
        actor, Kind.ACCOUNT, uid, restricted=restricted_history(record), limit=HISTORY_PAGE + 1,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )  # fmt: skip
    shown = lines[:HISTORY_PAGE]
    page = HistoryPage(
        head=account_head(request, record, "history"),
        entries=history_entries(shown, label_of, value_of, calendar=request.actor.user.calendar),
        next_url=f"{request.path}?before={shown[-1].event.pk}" if len(lines) > HISTORY_PAGE else "",
    )
    return render(request, "accounts/history.html", {"page": page, "head": page.head})


@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: PageRequest) -> HttpResponse:
    """Ask for a new account and create it; accounts that look alike are shown once before."""
    actor = request.actor
    actor.must_have(Right.CREATE_ACCOUNT)
    above = request.GET.get("parent", "")
    form = AccountForm(posted(request), actor=actor, initial={"parent": above, "kind": "COMPANY"})
    alike: Sequence[Lookalike] = ()
    if request.method == "POST" and form.is_valid():
        alike = _alike(request, form)
        made = None if alike else attempt(form, lambda: _create(request, form))
        if made is not None:
            undo = record_url("web:account_deletion", made.uid)
            say_next(request, _("%(name)s was created") % {"name": made.name}, undo_url=undo)
            return redirect("web:account", uid=made.uid)
    status = 200 if request.method != "POST" or alike else 422
    context = {"form": form, "lookalikes": lookalike_lines(alike)}
    return render(request, "accounts/new.html", context, status=status)


def _page(request: PageRequest, record: "Account", head: AccountHead, *, may_staff: bool) -> AccountPage:
    deals = opportunities_of_account(request.actor, record, with_branch=True, running_only=True)
    below = sections_below(request, Kind.ACCOUNT, record)
    # Checkpoints and joint plans belong to projects.
    has_projects = any(section.rows for section in below if section.kind == Kind.CUSTOMER_PROJECT)
    return AccountPage(
        head=head,
        situation=situation_property(record, may_edit=head.may_edit),
        deals=tuple(account_opportunity(deal, record, today()) for deal in deals[:MOST_DEALS]),
        deals_url=record_url("web:account_opportunities", record.uid),
        coming=coming_entries(deals, promises_of_branch(request.actor, record), record, since=today()),
        sums=sums_text(branch_figures(request.actor, record), reader_of(request)),
        properties=account_properties(request, record, may_edit=head.may_edit),
        tree=tuple(_tree(request, record)),
        team=tuple(
            MemberLine(
                name=member.user.display_name,
                function=member.get_function_display(),
                removal_url=reverse("web:account_member_removal", args=[record.uid, member.uid])
                if may_staff
                else "",
            )
            for member in team_of(record)
        ),
        aliases=tuple(alias.name for alias in aliases_of(record)),
        purchasing_groups=tuple(group.name for group in purchasing_groups_of(record)),
        merges=tuple(
            MergeLine(
                name=merge.absorbed.name,
                undo_url=reverse("web:account_merge_undoing", args=[record.uid, merge.uid]),
            )
            for merge in merges_of(record)
        ),
        checkpoints=waiting_lines(request.actor, reader_of(request), account=record) if has_projects else (),
        proposals=proposal_work(request.actor, reader_of(request), account=record) if has_projects else (),
        below=below,
        recent=_recent(request, record),
    )


def _recent(request: PageRequest, record: "Account") -> tuple[TimelineEntry, ...]:
    restricted = restricted_history(record)
    lines = history_of(request.actor, Kind.ACCOUNT, record.uid, restricted=restricted, limit=RECENT)
    return history_entries(lines, label_of, value_of, brief=True, calendar=request.actor.user.calendar)


def _tree(request: PageRequest, record: "Account") -> Iterator[TreeLine]:
    for node in group_tree(request.actor, record):
        yield TreeLine(
            url=record_url("web:account", node.account.uid),
            name=node.account.name,
            tier=node.account.tier_label,
            depth=min(node.depth, 5),
            current=node.account.pk == record.pk,
        )


def _alike(request: PageRequest, form: AccountForm) -> Sequence[Lookalike]:
    if request.POST.get("is_new"):
        return ()
    values = form.values
    return find_lookalikes(
        request.actor, names=[values["name"], values["name_latin"]], tax_id=values["tax_id"]
    )


def _create(request: PageRequest, form: AccountForm) -> "Account":
    return create_account(
        actor=request.actor, at=now(), parent=form.parent_account(), aliases=form.aliases(), **form.values
    )


@require_GET
def lookalikes(request: PageRequest) -> HttpResponse:
    """Show accounts that may be the one whose name is being typed."""
    names = [request.GET.get("name", ""), request.GET.get("name_latin", "")]
    found = find_lookalikes(request.actor, names=names, tax_id=request.GET.get("tax_id", ""))
    return render(request, "accounts/_lookalikes.html", {"lookalikes": lookalike_lines(found)})


def lookalike_lines(found: Sequence[Lookalike]) -> tuple[LookalikeLine, ...]:
    """Return accounts that look alike; those of other teams by name only."""
    reasons = {"TAX_ID": _("same tax id"), "NAME": _("similar name")}
    return tuple(
        LookalikeLine(
            name=item.account.name,
            url=record_url("web:account", item.account.uid) if item.known else "",
            reason=reasons[item.reason],
        )
        for item in found
    )
