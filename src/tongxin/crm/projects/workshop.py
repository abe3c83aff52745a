"""What to ask whom in a needs workshop, and how mature a customer is; pure.

The four kinds of questions are those of SPIN (Rackham, SPIN Selling, 1988). Whoever knows much is not asked what is
known already; whoever knows little is led from what they see to what it means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tongxin.crm.projects.choices import AskedRole, Level, Observed, QuestionKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ASKED = ("says_figures", "did_before", "has_rules", "has_specialists")
POINTS: Mapping[str, int] = {Observed.NO: 0, Observed.PARTLY: 1, Observed.YES: 2}
# So many of the four must be known, or nothing is said.
LEAST_KNOWN = 3
# Mean points, 0 to 2, from which somebody is informed, and an expert.
INFORMED, EXPERT = 0.75, 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: for whom, for which levels, and its words; no role means everybody, no level any."""

    code: str
    kind: QuestionKind
    text: "_StrPromise"
    role: AskedRole | None = None
    level: Level | None = None


def level_of(values: Mapping[str, Any]) -> Level:
    """Return how mature a customer is by four answers; unknown while fewer than three are known."""
    points = [POINTS[values[name]] for name in ASKED if values.get(name) in POINTS]
    if len(points) < LEAST_KNOWN:
        return Level.UNKNOWN
    mean = sum(points) / len(points)
    if mean < INFORMED:
        return Level.NOVICE
    return Level.EXPERT if mean >= EXPERT else Level.INFORMED


def questions_for(role: str, level: str) -> tuple[Question, ...]:
    """Return what to ask somebody of a role at a customer of a level, kind by kind.

    Experts are not asked about the situation: they expect us to know it. What is meant for one level is asked there alone.
    """
    found = [
        question
        for question in QUESTIONS
        if question.role in (None, role)
        and question.level in (None, level)
        and not _is_known(question, level)
    ]
    kinds = list(QuestionKind)
    return tuple(sorted(found, key=lambda question: kinds.index(question.kind)))


def _is_known(question: Question, level: str) -> bool:
    return level == Level.EXPERT and question.kind is QuestionKind.SITUATION


def plays_for(level: str) -> "tuple[_StrPromise, ...]":
    """Return how to proceed with a customer of a level; none while the level is unknown."""
    return PLAYS.get(level, ())


def question_of(code: str) -> Question | None:
    """Return the question of a code; `None` when there is none."""
    return _BY_CODE.get(code)


def _ask(role: AskedRole, texts: "Iterable[_StrPromise]") -> Iterable[Question]:
    for kind, text in zip(QuestionKind, texts, strict=True):
        yield Question(code=f"{role.value}_{kind.value}", kind=kind, text=text, role=role)


QUESTIONS: tuple[Question, ...] = (
    *_ask(
        AskedRole.DECIDER,
        (
            _("Which goal of this year does the project serve, and by which figure will it be judged?"),
            _("What has kept that goal out of reach so far?"),
            _("What does it cost in a year if everything stays as it is?"),
            _("If that were solved, what could you decide that you cannot decide today?"),
        ),
    ),
    *_ask(
        AskedRole.USER,
        (
            _("Walk us through a normal day: which steps, which equipment, how many people?"),
            _("Where do you wait, repeat work, or help yourselves out by hand?"),
            _("What happens to those who come after you when that goes wrong?"),
            _("Which of these would you want gone first, and what would you do with the time?"),
        ),
    ),
    *_ask(
        AskedRole.TECHNICAL,
        (
            _("What must it connect to, and which rules and standards apply?"),
            _("Which limits of today’s equipment do you run into, and how often?"),
            _("Which other systems suffer when that limit is reached?"),
            _("Which measured values would prove to you that it is better?"),
        ),
    ),
    *_ask(
        AskedRole.PURCHASER,
        (
            _("How is a project of this size bought: by which way, in which steps, with whose signature?"),
            _("What went wrong in earlier purchases of this kind?"),
            _("What did that cost in time, claims or extra orders?"),
            _("What would suppliers have to bring so that the comparison is fair and quick?"),
        ),
    ),
    Question(
        code="NOVICE_SITUATION", kind=QuestionKind.SITUATION, level=Level.NOVICE,
        text=_("Who here has done such a project before, and whom do you ask when you are not sure?"),
    ),
    Question(
        code="NOVICE_PROBLEM", kind=QuestionKind.PROBLEM, level=Level.NOVICE,
        text=_("Which of these points, which others found out late, have you looked at: power, space, data, training?"),
    ),
    Question(
        code="NOVICE_PAYOFF", kind=QuestionKind.PAYOFF, level=Level.NOVICE,
        text=_("What would help you most before the charter: a visit, a checklist, figures of a similar project?"),
    ),
    Question(
        code="EXPERT_PROBLEM", kind=QuestionKind.PROBLEM, level=Level.EXPERT,
        text=_("Which claim of suppliers do you trust least, and what would settle it?"),
    ),
    Question(
        code="EXPERT_IMPLICATION", kind=QuestionKind.IMPLICATION, level=Level.EXPERT,
        text=_("Where do the usual solutions reach their limit in your case?"),
    ),
    Question(
        code="EXPERT_PAYOFF", kind=QuestionKind.PAYOFF, level=Level.EXPERT,
        text=_("Which value beyond the standard would be worth more to you, and how would you measure it?"),
    ),
)  # fmt: skip
_BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}
PLAYS: "Mapping[str, tuple[_StrPromise, ...]]" = {
    Level.NOVICE: (
        _("Explain first, sell later: bring a checklist and take them to a customer who has done it."),
        _("Offer to draft the charter with them; they do not know yet what to write."),
        _("Agree on few criteria they can check themselves."),
    ),
    Level.INFORMED: (
        _("Compare openly: a value case with their own figures, and a trial for the point in doubt."),
        _("Give them the requirement standard as a proposal; they will change it and make it theirs."),
    ),
    Level.EXPERT: (
        _("Bring our specialist to theirs; leave out what they know."),
        _("Talk about limits and measured values; admit what we cannot do."),
        _("Ask them to set the test, and pass it."),
    ),
}
