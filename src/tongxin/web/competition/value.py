"""One value case: what it comes to, what it rests on, its editions, and the workbook to take along."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kamkit.finance.case import CaseResult
from tongxin.analytics.competition.value import Answer, Edition, answer_of, cents, editions_beside
from tongxin.analytics.competition.workbook import value_workbook
from tongxin.audit.actions import record as note
from tongxin.audit.choices import Kind, Verb
from tongxin.audit.selectors import history_of
from tongxin.common.clock import now, today
from tongxin.common.money_text import format_amount
from tongxin.common.rights import Right
from tongxin.crm.competition.choices import LineKind, QuoteStanding
from tongxin.crm.competition.editions import make_edition
from tongxin.crm.competition.records import VALUE_CASE
from tongxin.records import reading
from tongxin.web.competition.paper import value_paper
from tongxin.web.competition.words import payback_text, sentence_start
from tongxin.web.edge.documents import DOCX, PDF, language_now, send_document
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.below import sections_below
from tongxin.web.records.heads import head_of, properties_of, texts_of, told
from tongxin.web.records.pages import RecordPage
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.toasts import say_next
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.competition.models import ValueCase

RECENT = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STANDING_KINDS = {QuoteStanding.VALID: "good", QuoteStanding.EXPIRED: "bad", QuoteStanding.DRAFT: "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One headline figure."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """A quote and what it is worth today."""

    title: str
    price: Decimal | None
    standing: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """What one way costs in total, and what our offer saves against it."""

    label: str
    total: Decimal
    present: Decimal
    saved: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One year of the cash-flow table, to the cent."""

    year: int
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityRow:
    """How much one line moves the answer, and the change of it at which nothing is left."""

    line: str
    swing: Decimal
    break_even: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One edition beside the others."""

    label: str
    url: str
    current: bool
    npv: Decimal | None
    payback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePage:
    """What a value case comes to; the record itself stands below."""

    finding: str
    currency: str
    figures: tuple[Figure, ...]
    reasons: tuple[str, ...]
    answer: Answer
    years: tuple[YearRow, ...]
    sensitivity: tuple[SensitivityRow, ...]
    costs: tuple[CostRow, ...]
    quotes: tuple[QuoteRow, ...]
    basis: str
    editions: tuple[EditionRow, ...]
    agreed: str
    workbook_url: str
    pdf_url: str
    docx_url: str
    edition_url: str


@require_GET
def value_case(request: PageRequest, uid: str) -> HttpResponse:
    """Show a value case: its answer first, then the facts, lines and quotes it rests on."""
    actor = request.actor
    record = reading.get_for(VALUE_CASE, actor, uid)
    answer = answer_of(actor, record, as_of=today())
    lines = history_of(actor, VALUE_CASE.kind, uid, restricted=dict(VALUE_CASE.restricted), limit=RECENT)
    page = RecordPage(
        head=head_of(VALUE_CASE, request, record),
        properties=properties_of(VALUE_CASE, request, record),
        texts=texts_of(VALUE_CASE, request, record),
        below=sections_below(request, VALUE_CASE.kind, record),
        recent=told(VALUE_CASE, request, record, lines, brief=True),
    )
    value = _page(
        answer, editions_beside(record), may_edit=bool(page.head.form_url), may_export=actor.has(Right.EXPORT)
    )
    return render(request, "competition/value.html", {"page": page, "head": page.head, "value": value})


@require_GET
def value_case_workbook(request: PageRequest, uid: str) -> HttpResponse:
    """Send the value case as a workbook with live formulas; who may export gets it, and the log notes it."""
    actor = request.actor
    actor.must_have(Right.EXPORT)
    record = reading.get_for(VALUE_CASE, actor, uid)
    note(actor=actor, at=now(), verb=Verb.EXPORTED, kind=Kind.VALUE_CASE, target=record, form="xlsx")
    response = HttpResponse(value_workbook(answer_of(actor, record, as_of=today())), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="tongxin-value-case-{record.edition}.xlsx"'
    return response


@require_GET
def value_case_pdf(request: PageRequest, uid: str) -> HttpResponse:
    """Send the value case on one page as PDF."""
    return _paper(request, uid, PDF)


@require_GET
def value_case_docx(request: PageRequest, uid: str) -> HttpResponse:
    """Send the value case on one page as a text that can be edited."""
    return _paper(request, uid, DOCX)


@require_POST
def value_case_editions(request: PageRequest, uid: str) -> HttpResponse:
    """Make the next edition of a value case."""
    record = reading.get_for(VALUE_CASE, request.actor, uid)
    made = make_edition(actor=request.actor, at=now(), case=record)
    say_next(
        request,
        _("Edition %(edition)s was made; the earlier one stays as it is.") % {"edition": made.edition},
    )
    return redirect("web:value_case", uid=made.uid)


def _paper(request: PageRequest, uid: str, form: str) -> HttpResponse:
    request.actor.must_have(Right.EXPORT)
    record = reading.get_for(VALUE_CASE, request.actor, uid)
    printed_on = days.whole_day(today(), calendar=reader_of(request).calendar)
    answer = answer_of(request.actor, record, as_of=today())
    document = value_paper(answer, language=language_now(), printed_on=printed_on)
    name = f"value-case-{record.edition}"
    return send_document(request, document, form=form, name=name, kind=Kind.VALUE_CASE, target=record)


def _page(answer: Answer, editions: tuple[Edition, ...], *, may_edit: bool, may_export: bool) -> ValuePage:
    case, result = answer.case, answer.result
    return ValuePage(
        finding=sentence_start(payback_text(result)) if result else "",
        currency=case.currency,
        figures=_figures(result, case.currency) if result else (),
        reasons=tuple(reason_text(reason) for reason in result.reasons) if result else (),
        answer=answer,
        years=_years(result) if result else (),
        sensitivity=tuple(
            SensitivityRow(
                line=each.line,
                swing=cents(each.swing),
                break_even=f"{each.break_even * 100:+.1f}%".replace("-", "−")
                if each.break_even is not None
                else "—",
            )
            for each in (result.sensitivity if result else ())
        ),
        costs=_costs(answer),
        quotes=tuple(
            QuoteRow(
                title=line.quote.title,
                price=line.quote.quoted_price,
                standing=str(line.standing.label),
                kind=STANDING_KINDS[line.standing],
            )
            for line in (answer.basis.quotes if answer.basis else ())
        ),
        basis=_basis(answer),
        editions=tuple(_edition(each, case) for each in editions),
        agreed=_("The customer agreed to %(agreed)s of %(count)s lines.")
        % {"agreed": answer.agreed, "count": len(answer.lines)},
        workbook_url=reverse("web:value_case_workbook", args=[case.uid]) if may_export else "",
        pdf_url=reverse("web:value_case_pdf", args=[case.uid]) if may_export else "",
        docx_url=reverse("web:value_case_docx", args=[case.uid]) if may_export else "",
        edition_url=reverse("web:value_case_editions", args=[case.uid]) if may_edit else "",
    )


def _years(result: CaseResult) -> tuple[YearRow, ...]:
    return tuple(
        YearRow(
            year=row.year,
            amounts=tuple(map(cents, (row.benefits, row.costs, row.net, row.cumulated, row.present))),
        )
        for row in result.table
    )


def _figures(result: CaseResult, currency: str) -> tuple[Figure, ...]:
    none = "—"
    return (
        Figure(label=_("Net present value"), value=_amount(result.npv, currency)),
        Figure(
            label=_("Internal rate of return"),
            value=" · ".join(f"{rate * 100:.2f}%" for rate in result.irr) or none,
        ),
        Figure(
            label=_("Pays back after years"),
            value=" · ".join(f"{years:.2f}" for years in result.paybacks) or none,
        ),
        Figure(
            label=_("Return on investment"),
            value=f"{result.roi_percent:.2f}%" if result.roi_percent is not None else none,
        ),
        Figure(label=_("Total cost of our offer"), value=_amount(result.total_cost, currency)),
    )


def _amount(value: Decimal | None, currency: str) -> str:
    if value is None:
        return "—"
    written = format_amount(value, currency, language=get_language() or "en")
    return f"{written.symbol}{written.number}{written.unit}"


def _costs(answer: Answer) -> tuple[CostRow, ...]:
    ours = next((cost.present for cost in answer.costs if cost.kind == LineKind.COST), None)
    return tuple(
        CostRow(
            label=str(cost.kind.label),
            total=cost.total,
            present=cost.present,
            saved=cost.present - ours if ours is not None and cost.kind != LineKind.COST else None,
        )
        for cost in answer.costs
    )


def _basis(answer: Answer) -> str:
    """Say what our own cost rests on, with the part that rests on quotes that ran out."""
    basis = answer.basis
    if basis is None:
        return ""
    said = {
        "usable": basis.usable,
        "count": len(basis.quotes),
        "expired": _amount(basis.expired, answer.case.currency),
        "margin": _amount(basis.margin, answer.case.currency),
        "without": _amount(basis.margin_without, answer.case.currency),
    }
    text = _("Our cost rests on %(usable)s of %(count)s quotes.") % said
    if basis.expired:
        text += " " + _("%(expired)s rests on quotes that ran out.") % said
    if basis.margin is not None:
        text += " " + _("Margin with them %(margin)s, without them %(without)s.") % said
    return text


def _edition(edition: Edition, shown: "ValueCase") -> EditionRow:
    result = edition.result
    return EditionRow(
        label=f"{pgettext('value case', 'Edition')} {edition.case.edition}",
        url=record_url("web:value_case", edition.case.uid),
        current=edition.case.pk == shown.pk,
        npv=cents(result.npv) if result else None,
        payback=payback_text(result) if result else "",
    )
