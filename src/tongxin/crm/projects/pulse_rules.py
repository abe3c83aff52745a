"""What makes a pulse acceptable, how often somebody is asked, and when an answer calls for us; pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tongxin.common.errors import Conflict
from tongxin.crm.projects.pulse_choices import Consent, Feeling
from tongxin.crm.projects.rules import ProjectRefused

if TYPE_CHECKING:
    from tongxin.crm.projects.models import Pulse

# Who is asked more often stops answering; house rule, one question a fortnight and a fortnight to answer.
BETWEEN_QUESTIONS = timedelta(days=14)
TIME_TO_ANSWER = timedelta(days=14)
LARGE_DROP = 2


def check_pulse(values: Mapping[str, Any]) -> None:
    """Accept an answer that has its day, not before its step, from somebody who agreed that it is kept.

    Raises:
        ProjectRefused: `PULSE_WITHOUT_CONSENT`, `PULSE_UNDATED` or `PROJECT_DAYS` with the day of the step.
    """
    score, on, step = values.get("score"), values.get("answered_on"), values.get("happened_on")
    if score is not None and values.get("consent") != Consent.GIVEN:
        raise ProjectRefused("PULSE_WITHOUT_CONSENT", field="consent")
    if score is not None and on is None:
        raise ProjectRefused("PULSE_UNDATED", field="answered_on")
    if on is not None and step is not None and on < step:
        raise ProjectRefused("PROJECT_DAYS", field="answered_on", day=step.isoformat())


def check_may_ask(pulse: "Pulse", *, last_asked: date | None, on: date) -> None:
    """Accept a question by a link: not answered, not refused, and not soon after another one.

    Args:
        pulse: the question.
        last_asked: when the same person was last asked by a link, whatever the project; `None` for never.
        on: today.

    Raises:
        Conflict: `PULSE_ANSWERED`, `PULSE_REFUSED`, or `PULSE_SOON` with the first day on which to ask again.
    """
    if pulse.score is not None:
        raise Conflict("PULSE_ANSWERED")
    if pulse.consent == Consent.REFUSED:
        raise Conflict("PULSE_REFUSED")
    if last_asked is not None and on < last_asked + BETWEEN_QUESTIONS:
        raise Conflict("PULSE_SOON", day=(last_asked + BETWEEN_QUESTIONS).isoformat())


def counts(pulse: "Pulse", at: datetime) -> bool:
    """Say whether its link takes an answer: made, not expired, by somebody who still works here, not answered."""
    is_open = pulse.link_until is not None and at < pulse.link_until
    works_here = pulse.linked_by is not None and pulse.linked_by.is_active
    return is_open and works_here and pulse.score is None and pulse.consent != Consent.REFUSED


def calls_for_us(score: int, before: Sequence[int]) -> bool:
    """Say whether an answer calls for a follow-up: it is bad, or two or more below the last one of the same person.

    Args:
        score: 1 to 5.
        before: earlier answers of the same person, the oldest first.
    """
    return score <= Feeling.BAD or (bool(before) and before[-1] - score >= LARGE_DROP)
