"""Ask how a step felt by a link, keep the answer, and follow up when it drops.

A link asks one person one question once: it ends with its answer, by its day, or when we end it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.common.rights import Channel, Right
from tongxin.common.signed_links import token_for, uid_in
from tongxin.crm.projects.following_up import follow_up
from tongxin.crm.projects.models import Pulse
from tongxin.crm.projects.pulse_choices import Consent
from tongxin.crm.projects.pulse_rules import TIME_TO_ANSWER, calls_for_us, check_may_ask, check_pulse, counts
from tongxin.crm.projects.records import PULSE
from tongxin.crm.projects.selectors import of_projects
from tongxin.records.checks import check_may_write
from tongxin.records.reading import value_of, withhold

if TYPE_CHECKING:
    from tongxin.crm.projects.models import CustomerProject
    from tongxin.crm.stakeholders.models import Person

PULSE_LINK = "pulse"
PERSON = PULSE.by_name["person"]


@transaction.atomic
def ask_by_link(*, actor: Actor, at: datetime, pulse: Pulse) -> Pulse:
    """Make the link by which somebody answers.

    Raises:
        Denied: the actor may not edit, or not take data out.
        Conflict: see `pulse_rules.check_may_ask`, or the account is not in use.
    """
    actor.must_have(Right.EXPORT)
    check_may_write(PULSE, actor, pulse, pulse.project.account)
    others = Pulse.objects.filter(person=pulse.person_id).exclude(pk=pulse.pk)
    last = others.aggregate(last=Max("linked_on"))["last"]
    on = timezone.localdate(at)
    check_may_ask(pulse, last_asked=last, on=on)
    _save(actor, at, pulse, link_until=at + TIME_TO_ANSWER, linked_on=on, linked_by=actor.user)
    return pulse


@transaction.atomic
def end_link(*, actor: Actor, at: datetime, pulse: Pulse) -> Pulse:
    """End a link at once; the day on which it was made still counts for how often somebody is asked.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
    """
    check_may_write(PULSE, actor, pulse, pulse.project.account)
    if pulse.link_until is not None and pulse.link_until > at:
        _save(actor, at, pulse, link_until=at)
    return pulse


def token_of(pulse: Pulse) -> str:
    """Return what stands in the address of a question."""
    return token_for(PULSE_LINK, pulse.uid)


def pulse_behind(token: str, *, at: datetime) -> Pulse | None:
    """Return the question of an address; `None` when it is not one of ours, or does not count any more."""
    uid = uid_in(PULSE_LINK, token)
    rows = Pulse.objects.filter(deleted_at=None, project__deleted_at=None).select_related(
        "project__account", "project__owner", "person", "linked_by"
    )
    found = rows.filter(uid=uid).first() if uid else None
    return found if found is not None and counts(found, at) and found.project.account.is_open else None


@transaction.atomic
def answer(*, pulse: Pulse, at: datetime, score: int, comment: str = "") -> Pulse:
    """Keep what somebody answers through their link; sending it is their consent, as the page says.

    Raises:
        ProjectRefused: see `pulse_rules.check_pulse`.
    """
    on = max(timezone.localdate(at), pulse.happened_on)
    said = {"consent": Consent.GIVEN.value, "score": score, "answered_on": on, "comment": comment.strip()}
    check_pulse({**said, "happened_on": pulse.happened_on})
    _save(None, at, pulse, **said)
    follow_up(pulse, at=at)
    return pulse


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSentiment:
    """How one person felt, the oldest answer first."""

    person: "Person"
    pulses: tuple[Pulse, ...]

    @property
    def has_dropped(self) -> bool:
        """Say whether the last answer calls for us."""
        scores = [each.score for each in self.pulses if each.score is not None]
        return calls_for_us(scores[-1], scores[:-1])


def sentiment_of(actor: Actor, project: "CustomerProject") -> tuple[PersonSentiment, ...]:
    """Return how each person felt over time who answered about a project, whoever fell lowest last first."""
    people: dict[int, list[Pulse]] = {}
    for each in pulses_of(actor, project):
        if each.score is not None and value_of(PERSON, each) is not None:
            people.setdefault(each.person_id, []).append(each)
    told = [
        PersonSentiment(
            person=rows[0].person,
            pulses=tuple(sorted(rows, key=lambda row: (row.answered_on or date.min, row.pk))),
        )
        for rows in people.values()
    ]
    return tuple(sorted(told, key=lambda each: (each.pulses[-1].score or 0, each.person.full_name)))


def pulses_of(actor: Actor, project: "CustomerProject") -> list[Pulse]:
    """Return the questions about a project, the newest step first; a person the actor may not see is withheld."""
    rows = of_projects(Pulse, actor).filter(project=project, deleted_at=None)
    found: list[Pulse] = list(
        rows.select_related("person", "linked_by", "follow_up").order_by("-happened_on", "-pk")  # type: ignore[arg-type]
    )
    withhold(PULSE, actor, found)
    return found


def _save(actor: Actor | None, at: datetime, pulse: Pulse, **values: object) -> None:
    changes = save_changes(pulse, values, at=at)
    note(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PULSE, target=pulse, channel=Channel.WEB,
        account_uid=pulse.project.account.uid, changes=changes,
    )  # fmt: skip
