"""What hangs on an opportunity: rivals, people in the decision, our team, products."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongxin.common.clock import now
from tongxin.crm.opportunities.actions import (
    meet_competitor,
    remove_competitor,
    remove_contact,
    remove_line,
    remove_member,
    set_contact,
    set_line,
    set_member,
)
from tongxin.crm.opportunities.selectors import (
    competitors_of,
    contacts_of,
    get_contact,
    get_line,
    get_member,
    get_opportunity_for,
    get_rival,
    lines_of,
    members_of,
)
from tongxin.web.competition.deal import competition_of_opportunity
from tongxin.web.edge.answers import go_on
from tongxin.web.edge.forms import attempt
from tongxin.web.edge.requests import PageRequest
from tongxin.web.opportunities.head import opportunity_head
from tongxin.web.opportunities.pages import PartLine, PartsPage, PeoplePage
from tongxin.web.opportunities.part_forms import CompetitorForm, ContactForm, LineForm, MemberForm
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity, OpportunityContact


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity_competition(request: PageRequest, uid: str) -> HttpResponse:
    """Show the rivals met on a deal, and put one on it."""
    deal = get_opportunity_for(request.actor, uid)
    form = CompetitorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rival = attempt(
            form,
            lambda: meet_competitor(
                actor=request.actor,
                at=now(),
                opportunity=deal,
                name=form.cleaned_data["competitor"],
                is_incumbent=form.cleaned_data["is_incumbent"],
                remark=form.cleaned_data["remark"],
            ),
        )
        if rival is not None:
            say_next(request, _("%(name)s is kept as a rival here") % {"name": rival.competitor.name})
            return go_on(request, request.path)
    head = opportunity_head(request, deal, "competition")
    page = PartsPage(head=head, lines=_rivals(deal, may_edit=head.may_edit))
    met = [rival.competitor_id for rival in competitors_of(deal)]
    known = competition_of_opportunity(request, deal, met, may_edit=head.may_edit)
    forms = {"form": form, "competition": known}
    return _part_page(request, "opportunities/competition.html", page, head, forms)


@require_POST
def competitor_removal(request: PageRequest, uid: str, rival_uid: str) -> HttpResponse:
    """Take a rival off a deal."""
    deal = get_opportunity_for(request.actor, uid)
    rival = get_rival(deal, rival_uid)
    remove_competitor(actor=request.actor, at=now(), opportunity=deal, rival=rival)
    say_next(request, _("%(name)s was taken off") % {"name": rival.competitor.name})
    return go_on(request, record_url("web:opportunity_competition", uid))


@require_GET
def opportunity_people(request: PageRequest, uid: str) -> HttpResponse:
    """Show the customer's people in the decision and our team on the deal."""
    deal = get_opportunity_for(request.actor, uid)
    return _people_page(request, deal, {"form": ContactForm(actor=request.actor, account=deal.account)})


@require_POST
def opportunity_contacts(request: PageRequest, uid: str) -> HttpResponse:
    """Give a person a part in the decision."""
    deal = get_opportunity_for(request.actor, uid)
    form = ContactForm(request.POST, actor=request.actor, account=deal.account)
    if form.is_valid():
        contact = attempt(
            form,
            lambda: set_contact(
                actor=request.actor,
                at=now(),
                opportunity=deal,
                person=form.cleaned_data["person"],
                role=form.cleaned_data["role"],
                is_primary=form.cleaned_data["is_primary"],
            ),
        )
        if contact is not None:
            say_next(request, _("%(name)s takes part in the decision") % {"name": contact.person.full_name})
            return go_on(request, record_url("web:opportunity_people", uid))
    return _people_page(request, deal, {"form": form})


@require_POST
def contact_removal(request: PageRequest, uid: str, contact_uid: str) -> HttpResponse:
    """Take a person's part in the decision away."""
    deal = get_opportunity_for(request.actor, uid)
    contact = get_contact(request.actor, deal, contact_uid)
    remove_contact(actor=request.actor, at=now(), opportunity=deal, contact=contact)
    say_next(request, _("%(name)s was taken off") % {"name": contact.person.full_name})
    return go_on(request, record_url("web:opportunity_people", uid))


@require_POST
def opportunity_members(request: PageRequest, uid: str) -> HttpResponse:
    """Put a colleague on the deal's own team."""
    deal = get_opportunity_for(request.actor, uid)
    form = MemberForm(request.POST)
    if form.is_valid():
        member = attempt(
            form,
            lambda: set_member(
                actor=request.actor,
                at=now(),
                opportunity=deal,
                user=form.cleaned_data["user"],
                function=form.cleaned_data["function"],
            ),
        )
        if member is not None:
            say_next(request, _("%(name)s joined the team") % {"name": member.user.display_name})
            return go_on(request, record_url("web:opportunity_people", uid))
    contact_form = ContactForm(actor=request.actor, account=deal.account)
    return _people_page(request, deal, {"form": contact_form, "member_form": form})


