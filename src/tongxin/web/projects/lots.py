"""The lots of a project with how they stand, as the notices of their tenders and our bids tell it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tongxin.crm.bids.lots import Lot, lots_for
from tongxin.crm.projects.records import LOT
from tongxin.crm.projects.selectors import lots_of
from tongxin.records import reading
from tongxin.web.bids.lots import SHAPES
from tongxin.web.edge.requests import PageRequest
from tongxin.web.projects.pages import LotLine
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.projects.models import CustomerProject, ProjectLot
    from tongxin.crm.tenders.models import Tender


def lot_lines(request: PageRequest, project: "CustomerProject") -> Iterator[LotLine]:
    """Yield the lots of a project in the order of their numbers; a tender is read once, however many lots it has."""
    rows = lots_of(project)
    reading.withhold(LOT, request.actor, rows, under=LOT.parent)
    known: dict[int, dict[str, Lot]] = {}
    for row in rows:
        tender = reading.value_of(LOT.by_name["tender"], row)
        if tender is not None and tender.pk not in known:
            known[tender.pk] = _lots(request, tender)
        yield _line(row, tender, known[tender.pk].get(row.number) if tender is not None else None)


def _lots(request: PageRequest, tender: "Tender") -> dict[str, Lot]:
    found = lots_for(request.actor, tender)
    return {lot.number: lot for lot in found.lots} if found is not None else {}


def _line(row: "ProjectLot", tender: "Tender | None", lot: Lot | None) -> LotLine:
    deal = reading.value_of(LOT.by_name["opportunity"], row)
    return LotLine(
        number=row.number,
        name=row.name,
        url=record_url("web:project_lot", row.uid),
        tender=Link(label=tender.title, url=record_url("web:tender", tender.uid)) if tender else None,
        state=str(lot.state.label) if lot is not None else "",
        shape=SHAPES.get(lot.state, "plain") if lot is not None else "unknown",
        deal=Link(label=deal.name, url=record_url("web:opportunity", deal.uid)) if deal is not None else None,
    )
