"""Who is on an account's team."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.accounts.actions import add_member, remove_member
from tongxin.crm.accounts.selectors import get_account_for, get_member
from tongxin.web.accounts.forms import MemberForm
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.toasts import say_next


@require_POST
def account_members(request: PageRequest, uid: str) -> HttpResponse:
    """Put a colleague on the team."""
    record = get_account_for(request.actor, uid)
    request.actor.must_have(Right.MANAGE_ACCOUNT_TEAM)
    form = MemberForm(request.POST)
    if form.is_valid():
        user = form.cleaned_data["user"]
        added = add_member(
            actor=request.actor, at=now(), account=record, user=user,
            function=form.cleaned_data["function"], with_branch=form.cleaned_data["with_branch"],
        )  # fmt: skip
        told = _("%(name)s joined the team") if added else _("%(name)s is on the team already")
        say_next(request, told % {"name": user.display_name})
    else:
        say_next(request, _told(form))
    return redirect("web:account", uid=uid)


def _told(form: MemberForm) -> str:
    """Return what is wrong with a name, else what is to be chosen."""
    if form.data.get("user") and (wrong := form.errors.get("user")):
        return str(wrong[0])
    return _("Choose a colleague and what they answer for.")


@require_POST
def member_removal(request: PageRequest, uid: str, member_uid: str) -> HttpResponse:
    """Take a colleague off the team."""
    record = get_account_for(request.actor, uid)
    member = get_member(record, member_uid)
    remove_member(actor=request.actor, at=now(), member=member)
    say_next(request, _("%(name)s left the team") % {"name": member.user.display_name})
    return redirect("web:account", uid=uid)
