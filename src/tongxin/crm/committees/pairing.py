"""Short verbs of a committee's pages: pair a sponsor, say how a rival fits, begin a decision brief."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.committees.briefs import BRIEF, RIVAL_FIT
from tongxin.crm.committees.models import Committee, Criterion, DecisionBrief, RivalFit, Sponsorship
from tongxin.crm.committees.records import SPONSORSHIP
from tongxin.crm.committees.rules import CommitteeRefused
from tongxin.crm.market.models import Competitor
from tongxin.crm.stakeholders.models import Person
from tongxin.records.writing import change_record, create_record

EVERY_DAYS = 90


@transaction.atomic
def pair_sponsor(*, actor: Actor, at: datetime, person: Person, sponsor: Any) -> Sponsorship:
    """Let one of us keep the relationship with one of theirs, with a touch every quarter.

    Raises:
        Denied: the actor may not edit.
        CommitteeRefused: `SPONSOR_PAIRED` or `SPONSOR_NOWHERE`.
    """
    actor.must_have(Right.EDIT)
    if person.account is None:
        raise CommitteeRefused("SPONSOR_NOWHERE", field="person", name=person.full_name)
    if Sponsorship.objects.filter(person=person, sponsor=sponsor, deleted_at=None).exists():
        raise CommitteeRefused(
            "SPONSOR_PAIRED", field="sponsor", name=person.full_name, sponsor=sponsor.display_name
        )
    values = {
        "account": person.account,
        "person": person,
        "sponsor": sponsor,
        "purpose": _("Keep the relationship with %(name)s") % {"name": person.full_name},
        "every_days": EVERY_DAYS,
    }
    made: Sponsorship = create_record(SPONSORSHIP, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def set_rival_fit(
    *,
    actor: Actor,
    at: datetime,
    criterion: Criterion,
    competitor: Competitor,
    fit: int | None,
    evidence: str = "",
) -> RivalFit:
    """Say how well a rival meets a criterion; the fit said before is changed.

    Raises:
        Denied: the actor may not edit.
    """
    actor.must_have(Right.EDIT)
    told = evidence.strip() or _("noted by %(name)s") % {"name": actor.user.display_name}
    rows = RivalFit.objects.filter(criterion=criterion, competitor=competitor, deleted_at=None)
    found = rows.order_by("-pk").first()
    if found is not None:
        change_record(RIVAL_FIT, actor=actor, at=at, record=found, values={"fit": fit, "evidence": told})
        return found
    values = {"criterion": criterion, "competitor": competitor, "fit": fit, "evidence": told}
    made: RivalFit = create_record(RIVAL_FIT, actor=actor, at=at, values=values)
    return made


@transaction.atomic
def begin_brief(
    *, actor: Actor, at: datetime, committee: Committee, name: str, texts: Mapping[str, str]
) -> DecisionBrief:
    """Keep a decision brief of a committee with texts to go on with; the newest of a committee counts.

    Raises:
        Denied: the actor may not edit.
    """
    values = {"committee": committee, "name": name[:200], **texts}
    made: DecisionBrief = create_record(BRIEF, actor=actor, at=at, values=values)
    return made
