"""One customer's project: its dossier."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.audit.choices import Kind as Kinds
from tongxin.audit.selectors import history_of
from tongxin.crm.projects.choices import CheckpointKind, Origin, Standing
from tongxin.crm.projects.records import CHECKPOINT, GATE, LOT, PROJECT, REQUIREMENT
from tongxin.crm.projects.selectors import dossier_of, judges_of
from tongxin.records import reading
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.projects.head import project_head
from tongxin.web.projects.lots import lot_lines
from tongxin.web.projects.pages import CheckpointLine, DossierPage, OriginLine, RequirementLine
from tongxin.web.projects.waiting import SHAPES
from tongxin.web.records.below import anchor_of, sections_below
from tongxin.web.records.heads import properties_of, texts_of, told
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind, Link

if TYPE_CHECKING:
    from tongxin.crm.projects.selectors import Authorship, Dossier, Effort

RECENT = 5
ORIGINS: dict[str, Kind] = {"US": "good", "RIVAL": "bad", "UNKNOWN": "unknown"}
# These have a table of their own, on this page or on a tab.
REQUIREMENT_ANCHOR, LOT_ANCHOR = anchor_of(REQUIREMENT), anchor_of(LOT)
OWN = frozenset({REQUIREMENT_ANCHOR, LOT_ANCHOR, CHECKPOINT.many, anchor_of(GATE)})


@require_safe
def dossier(request: PageRequest, uid: str) -> HttpResponse:
    """Show the whole dossier of one project: charter, who wrote what, checkpoints, support."""
    project = reading.get_for(PROJECT, request.actor, uid)
    found = dossier_of(project, as_of=reader_of(request).as_of)
    lines = history_of(
        request.actor, Kinds.CUSTOMER_PROJECT, uid, restricted=dict(PROJECT.restricted), limit=RECENT
    )
    top = project_head(request, project, "customer_project")
    below = sections_below(request, Kinds.CUSTOMER_PROJECT, project, unread=OWN)
    new = {each.anchor: Link(label=each.new_label, url=each.new_url) for each in below}
    lots = tuple(lot_lines(request, project))
    page = DossierPage(
        top=top,
        shaped=_shaped(found.authorship),
        origins=tuple(_origins(found.authorship)),
        requirements=tuple(_requirements(request, found)),
        new_requirement=new[REQUIREMENT_ANCHOR],
        checkpoints=tuple(_checkpoints(request, found)),
        new_checkpoint=new[CHECKPOINT.many],
        lots=lots,
        new_lot=new[LOT_ANCHOR],
        effort=_effort(found.effort),
        texts=texts_of(PROJECT, request, project),
        properties=properties_of(PROJECT, request, project),
        # Lots have a table of their own once there are some.
        below=tuple(each for each in below if each.anchor not in (OWN if lots else OWN - {LOT_ANCHOR})),
        recent=told(PROJECT, request, project, lines, brief=True),
    )
    return render(request, "projects/page.html", {"page": page, "head": top.record, "top": top})


def _shaped(found: "Authorship") -> str:
    if found.percent is None:
        return ""
    text = _("We shaped %(shaped)s of %(total)s requirements (%(percent)s%%).") % {
        "shaped": found.shaped, "total": found.total, "percent": found.percent,
    }  # fmt: skip
    unknown = found.counts[Origin.UNKNOWN]
    if not unknown:
        return text
    return _("%(first)s Nobody knows who brought in %(count)s of them.") % {"first": text, "count": unknown}


def _origins(found: "Authorship") -> Iterator[OriginLine]:
    for origin, count in found.counts.items():
        if count:
            yield OriginLine(label=str(origin.label), count=count, percent=round(100 * count / found.total))


def _requirements(request: PageRequest, found: "Dossier") -> Iterator[RequirementLine]:
    rows = list(found.requirements)
    reading.withhold(REQUIREMENT, request.actor, rows, under=REQUIREMENT.parent)
    author = REQUIREMENT.by_name["author"]
    for row in rows:
        theirs = reading.value_of(author, row)
        yield RequirementLine(
            number=row.number,
            name=row.name,
            url=record_url("web:project_requirement", row.uid),
            origin=str(Origin(row.origin).label),
            shape=ORIGINS.get(row.origin, "plain"),
            theirs=str(theirs) if theirs is not None else "",
            ours=row.helper.display_name if row.helper else "",
            written_on=row.written_on,
        )


def _checkpoints(request: PageRequest, found: "Dossier") -> Iterator[CheckpointLine]:
    committees = judges_of(request.actor, found.checkpoints)
    for state in found.checkpoints:
        row = state.checkpoint
        judges = committees.get(row.committee_id or 0)
        yield CheckpointLine(
            name=row.name,
            url=record_url("web:checkpoint", row.uid),
            kind=str(CheckpointKind(row.kind).label),
            committee=Link(label=judges.name, url=record_url("web:committee", judges.uid))
            if judges
            else None,
            day=row.held_on or row.planned_on,
            standing=str(Standing(state.standing).label),
            shape=SHAPES.get(state.standing, "plain"),
            evidence=state.evidence,
            open_points=state.open_points,
            owner=row.owner.display_name if row.owner else "",
        )


def _effort(effort: "Effort") -> str:
    if not (effort.before or effort.after or effort.undated):
        return ""
    text = _("We put in %(before)s working days before the charter and %(after)s after it.") % {
        "before": floatformat(effort.before, -1), "after": floatformat(effort.after, -1),
    }  # fmt: skip
    if not effort.undated:
        return text
    return _("%(first)s For %(undated)s more it is not known.") % {
        "first": text, "undated": floatformat(effort.undated, -1),
    }  # fmt: skip
