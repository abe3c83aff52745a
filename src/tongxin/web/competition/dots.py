"""P8: how we and each rival stand by the same criteria, as marks on lines from 1 to 5."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongxin.analytics.competition.positions import Position, is_stale
from tongxin.crm.competition.naming import us
from tongxin.web.competition.pages import CriterionRow, Mark, PositionPicture
from tongxin.web.shell import days

if TYPE_CHECKING:
    from tongxin.crm.competition.models import SupplierRating

LEFT, STEP, ROW, BESIDE = 220, 95, 44, 20


def position_picture(found: Position, *, as_of: date) -> PositionPicture | None:
    """Return the drawing, `None` while nobody judged anything."""
    if not found.criteria:
        return None
    signs = {each.pk if each else None: _sign(place) for place, each in enumerate(found.suppliers)}
    rows = []
    for place, criterion in enumerate(found.criteria):
        ratings = [found.ratings.get((criterion, key)) for key in signs]
        rows.append(
            CriterionRow(
                name=criterion,
                y=place * ROW + 36,
                marks=_marks([rating for rating in ratings if rating is not None], signs, as_of),
                cells=tuple(_told(rating, as_of) if rating else "—" for rating in ratings),
            )
        )
    return PositionPicture(
        finding=_finding(found),
        note=_(
            "Judgements of ours on a scale from 1 to 5, each with its author and day. Hollow: older than half a year."
        ),
        height=len(rows) * ROW + 40,
        rows=tuple(rows),
        suppliers=tuple(
            (signs[each.pk if each else None], each.name if each else us()) for each in found.suppliers
        ),
    )


def _marks(ratings: "list[SupplierRating]", signs: dict[int | None, str], as_of: date) -> tuple[Mark, ...]:
    """Return the marks of one criterion; those of one score stand beside each other."""
    scores = [rating.score for rating in ratings]
    marks = []
    for place, rating in enumerate(ratings):
        same, before = scores.count(rating.score), scores[:place].count(rating.score)
        aside = round((before - (same - 1) / 2) * BESIDE)
        marks.append(
            Mark(
                x=LEFT + (rating.score - 1) * STEP + aside,
                css=_css(rating, as_of),
                sign=signs[rating.competitor_id],
                score=rating.score,
                title=_told(rating, as_of),
            )
        )
    return tuple(marks)


def _sign(place: int) -> str:
    return "★" if place == 0 else chr(ord("A") + (place - 1) % 26)


def _css(rating: "SupplierRating", as_of: date) -> str:
    if is_stale(rating, as_of=as_of):
        return "ally dash"
    return "ours" if rating.competitor_id is None else "rival"


def _told(rating: "SupplierRating", as_of: date) -> str:
    author = rating.created_by.display_name if rating.created_by else ""
    told = f"{rating.score} · {author} {days.dated(rating.rated_on)}"
    return f"{told} ({_('stale')})" if is_stale(rating, as_of=as_of) else told


def _finding(found: Position) -> str:
    """Say in how many criteria nobody stands above us, of those that we and a rival are judged by."""
    judged = ahead = 0
    for criterion in found.criteria:
        ours = found.ratings.get((criterion, None))
        theirs = [
            rating.score
            for (name, key), rating in found.ratings.items()
            if name == criterion and key is not None
        ]
        if ours is not None and theirs:
            judged += 1
            ahead += ours.score >= max(theirs)
    if not judged:
        return _("We and the rivals are not yet judged by the same criteria")
    return _("In %(ahead)s of %(judged)s criteria no rival stands above us") % {
        "ahead": ahead,
        "judged": judged,
    }
