"""Making two people one, and undoing it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.common.clock import now
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.stakeholders.actions import TAKEN_OVER, merge_people, undo_person_merge
from tongxin.crm.stakeholders.rules import check_can_merge_people
from tongxin.crm.stakeholders.selectors import (
    get_person_for,
    get_person_merge,
    merges_of_person,
    people_alike,
)
from tongxin.web.edge.requests import PageRequest
from tongxin.web.people.labels import label_of
from tongxin.web.people.pages import PersonMergeField, PersonMergeLine, PersonMergePage, SamePersonLine
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.stakeholders.models import Person

# Who looks after a person and what we think of them are not chosen here: they follow the empty-field rule.
CHOSEN = tuple(name for name in TAKEN_OVER if name not in {"owner", "judgement", "note"})


@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: PageRequest, uid: str) -> HttpResponse:
    """Show two people side by side, and make them one."""
    actor = request.actor
    survivor = get_person_for(actor, uid)
    actor.must_have(Right.MERGE)
    other_uid = request.POST.get("other") or request.GET.get("other", "")
    absorbed = get_person_for(actor, other_uid) if other_uid else None
    refusal = ""
    if absorbed is not None:
        try:
            if request.method == "POST":
                return _merge(request, survivor, absorbed)
            check_can_merge_people(actor, survivor, absorbed)
        except Refusal as refused:
            refusal = sentence(refused)
    page = PersonMergePage(
        uid=survivor.uid,
        name=survivor.full_name,
        other_uid=absorbed.uid if absorbed else "",
        other_name=absorbed.full_name if absorbed else "",
        fields=_fields(survivor, absorbed) if absorbed else (),
        candidates=() if absorbed else _candidates(request, survivor),
        merges=() if absorbed else _merges(survivor),
        refusal=refusal,
    )
    return render(
        request,
        "people/merge.html",
        {"page": page, "text": request.GET.get("q", "")},
        status=409 if refusal else 200,
    )


@require_POST
def person_merge_undoing(request: PageRequest, uid: str, merge_uid: str) -> HttpResponse:
    """Take a merge of two people apart again."""
    survivor = get_person_for(request.actor, uid)
    merge = get_person_merge(survivor, merge_uid)
    back = undo_person_merge(actor=request.actor, at=now(), merge=merge)
    say_next(request, _("%(name)s stands alone again") % {"name": back.full_name})
    return redirect("web:person", uid=back.uid)


def _merge(request: PageRequest, survivor: "Person", absorbed: "Person") -> HttpResponse:
    take = frozenset(name for name in CHOSEN if request.POST.get(f"take.{name}") == "other")
    merge = merge_people(actor=request.actor, at=now(), survivor=survivor, absorbed=absorbed, take=take)
    say_next(
        request,
        _("%(absorbed)s is now part of %(survivor)s")
        % {"absorbed": absorbed.full_name, "survivor": survivor.full_name},
        undo_url=reverse("web:person_merge_undoing", args=[survivor.uid, merge.uid]),
    )
    return redirect("web:person", uid=survivor.uid)


def _fields(survivor: "Person", absorbed: "Person") -> tuple[PersonMergeField, ...]:
    return tuple(
        PersonMergeField(
            field=name, label=label_of(name), survivor=ours, absorbed=theirs, differs=bool(ours and theirs)
        )
        for name in CHOSEN
        if (ours := str(getattr(survivor, name) or "")) != (theirs := str(getattr(absorbed, name) or ""))
    )


def _candidates(request: PageRequest, survivor: "Person") -> tuple[SamePersonLine, ...]:
    return tuple(
        SamePersonLine(
            name=person.full_name,
            url=f"{request.path}?other={person.uid}",
            note=" · ".join(filter(None, (person.title, person.account.name if person.account else ""))),
            reason=person.email,
        )
        for person in people_alike(request.actor, survivor, text=request.GET.get("q", ""))
    )


def _merges(survivor: "Person") -> tuple[PersonMergeLine, ...]:
    return tuple(
        PersonMergeLine(
            name=merge.absorbed.full_name,
            undo_url=reverse("web:person_merge_undoing", args=[survivor.uid, merge.uid]),
        )
        for merge in merges_of_person(survivor)
    )
