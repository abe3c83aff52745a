"""What changed of a committee between two days, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tongxin.crm.committees.choices import Attitude
from tongxin.crm.committees.selectors import CommitteeMap, SeatState


def changes_between(before: CommitteeMap, after: CommitteeMap) -> list[str]:
    """Return what is new, gone or otherwise in the later map, as sentences; judgements only for who may read them."""
    old = {state.seat.pk: state for state in before.seats}
    told: list[str] = []
    for state in after.seats:
        if state.seat.pk not in old:
            told.append(_("New seat: %(name)s") % {"name": state.name})
        else:
            told.extend(_of_seat(old[state.seat.pk], state))
    kept = {state.seat.pk for state in after.seats}
    told.extend(
        _("Seat gone: %(name)s") % {"name": state.name} for key, state in old.items() if key not in kept
    )
    told.extend(_of_ties(before, after))
    return told


def _of_seat(old: SeatState, new: SeatState) -> Iterator[str]:
    if new.is_vacant and not old.is_vacant:
        yield _("%(name)s left the seat %(seat)s") % {"name": old.name, "seat": new.seat.name}
        return
    if new.name != old.name:
        yield _("%(seat)s: %(new)s in the place of %(old)s") % {
            "seat": new.seat.name,
            "new": new.name,
            "old": old.name if not old.is_vacant else "–",
        }
    if new.attitude != old.attitude:
        yield _("%(name)s: attitude %(old)s → %(new)s") % {
            "name": new.name,
            "old": Attitude(old.attitude).label,
            "new": Attitude(new.attitude).label,
        }
    if new.power != old.power:
        yield _("%(name)s: power %(old)s → %(new)s") % {
            "name": new.name,
            "old": "–" if old.power is None else old.power,
            "new": "–" if new.power is None else new.power,
        }


def _of_ties(before: CommitteeMap, after: CommitteeMap) -> Iterator[str]:
    names = {state.seat.pk: state.name for state in (*before.seats, *after.seats)}
    old, new = {tie.pk: tie for tie in before.ties}, {tie.pk: tie for tie in after.ties}
    for ties, others, text in (
        (new, old, _("New line: %(from)s – %(kind)s – %(to)s")),
        (old, new, _("Line ended: %(from)s – %(kind)s – %(to)s")),
    ):
        for key, tie in ties.items():
            if key not in others:
                yield text % {
                    "from": names.get(tie.from_seat_id, ""),
                    "kind": tie.get_kind_display(),
                    "to": names.get(tie.to_seat_id, ""),
                }
