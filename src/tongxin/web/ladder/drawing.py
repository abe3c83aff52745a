"""The steps of the relationship ladder."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.ladder.standing import LevelStanding, Standing
from tongxin.crm.ladder.criteria import rank_of
from tongxin.web.ladder.pages import LadderPicture, Shape, Step
from tongxin.wording.ladder import finding_of

WIDTH, GAP = 168, 8
LOWEST, RISE, FLOOR = 40, 32, 196


def ladder_picture(standing: Standing) -> LadderPicture:
    """Return the drawing of the levels, and the same as a table."""
    return LadderPicture(
        finding=finding_of(standing),
        note=_("A level is reached when it and all below it have their evidence on this day."),
        steps=tuple(_step(place, each, standing) for place, each in enumerate(standing.levels)),
    )


def _step(place: int, level: LevelStanding, standing: Standing) -> Step:
    height = LOWEST + RISE * place
    top = FLOOR - height
    met = sum(each.is_met for each in level.criteria)
    state, kind = state_of(level)
    return Step(
        x=place * (WIDTH + GAP),
        y=top,
        height=height,
        css="fa" if level.reached else "fsunk",
        label=str(level.level.label),
        label_y=top - 26,
        reading=_("%(met)s of %(count)s criteria") % {"met": met, "count": len(level.criteria)},
        reading_y=top - 10,
        marks=_marks(level, standing),
        marks_y=top - 42,
        state=state,
        state_kind=kind,
        is_target=standing.target is not None and standing.target.level == level.level,
    )


def state_of(level: LevelStanding) -> tuple[str, Shape]:
    """Return whether a level is reached, in a word and as a shape."""
    if level.reached:
        return pgettext("ladder", "Reached"), "good"
    if level.criteria and all(each.is_met for each in level.criteria):
        return pgettext("ladder", "Met, but not all below it"), "watch"
    return pgettext("ladder", "Not reached"), "unknown"


def _marks(level: LevelStanding, standing: Standing) -> tuple[str, ...]:
    here = rank_of(level.level)
    target = standing.target
    found = (
        (rank_of(standing.proven) == here, pgettext("ladder mark", "Shown")),
        (rank_of(standing.declared) == here, pgettext("ladder mark", "Declared")),
        (target is not None and target.level == level.level, pgettext("ladder mark", "Target")),
    )
    return tuple(word for is_here, word in found if is_here)
