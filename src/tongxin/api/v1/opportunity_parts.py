"""What hangs on an opportunity: rivals, people in the decision, our team, products."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version
from tongxin.api.references import referenced
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.opportunities import (
    LineIn,
    LineOut,
    LinesOut,
    OpportunityContactIn,
    OpportunityContactOut,
    OpportunityContactsOut,
    OpportunityMemberIn,
    OpportunityMemberOut,
    OpportunityMembersOut,
    RivalIn,
    RivalOut,
    RivalsOut,
)
from tongxin.common.access import seeing
from tongxin.common.clock import now
from tongxin.crm.market.selectors import get_competitor, get_product
from tongxin.crm.opportunities import actions, selectors
from tongxin.crm.opportunities.selectors import get_opportunity_for
from tongxin.crm.stakeholders.selectors import get_person_for
from tongxin.team.selectors import get_user

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import (
        OpportunityCompetitor,
        OpportunityContact,
        OpportunityLine,
        OpportunityMember,
    )

router = ApiRouter(tags=["opportunities"])


@router.show("/opportunities/{uid}/competitors", of=RivalsOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_competitors(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the rivals met on an opportunity."""
    return {"competitors": list(selectors.competitors_of(get_opportunity_for(request.actor, uid)))}


@router.make("/opportunities/{uid}/competitors", of=RivalOut, access=seeing(uid="OPPORTUNITY"))
def make_opportunity_competitor(request: ApiRequest, uid: str, sent: RivalIn) -> "OpportunityCompetitor":
    """Put a rival on an opportunity, or change what is kept of one that is on it."""
    deal = get_opportunity_for(request.actor, uid)
    name = sent.name or ""
    if sent.competitor:
        name = referenced("competitor", get_competitor, sent.competitor).name
    return actions.meet_competitor(
        actor=request.actor, at=now(), opportunity=deal, name=name, is_incumbent=sent.is_incumbent,
        remark=sent.note,
    )  # fmt: skip


@router.remove(
    "/opportunities/{uid}/competitors/{rival_uid}", access=seeing(uid="OPPORTUNITY", rival_uid="RIVAL")
)
def delete_opportunity_competitor(request: ApiRequest, uid: str, rival_uid: str) -> None:
    """Take a rival off an opportunity."""
    deal = get_opportunity_for(request.actor, uid)
    rival = selectors.get_rival(deal, rival_uid)
    expected_version(request, rival)
    actions.remove_competitor(actor=request.actor, at=now(), opportunity=deal, rival=rival)


@router.show("/opportunities/{uid}/contacts", of=OpportunityContactsOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_contacts(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the visible people in an opportunity's decision."""
    deal = get_opportunity_for(request.actor, uid)
    return {"contacts": list(selectors.contacts_of(request.actor, deal))}


@router.make("/opportunities/{uid}/contacts", of=OpportunityContactOut, access=seeing(uid="OPPORTUNITY"))
def make_opportunity_contact(
    request: ApiRequest, uid: str, sent: OpportunityContactIn
) -> "OpportunityContact":
    """Give a person a part in the decision."""
    deal = get_opportunity_for(request.actor, uid)
    return actions.set_contact(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        person=referenced("person", get_person_for, request.actor, sent.person),
        role=sent.role,
        is_primary=sent.is_primary,
    )


@router.remove(
    "/opportunities/{uid}/contacts/{contact_uid}",
    access=seeing(uid="OPPORTUNITY", contact_uid="DEAL_CONTACT"),
)
def delete_opportunity_contact(request: ApiRequest, uid: str, contact_uid: str) -> None:
    """Take a person's part in the decision away."""
    deal = get_opportunity_for(request.actor, uid)
    contact = selectors.get_contact(request.actor, deal, contact_uid)
    expected_version(request, contact)
    actions.remove_contact(actor=request.actor, at=now(), opportunity=deal, contact=contact)


@router.show("/opportunities/{uid}/members", of=OpportunityMembersOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_members(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show an opportunity's own team."""
    return {"members": list(selectors.members_of(get_opportunity_for(request.actor, uid)))}


@router.make("/opportunities/{uid}/members", of=OpportunityMemberOut, access=seeing(uid="OPPORTUNITY"))
def make_opportunity_member(request: ApiRequest, uid: str, sent: OpportunityMemberIn) -> "OpportunityMember":
    """Put a colleague on an opportunity's own team."""
    deal = get_opportunity_for(request.actor, uid)
    user = referenced("user", get_user, sent.user)
    return actions.set_member(
        actor=request.actor, at=now(), opportunity=deal, user=user, function=sent.function
    )


@router.remove(
    "/opportunities/{uid}/members/{member_uid}",
    versioned=False,
    access=seeing(uid="OPPORTUNITY", member_uid="DEAL_MEMBER"),
)
def delete_opportunity_member(request: ApiRequest, uid: str, member_uid: str) -> None:
    """Take a colleague off an opportunity's own team."""
    deal = get_opportunity_for(request.actor, uid)
    member = selectors.get_member(deal, member_uid)
    actions.remove_member(actor=request.actor, at=now(), opportunity=deal, member=member)


@router.show("/opportunities/{uid}/lines", of=LinesOut, access=seeing(uid="OPPORTUNITY"))
def opportunity_lines(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show the products on an opportunity."""
    return {"lines": list(selectors.lines_of(get_opportunity_for(request.actor, uid)))}


@router.make("/opportunities/{uid}/lines", of=LineOut, access=seeing(uid="OPPORTUNITY"))
def make_opportunity_line(request: ApiRequest, uid: str, sent: LineIn) -> "OpportunityLine":
    """Put a product on an opportunity, or change quantity and price of one that is on it."""
    deal = get_opportunity_for(request.actor, uid)
    return actions.set_line(
        actor=request.actor,
        at=now(),
        opportunity=deal,
        product=referenced("product", get_product, sent.product),
        quantity=sent.quantity,
        unit_price=sent.unit_price,
    )


@router.remove(
    "/opportunities/{uid}/lines/{line_uid}", access=seeing(uid="OPPORTUNITY", line_uid="DEAL_LINE")
)
def delete_opportunity_line(request: ApiRequest, uid: str, line_uid: str) -> None:
    """Take a product off an opportunity."""
    deal = get_opportunity_for(request.actor, uid)
    line = selectors.get_line(deal, line_uid)
    expected_version(request, line)
    actions.remove_line(actor=request.actor, at=now(), opportunity=deal, line=line)
