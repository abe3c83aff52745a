"""How steps felt: each person over time, and the links by which they answer. Questions are declared objects."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.pulses import PersonSentimentOut, PulseLinkOut
from tongxin.common.access import changing, seeing
from tongxin.common.clock import now
from tongxin.crm.projects.pulse_rules import counts
from tongxin.crm.projects.pulses import ask_by_link, end_link, sentiment_of, token_of
from tongxin.crm.projects.records import PULSE
from tongxin.crm.projects.selectors import get_project_for
from tongxin.records.reading import get_for

if TYPE_CHECKING:
    from tongxin.crm.projects.models import Pulse

router = ApiRouter(tags=["projects"])


@router.show(
    "/customer-projects/{uid}/sentiment", of=list[PersonSentimentOut], access=seeing(uid="CUSTOMER_PROJECT")
)
def customer_project_sentiment(request: ApiRequest, uid: str) -> list[dict[str, Any]]:
    """Show how each person who answered felt over time, and whether their last answer calls for us."""
    return [
        {
            "person": told.person.uid,
            "name": told.person.full_name,
            "has_dropped": told.has_dropped,
            "answers": [
                {
                    "pulse": row.uid,
                    "step": row.step,
                    "answered_on": row.answered_on,
                    "score": row.score,
                    "follow_up": row.follow_up.uid if row.follow_up else None,
                }
                for row in told.pulses
            ],
        }
        for told in sentiment_of(request.actor, get_project_for(request.actor, uid))
    ]


@router.make("/pulses/{uid}/link", of=PulseLinkOut, access=changing(uid="PULSE"))
def make_pulse_link(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Make the link by which one person answers one question without signing in."""
    pulse = get_for(PULSE, request.actor, uid)
    return _link(request, ask_by_link(actor=request.actor, at=now(), pulse=pulse))


@router.make("/pulses/{uid}/link-revocation", of=PulseLinkOut, access=changing(uid="PULSE"))
def make_pulse_link_revocation(request: ApiRequest, uid: str) -> dict[str, Any]:
    """End the link of a question at once."""
    pulse = get_for(PULSE, request.actor, uid)
    return _link(request, end_link(actor=request.actor, at=now(), pulse=pulse))


def _link(request: ApiRequest, pulse: "Pulse") -> dict[str, Any]:
    path = reverse("web:shared_pulse", args=[token_of(pulse)])
    return {
        "uid": pulse.uid,
        "url": request.build_absolute_uri(path) if counts(pulse, now()) else "",
        "expires_at": pulse.link_until,
    }
