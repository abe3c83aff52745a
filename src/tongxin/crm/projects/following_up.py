"""See to it when somebody of the customer's was let down by a step."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Channel
from tongxin.crm.projects.models import Pulse
from tongxin.crm.projects.pulse_rules import calls_for_us
from tongxin.crm.relationships.models import Promise

if TYPE_CHECKING:
    from tongxin.team.models import User

DAYS_TO_FOLLOW_UP = 3


@transaction.atomic
def follow_up(pulse: Pulse, *, at: datetime, actor: Actor | None = None) -> Promise | None:
    """Promise that we see to it when an answer calls for us, once; `None` when it does not.

    It is a promise of the project's owner's, due three days after the answer, and stands on their Today.
    """
    owner = pulse.project.owner or pulse.linked_by or (actor.user if actor else None)
    if pulse.score is None or pulse.follow_up_id is not None or owner is None:
        return None
    if not calls_for_us(pulse.score, _scores_before(pulse)):
        return None
    account = pulse.project.account
    made = Promise.objects.create(
        account=account, person_id=pulse.person_id, text=_promised(pulse, owner), owner=owner,
        created_by=actor.user if actor else owner, due_on=timezone.localdate(at) + timedelta(DAYS_TO_FOLLOW_UP),
        created_at=at, updated_at=at,
    )  # fmt: skip
    note(
        actor=actor, at=at, verb=Verb.CREATED, kind=Kind.PROMISE, target=made, channel=Channel.WEB,
        account_uid=account.uid, through=pulse.uid,
    )  # fmt: skip
    save_changes(pulse, {"follow_up": made}, at=at)
    return made


def _scores_before(pulse: Pulse) -> list[int]:
    rows = Pulse.objects.filter(person=pulse.person_id, deleted_at=None, answered_on__lte=pulse.answered_on)
    rows = rows.exclude(pk=pulse.pk).exclude(score=None).order_by("answered_on", "pk")
    return [score for score in rows.values_list("score", flat=True) if score is not None]


def _promised(pulse: Pulse, owner: "User") -> str:
    with translation.override(owner.language):
        return (_("Ask what went wrong: %(step)s") % {"step": pulse.step})[:300]
