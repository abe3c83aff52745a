"""The account plan as a document for the business review: for the customer only what is marked as shown to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.accountplans.standing import ObjectiveStanding, PlanStanding
from tongxin.crm.accountplans.selectors import resources_of, reviews_of, risks_of
from tongxin.documents.content import Block, Bullets, Document, Heading, KeyValues, Note, Paragraph, Table
from tongxin.web.accountplans.lines import why_of
from tongxin.web.accountplans.pages import FactLine
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.wording.accountplans import NONE, finding_of_plan, reading_text

if TYPE_CHECKING:
    from datetime import date

    from tongxin.crm.accountplans.models import AccountPlan, ObjectiveAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a review document tells of.

    Attributes:
        actions: of each objective by number.
        facts: what the records say of the customer; none for the customer.
        is_inside: whether it stays in our house; otherwise only what is marked as shown stands in it.
    """

    standing: PlanStanding
    actions: Mapping[int, Sequence["ObjectiveAction"]]
    facts: tuple[FactLine, ...]
    reader: CellContext
    is_inside: bool

    @property
    def plan(self) -> "AccountPlan":
        """Return the plan."""
        return self.standing.plan

    @property
    def objectives(self) -> list[ObjectiveStanding]:
        """Return the objectives that stand in it."""
        return [each for each in self.standing.objectives if self.is_inside or each.objective.is_shared]

    def day(self, on: "date | None") -> str:
        """Return a day as the reader writes it."""
        return days.whole_day(on, calendar=self.reader.calendar) if on is not None else NONE


def review_paper(told: Told, *, period: str, language: str) -> Document:
    """Return the document for the business review."""
    plan = told.plan
    printed_on = told.day(told.reader.as_of)
    mark = (_("For us alone"),) if told.is_inside else ()
    return Document(
        title=plan.title,
        subtitle=" · ".join([plan.account.name, period, *mark]),
        language=language,
        footer=" · ".join([plan.account.name, printed_on, *mark]),
        blocks=tuple(_blocks(told)),
    )


def _blocks(told: Told) -> Iterator[Block]:
    if told.is_inside:
        yield Paragraph(text=finding_of_plan(told.standing))
        if told.plan.situation.strip():
            yield Heading(text=pgettext("account plan", "Situation"))
            yield Paragraph(text=told.plan.situation)
        yield Heading(text=_("What the records say today"))
        yield KeyValues(pairs=tuple((each.label, f"{each.value} ({each.note})") for each in told.facts))
    yield Heading(text=_("Objectives"))
    if not told.objectives:
        yield Note(text=_("No objective is marked as shown to the customer."))
    else:
        yield _objectives(told)
    yield from _strategies(told)
    yield from _actions(told)
    yield from _risks(told)
    if told.is_inside:
        yield from _inside(told)


def _objectives(told: Told) -> Table:
    heads = (
        pgettext("object", "Objective"), pgettext("objective", "Progress"), pgettext("objective", "State"),
        pgettext("objective", "Due on"), pgettext("objective", "Owner"),
    )  # fmt: skip
    return Table(heads=heads, rows=tuple(_objective(each, told) for each in told.objectives))


def _objective(each: ObjectiveStanding, told: Told) -> tuple[str, ...]:
    row = each.objective
    reading = _("%(value)s of %(target)s") % {
        "value": reading_text(row.measure, each.measured.value, row.unit),
        "target": reading_text(row.measure, row.target, row.unit),
    }
    why = why_of(each, told.reader) if told.is_inside else ()
    return (
        row.text,
        " · ".join([reading, *why]),
        str(each.progress.state.label),
        told.day(row.due_on),
        row.owner.display_name,
    )


def _strategies(told: Told) -> Iterable[Block]:
    if not told.is_inside:
        return
    lines = [
        f"{each.objective.text}: {line.strip()}"
        for each in told.objectives
        for line in each.objective.strategies.splitlines()
        if line.strip()
    ]
    if lines:
        yield Heading(text=pgettext("objective", "Strategies"))
        yield Bullets(items=tuple(lines))


def _actions(told: Told) -> Iterable[Block]:
    rows = tuple(
        (
            action.promise.text,
            each.objective.text,
            action.promise.owner.display_name,
            told.day(action.promise.due_on),
            str(action.promise.get_state_display()),
        )
        for each in told.objectives
        for action in told.actions.get(each.objective.pk, ())
        if action.promise is not None and (told.is_inside or action.is_shared)
    )
    if rows:
        heads = (
            pgettext("object", "Action"), pgettext("object", "Objective"), pgettext("objective", "Owner"),
            pgettext("objective", "Due on"), pgettext("objective", "State"),
        )  # fmt: skip
        yield Heading(text=pgettext("account plan", "Actions"))
        yield Table(heads=heads, rows=rows)


def _risks(told: Told) -> Iterable[Block]:
    rows = tuple(
        (
            each.text,
            str(each.get_likelihood_display()),
            str(each.get_impact_display()),
            each.answer or NONE,
        )
        for each in risks_of(told.plan)
        if told.is_inside or each.is_shared
    )
    if rows:
        heads = (
            pgettext("object", "Risk"), pgettext("risk", "Likelihood"), pgettext("risk", "Impact"),
            pgettext("risk", "Our answer"),
        )  # fmt: skip
        yield Heading(text=pgettext("account plan", "Risks"))
        yield Table(heads=heads, rows=rows)


def _inside(told: Told) -> Iterable[Block]:
    resources = tuple(
        (
            each.text,
            each.granted_by.display_name if each.granted_by else NONE,
            str(each.get_state_display()),
            told.day(each.needed_on),
        )
        for each in resources_of(told.plan)
    )
    if resources:
        heads = (
            pgettext("object", "Resource"), pgettext("resource", "Who grants it"), pgettext("resource", "State"),
            pgettext("resource", "Needed on"),
        )  # fmt: skip
        yield Heading(text=pgettext("account plan", "Resources asked for"))
        yield Table(heads=heads, rows=resources)
    reviews = tuple((told.day(each.held_on), each.decided) for each in reviews_of(told.plan))
    if reviews:
        yield Heading(text=pgettext("account plan", "Reviews"))
        yield KeyValues(pairs=reviews)
    if told.plan.note.strip():
        yield Heading(text=_("Note"))
        yield Paragraph(text=told.plan.note)
