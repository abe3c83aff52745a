"""The value case on one page for the customer's controller: without our margin and the quotes it rests on."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.competition.value import Answer, cents
from tongxin.documents.content import Block, Document, Heading, KeyValues, Note, Paragraph, Table
from tongxin.web.competition.words import payback_text, percent, sentence_start
from tongxin.web.shell import days

if TYPE_CHECKING:
    from tongxin.crm.competition.models import CaseLine

NONE = "—"


def value_paper(answer: Answer, *, language: str, printed_on: str) -> Document:
    """Return the page: the answer first, then what it rests on and who agreed, then the years.

    Args:
        printed_on: the day in words, for the foot of the page.
    """
    case = answer.case
    facts = [f"{pgettext('value case', 'Edition')} {case.edition}", case.currency]
    if case.price is not None:
        facts.append(f"{pgettext('value case', 'Our price')} {_amount(case.price)}")
    return Document(
        title=case.name,
        subtitle=" · ".join([case.account.name, *facts]),
        language=language,
        footer=f"{case.account.name} · {case.name} · {printed_on}",
        blocks=tuple(_blocks(answer)),
    )


def _blocks(answer: Answer) -> Iterable[Block]:
    if answer.result is None:
        yield Paragraph(text=_("Enter what the offer brings and costs, and the answer stands here"))
    else:
        yield Paragraph(text=sentence_start(payback_text(answer.result)))
        yield KeyValues(pairs=_figures(answer))
    if answer.lines:
        yield Heading(text=_("What it rests on"))
        yield _lines(answer)
    if answer.result is not None:
        yield Heading(text=_("Cash flow by year"))
        yield _years(answer)
        yield Note(
            text=_(
                "Year 0 is not discounted; every later year is, for the present value and the paybacks alike."
            )
        )
    if answer.costs:
        yield Heading(text=_("Total cost, side by side"))
        yield _costs(answer)


def _figures(answer: Answer) -> tuple[tuple[str, str], ...]:
    result, case = answer.result, answer.case
    assert result is not None  # noqa: S101 - the caller has asked
    return (
        (_("Net present value"), f"{_amount(result.npv)} {case.currency}"),
        (_("Internal rate of return"), " · ".join(percent(rate * 100) for rate in result.irr) or NONE),
        (_("Pays back after years"), " · ".join(f"{years:.2f}" for years in result.paybacks) or NONE),
        (
            _("Return on investment"),
            percent(result.roi_percent) if result.roi_percent is not None else NONE,
        ),
        (_("Total cost of our offer"), f"{_amount(result.total_cost)} {case.currency}"),
        (pgettext("value case", "Discount rate"), percent(case.rate)),
    )


def _lines(answer: Answer) -> Table:
    return Table(
        heads=(
            pgettext("value line", "Line"),
            pgettext("value line", "Kind"),
            pgettext("value line", "Amount a year"),
            pgettext("value line", "Years"),
            pgettext("value line", "Growth a year"),
            pgettext("value line", "Assumption"),
            pgettext("value line", "Agreed by"),
        ),
        rows=tuple(
            (
                line.name,
                str(line.get_kind_display()),
                _amount(line.amount),
                _span(line),
                percent(line.growth),
                line.assumption or NONE,
                _agreed(line),
            )
            for line in answer.lines
        ),
        numbers=frozenset({2, 4}),
    )


def _span(line: "CaseLine") -> str:
    return str(line.first_year) if line.last_year is None else f"{line.first_year}-{line.last_year}"


def _agreed(line: "CaseLine") -> str:
    if line.agreed_by is None:
        return pgettext("value line", "Not yet")
    return f"{line.agreed_by} {days.dated(line.agreed_on)}" if line.agreed_on else str(line.agreed_by)


def _years(answer: Answer) -> Table:
    result = answer.result
    assert result is not None  # noqa: S101 - the caller has asked
    return Table(
        heads=(
            pgettext("share", "Year"),
            pgettext("value case", "Benefits"),
            pgettext("value case", "Costs"),
            pgettext("value case", "Net"),
            pgettext("value case", "Cumulated"),
            pgettext("value case", "Present value"),
        ),
        rows=tuple(
            (
                str(row.year),
                *map(_amount, (row.benefits, row.costs, row.net, row.cumulated, row.present)),
            )
            for row in result.table
        ),
        numbers=frozenset(range(6)),
    )


def _costs(answer: Answer) -> Table:
    return Table(
        heads=(
            pgettext("value case", "Way"),
            pgettext("value case", "Total"),
            pgettext("value case", "Present value"),
        ),
        rows=tuple(
            (str(cost.kind.label), _amount(cost.total), _amount(cost.present)) for cost in answer.costs
        ),
        numbers=frozenset({1, 2}),
    )


def _amount(value: Decimal) -> str:
    return f"{cents(value):,.2f}"
