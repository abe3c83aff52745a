"""Where the marks of the pictures stand. Angles have no meaning; only the ring has."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tongxin.analytics.competition.rings import A_YEAR, RingMap, RingRow
from tongxin.crm.competition.choices import Ring, Standing
from tongxin.crm.competition.naming import us
from tongxin.web.competition.pages import Circle, Dot, RingLine, RingPicture, TieLine
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url

CENTRE = 320
# Outer edge of each ring, and where its suppliers stand.
EDGES: Mapping[str, int] = {"CORE": 110, "PREFERRED": 175, "APPROVED": 240, "OUTSIDE": 300}
STANDS: Mapping[str, int] = {"CORE": 80, "PREFERRED": 143, "APPROVED": 208, "OUTSIDE": 270}
MOST_DOTS = 24
LONGEST_NAME = 14
STANDING_KINDS: Mapping[str, str] = {Standing.POOR: "watch", Standing.BARRED: "bad"}


def ring_picture(
    found: RingMap, *, account_uid: str, centre: str, reader: CellContext, may_edit: bool
) -> RingPicture:
    """Return the drawing of the suppliers around a customer, and the same as a table."""
    is_clustered = len(found.rows) > MOST_DOTS
    angles = _angles(found.rows)
    dots = (
        _clusters(found)
        if is_clustered
        else tuple(_dot(row, angles[_key(row)], found.names) for row in found.rows)
    )
    return RingPicture(
        finding=_finding(found, reader),
        note=_(
            "As recorded until today. The ring counts; the angle has no meaning. Hollow: without evidence."
        ),
        centre=_short(centre),
        circles=tuple(
            Circle(
                label=ring_word(ring, found.names),
                radius=radius,
                label_y=CENTRE - radius + 16,
                url=new_placement_url(account_uid, ring) if may_edit else "",
            )
            for ring, radius in reversed(list(EDGES.items()))
        ),
        dots=dots,
        ties=() if is_clustered else _ties(found, angles),
        target=None if is_clustered else _target(found, angles),
        quarters=tuple(quarter.name for quarter in found.quarters),
        lines=tuple(_line(row, reader, found.names) for row in found.rows),
        is_clustered=is_clustered,
    )


def new_placement_url(account_uid: str, ring: str = "") -> str:
    """Return where a supplier is placed around an account, in a ring chosen already."""
    chosen = {"account": account_uid, **({"ring": ring} if ring else {})}
    back = reverse("web:account_competition", args=[account_uid])
    return f"{reverse('web:placement_new')}?{urlencode({**chosen, 'next': back})}"


def name_of(row: RingRow) -> str:
    """Return what a supplier is called."""
    return row.newest.competitor.name if row.newest.competitor is not None else us()


def ring_word(ring: str, names: Mapping[str, str] | None = None) -> str:
    """Return the name of a ring, the customer's own where it has one; a dash while nothing was recorded."""
    return ((names or {}).get(ring) or str(Ring(ring).label)) if ring else "—"


def _finding(found: RingMap, reader: CellContext) -> str:
    ours, target = found.ours, found.target
    if ours is None:
        return _("Our standing is not recorded yet")
    said = {"ring": ring_word(ours.newest.ring, found.names), "count": abs(ours.moved or 0)}
    if not ours.moved:
        text = _("We stand in the ring “%(ring)s”") % said
    elif ours.moved > 0:
        text = (
            ngettext(
                "We stand in the ring “%(ring)s”, %(count)s ring closer than a year ago",
                "We stand in the ring “%(ring)s”, %(count)s rings closer than a year ago",
                ours.moved,
            )
            % said
        )
    else:
        text = (
            ngettext(
                "We stand in the ring “%(ring)s”, %(count)s ring further out than a year ago",
                "We stand in the ring “%(ring)s”, %(count)s rings further out than a year ago",
                -ours.moved,
            )
            % said
        )
    if target is None:
        return text
    return _("%(now)s; the target is “%(ring)s” by %(day)s (%(owner)s)") % {
        "now": text,
        "ring": ring_word(target.ring, found.names),
        "day": days.whole_day(target.due_on, calendar=reader.calendar),
        "owner": target.owner.display_name,
    }


def _key(row: RingRow) -> int | None:
    return row.newest.competitor_id


def _angles(rows: Sequence[RingRow]) -> Mapping[int | None, float]:
    """Return an angle for each supplier, those of a segment beside each other, none straight up where the rings are named."""
    ordered = sorted(rows, key=lambda row: (row.newest.segment, not row.is_us, name_of(row)))
    return {_key(row): 2 * pi * (place + 0.5) / len(ordered) for place, row in enumerate(ordered)}


def _at(ring: str, angle: float) -> tuple[int, int]:
    radius = STANDS[ring]
    return round(CENTRE + radius * sin(angle)), round(CENTRE - radius * cos(angle))


