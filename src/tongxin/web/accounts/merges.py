"""Making two accounts one, and undoing it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.common.clock import now
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions import merge_accounts, undo_merge
from tongxin.crm.accounts.rules import check_can_merge
from tongxin.crm.accounts.selectors import (
    find_lookalikes,
    get_account_for,
    get_merge,
    search_accounts,
)
from tongxin.web.accounts.head import account_head
from tongxin.web.accounts.labels import label_of
from tongxin.web.accounts.pages import LookalikeLine, MergeField, MergePage
from tongxin.web.accounts.properties import IN_PLACE, account_property
from tongxin.web.accounts.records import lookalike_lines
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account


@require_http_methods(["GET", "HEAD", "POST"])
def account_merge(request: PageRequest, uid: str) -> HttpResponse:
    """Show two accounts side by side, and make them one."""
    actor = request.actor
    survivor = get_account_for(actor, uid)
    actor.must_have(Right.MERGE)
    other_uid = request.POST.get("other") or request.GET.get("other", "")
    absorbed = get_account_for(actor, other_uid) if other_uid else None
    refusal = ""
    if absorbed is not None:
        try:
            if request.method == "POST":
                return _merge(request, survivor, absorbed)
            check_can_merge(actor, survivor, absorbed)
        except Refusal as refused:
            refusal = sentence(refused)
    page = MergePage(
        head=account_head(request, survivor, "overview"),
        other_uid=absorbed.uid if absorbed else "",
        other_name=absorbed.name if absorbed else "",
        fields=tuple(_fields(request, survivor, absorbed)) if absorbed else (),
        candidates=_candidates(request, survivor) if absorbed is None else (),
        refusal=refusal,
    )
    context = {"page": page, "head": page.head, "text": request.GET.get("q", "")}
    return render(request, "accounts/merge.html", context, status=409 if refusal else 200)


@require_POST
def merge_undoing(request: PageRequest, uid: str, merge_uid: str) -> HttpResponse:
    """Take a merge apart again."""
    survivor = get_account_for(request.actor, uid)
    merge = get_merge(survivor, merge_uid)
    back = undo_merge(actor=request.actor, at=now(), merge=merge)
    say_next(request, _("%(name)s stands alone again") % {"name": back.name})
    return redirect("web:account", uid=back.uid)


def _merge(request: PageRequest, survivor: "Account", absorbed: "Account") -> HttpResponse:
    take = frozenset(name for name in IN_PLACE if request.POST.get(f"take.{name}") == "other")
    merge = merge_accounts(actor=request.actor, at=now(), survivor=survivor, absorbed=absorbed, take=take)
    say_next(
        request,
        _("%(absorbed)s is now part of %(survivor)s")
        % {"absorbed": absorbed.name, "survivor": survivor.name},
        undo_url=reverse("web:account_merge_undoing", args=[survivor.uid, merge.uid]),
    )
    return redirect("web:account", uid=survivor.uid)


def _fields(request: PageRequest, survivor: "Account", absorbed: "Account") -> list[MergeField]:
    rows = []
    for name in (
        name for name in IN_PLACE if name not in {"kind", "status", "currency", "fiscal_year_start"}
    ):
        ours = account_property(request, survivor, name, may_edit=False).value
        theirs = account_property(request, absorbed, name, may_edit=False).value
        if ours != theirs:
            rows.append(
                MergeField(
                    field=name,
                    label=label_of(name),
                    survivor=ours,
                    absorbed=theirs,
                    differs=bool(ours and theirs),
                )
            )
    return rows


def _candidates(request: PageRequest, survivor: "Account") -> tuple[LookalikeLine, ...]:
    text = request.GET.get("q", "")
    if text:
        return tuple(
            LookalikeLine(
                name=account.name,
                url=f"{request.path}?other={account.uid}",
                reason=account.owner_name,
            )
            for account in search_accounts(request.actor, text)
            if account.pk != survivor.pk
        )
    found = find_lookalikes(
        request.actor, names=[survivor.name, survivor.name_latin], tax_id=survivor.tax_id, excluding=survivor
    )
    known = [item for item in found if item.known]
    return tuple(
        LookalikeLine(name=line.name, url=f"{request.path}?other={item.account.uid}", reason=line.reason)
        for item, line in zip(known, lookalike_lines(known), strict=True)
    )