@require_POST
def opportunity_member_removal(request: PageRequest, uid: str, member_uid: str) -> HttpResponse:
    """Take a colleague off the deal's own team."""
    deal = get_opportunity_for(request.actor, uid)
    member = get_member(deal, member_uid)
    remove_member(actor=request.actor, at=now(), opportunity=deal, member=member)
    say_next(request, _("%(name)s left the team") % {"name": member.user.display_name})
    return go_on(request, record_url("web:opportunity_people", uid))


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity_products(request: PageRequest, uid: str) -> HttpResponse:
    """Show the products on a deal, and put one on it."""
    deal = get_opportunity_for(request.actor, uid)
    form = LineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        line = attempt(
            form,
            lambda: set_line(
                actor=request.actor,
                at=now(),
                opportunity=deal,
                product=form.cleaned_data["product"],
                quantity=form.cleaned_data["quantity"],
                unit_price=form.cleaned_data["unit_price"],
            ),
        )
        if line is not None:
            say_next(request, _("%(name)s is on the opportunity") % {"name": line.product.name})
            return go_on(request, request.path)
    head = opportunity_head(request, deal, "products")
    lines = list(lines_of(deal))
    total = sum((line.quantity * (line.unit_price or 0) for line in lines), Decimal(0))
    page = PartsPage(head=head, lines=_products(deal, may_edit=head.may_edit), total=total if lines else None)
    return _part_page(request, "opportunities/products.html", page, head, {"form": form})


@require_POST
def line_removal(request: PageRequest, uid: str, line_uid: str) -> HttpResponse:
    """Take a product off a deal."""
    deal = get_opportunity_for(request.actor, uid)
    line = get_line(deal, line_uid)
    remove_line(actor=request.actor, at=now(), opportunity=deal, line=line)
    say_next(request, _("%(name)s was taken off") % {"name": line.product.name})
    return go_on(request, record_url("web:opportunity_products", uid))


def _rivals(deal: "Opportunity", *, may_edit: bool) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(
            title=rival.competitor.name,
            note=rival.note,
            tags=[
                *([_("Incumbent")] if rival.is_incumbent else []),
                *([_("Won this opportunity")] if rival.won else []),
            ],
            removal_url=reverse("web:competitor_removal", args=[deal.uid, rival.uid]) if may_edit else "",
        )
        for rival in competitors_of(deal)
    )


def _products(deal: "Opportunity", *, may_edit: bool) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(
            title=line.product.name,
            note=line.product.series,
            quantity=line.quantity.normalize(),
            price=line.unit_price,
            removal_url=reverse("web:line_removal", args=[deal.uid, line.uid]) if may_edit else "",
        )
        for line in lines_of(deal)
    )


def _people_page(request: PageRequest, deal: "Opportunity", forms: dict[str, object]) -> HttpResponse:
    head = opportunity_head(request, deal, "people")
    contacts = tuple(
        _contact_line(contact, deal, may_edit=head.may_edit) for contact in contacts_of(request.actor, deal)
    )
    team = list(members_of(deal))
    owning = [member.pk for member in team if member.user_id == deal.owner_id]
    # The owner stays on the team: with one function, that one cannot be taken off.
    staying = owning if len(owning) == 1 else []
    members = tuple(
        PartLine(
            title=member.user.display_name,
            note=member.get_function_display(),
            removal_url=reverse("web:opportunity_member_removal", args=[deal.uid, member.uid])
            if head.may_staff and member.pk not in staying
            else "",
        )
        for member in team
    )
    page = PeoplePage(head=head, contacts=contacts, members=members)
    forms.setdefault("member_form", MemberForm())
    return _part_page(request, "opportunities/people.html", page, head, forms)


def _contact_line(contact: "OpportunityContact", deal: "Opportunity", *, may_edit: bool) -> PartLine:
    remark, warning = _in_group(contact, deal)
    tags = [contact.get_role_display(), _("First contact") if contact.is_primary else "", remark]
    return PartLine(
        title=contact.person.full_name,
        note=contact.person.title,
        tags=[tag for tag in tags if tag],
        warning=warning,
        removal_url=reverse("web:contact_removal", args=[deal.uid, contact.uid]) if may_edit else "",
    )


def _in_group(contact: "OpportunityContact", deal: "Opportunity") -> tuple[str, str]:
    """Return what to say of somebody in another account than the one that buys: a remark in its group, else a warning."""
    place, buyer = contact.person.account, deal.account
    if place is None or place.pk == buyer.pk:
        return "", ""
    name = {"name": place.display_name}
    if place.tree_path.split("/")[1:2] == buyer.tree_path.split("/")[1:2]:
        return _("of %(name)s, in the same group") % name, ""
    return "", _("of another account: %(name)s") % name


def _part_page(
    request: PageRequest, template: str, page: object, head: object, forms: dict[str, object]
) -> HttpResponse:
    context = {"page": page, "head": head, **forms}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