def _dot(row: RingRow, angle: float, names: Mapping[str, str]) -> Dot:
    x, y = _at(row.newest.ring, angle)
    before = row.history[-1 - A_YEAR] or row.newest.ring
    from_x, from_y = _at(before, angle)
    right = x >= CENTRE
    radius = 12 if row.is_us else 9
    return Dot(
        x=x,
        y=y,
        radius=radius,
        css=("ours" if row.is_us else "rival") if row.newest.has_evidence else "ally dash",
        label=_short(name_of(row)),
        label_x=x + (radius + 5 if right else -radius - 5),
        label_y=y + 4,
        anchor="" if right else "end",
        title=_said(row, names),
        url=record_url("web:placement", row.newest.uid),
        from_x=from_x,
        from_y=from_y,
    )


def _said(row: RingRow, names: Mapping[str, str]) -> str:
    text = _("%(name)s: ring “%(ring)s”, %(segment)s") % {
        "name": name_of(row),
        "ring": ring_word(row.newest.ring, names),
        "segment": row.newest.segment,
    }
    return text if row.newest.has_evidence else f"{text} ({_('without evidence')})"


def _clusters(found: RingMap) -> tuple[Dot, ...]:
    """Return one dot for each segment in each ring; we stay apart."""
    groups: dict[tuple[str, str, bool], list[RingRow]] = {}
    for row in found.rows:
        groups.setdefault((row.newest.segment, row.newest.ring, row.is_us), []).append(row)
    dots = []
    for place, ((segment, ring, is_us), members) in enumerate(sorted(groups.items())):
        angle = 2 * pi * (place + 0.5) / len(groups)
        if is_us:
            dots.append(_dot(members[0], angle, found.names))
            continue
        x, y = _at(ring, angle)
        right = x >= CENTRE
        count = len(members)
        words = ngettext("%(count)s supplier of %(segment)s", "%(count)s suppliers of %(segment)s", count)
        dots.append(
            Dot(
                x=x,
                y=y,
                radius=min(10 + count, 22),
                css="rival" if all(row.newest.has_evidence for row in members) else "ally dash",
                label=f"{_short(segment)} {count}",
                label_x=x + (28 if right else -28),
                label_y=y + 4,
                anchor="" if right else "end",
                title=words % {"count": count, "segment": segment},
                url="#rings-table",
                from_x=x,
                from_y=y,
            )
        )
    return tuple(dots)


def _ties(found: RingMap, angles: Mapping[int | None, float]) -> tuple[TieLine, ...]:
    rings = {_key(row): row for row in found.rows}
    lines = []
    for tie in found.ties:
        if tie.one not in rings or tie.other not in rings:
            continue
        one, other = rings[tie.one], rings[tie.other]
        (x1, y1), (x2, y2) = _at(one.newest.ring, angles[tie.one]), _at(other.newest.ring, angles[tie.other])
        said = {"one": name_of(one), "other": name_of(other), "subject": tie.subject}
        if tie.cooperate and tie.compete:
            title = _("%(one)s and %(other)s cooperate and compete: %(subject)s") % said
        elif tie.cooperate:
            title = _("%(one)s and %(other)s cooperate: %(subject)s") % said
        else:
            title = _("%(one)s and %(other)s compete: %(subject)s") % said
        lines.append(
            TieLine(x1=x1, y1=y1, x2=x2, y2=y2, cooperate=tie.cooperate, compete=tie.compete, title=title)
        )
    return tuple(lines)


def _target(found: RingMap, angles: Mapping[int | None, float]) -> Dot | None:
    """Return where we want to stand, joined to where we stand; nothing while one of both is not recorded."""
    if found.target is None or found.ours is None or found.target.ring == found.ours.newest.ring:
        return None
    x, y = _at(found.target.ring, angles[None])
    from_x, from_y = _at(found.ours.newest.ring, angles[None])
    return Dot(
        x=x,
        y=y,
        radius=12,
        css="la dash",
        label=pgettext("ring", "Target"),
        label_x=x,
        label_y=y - 17,
        anchor="mid",
        title=found.target.plan,
        url=record_url("web:ring_target", found.target.uid),
        from_x=from_x,
        from_y=from_y,
    )


def _line(row: RingRow, reader: CellContext, names: Mapping[str, str]) -> RingLine:
    placed = row.newest
    noted = [placed.evidence_source]
    if placed.evidence_on is not None:
        noted.append(days.whole_day(placed.evidence_on, calendar=reader.calendar))
    return RingLine(
        name=name_of(row),
        is_us=row.is_us,
        url=record_url("web:placement", placed.uid),
        segment=placed.segment,
        ring=ring_word(placed.ring, names),
        history=tuple(ring_word(ring, names) for ring in row.history),
        move=_move(row.moved),
        evidence=placed.evidence if placed.has_evidence else "",
        evidence_note=" · ".join(filter(None, noted)),
        standing=placed.get_standing_display() if placed.standing in STANDING_KINDS else "",
        standing_kind=STANDING_KINDS.get(placed.standing, "plain"),
    )


def _move(moved: int | None) -> str:
    if moved is None:
        return pgettext("ring", "New")
    if moved == 0:
        return pgettext("ring", "Unmoved")
    return f"↑ {moved}" if moved > 0 else f"↓ {-moved}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
