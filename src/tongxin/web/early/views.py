"""How early we are and how far we shape the needs: every deal, and what went with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from kamkit.early.engagement import Difference, Engagement, Rate, Shaping
from tongxin.analytics.early import EarlyRow, early_engagement
from tongxin.common.clock import today
from tongxin.crm.projects.choices import Effect
from tongxin.web.edge.requests import PageRequest
from tongxin.web.shell.addresses import record_url
from tongxin.wording.early_reasons import ENGAGEMENTS, SHAPINGS
from tongxin.wording.reasons import reason_text

# The deals begun last; the figures above count all of them.
SHOWN = 60
LEFT, FULL, LINE, TOP = 220, 960, 40, 24
KINDS = {Engagement.BEFORE_CHARTER: "good", Engagement.BEFORE_TENDER: "watch", Engagement.LATE: "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """Somebody who decides, with the first contact and its lead in words."""

    name: str
    first_on: date | None
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyLine:
    """A deal of the table."""

    name: str
    account: str
    url: str
    outcome: str
    charter_on: date | None
    tender_on: date | None
    state: str
    kind: str
    people: tuple[LeadLine, ...]
    shaped: str
    support: str
    effects: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """A win rate with its interval, in units of the drawing; too few deals have no mark."""

    label: str
    deals: int
    won: int
    rate: str
    interval: str
    note: str
    y: int
    text_y: int
    x: int | None
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePicture:
    """Win rates of the kinds of deals, what they differ by, and what that means."""

    element: str
    finding: str
    height: int
    ticks: tuple[tuple[int, str], ...]
    lines: tuple[RateLine, ...]
    note: str


@require_GET
def early(request: PageRequest) -> HttpResponse:
    """Show when those who decide were first met, what we shaped, and win rates beside it."""
    found = early_engagement(request.actor, as_of=today())
    result = found.result
    context = {
        "pictures": (
            _picture("engagement", result.engagement, result.early, _early_words()),
            _picture("shaping", result.shaping, result.shaped, _shaped_words()),
        ),
        "lines": tuple(_line(row) for row in found.rows[:SHOWN]),
        "count": len(found.rows),
        "left": max(len(found.rows) - SHOWN, 0),
    }
    return render(request, "early/page.html", context)


def _early_words() -> tuple[str, str]:
    return (
        _("Deals in which we met who decides before the charter were won %(points)s points more often"),
        _("Whether meeting who decides before the charter goes with winning cannot be told yet"),
    )


def _shaped_words() -> tuple[str, str]:
    return (
        _("Deals of whose requirements we shaped a third or more were won %(points)s points more often"),
        _("Whether shaping the requirements goes with winning cannot be told yet"),
    )


def _picture(
    element: str, rates: tuple[Rate, ...], difference: Difference, words: tuple[str, str]
) -> RatePicture:
    known, unknown = words
    value = difference.difference
    finding = unknown if value is None else known % {"points": f"{value * 100:+.0f}"}
    notes = [reason_text(reason) for reason in difference.reasons]
    if difference.low is not None and difference.high is not None:
        span = {"low": f"{difference.low * 100:+.0f}", "high": f"{difference.high * 100:+.0f}"}
        notes.insert(0, _("95%% interval %(low)s to %(high)s points") % span)
    return RatePicture(
        element=element,
        finding=finding,
        height=TOP + LINE * len(rates) + 8,
        ticks=tuple((_x(share / 4), f"{share * 25}%") for share in range(5)),
        lines=tuple(_rate(rate, place) for place, rate in enumerate(rates)),
        note=" · ".join(notes),
    )


def _rate(rate: Rate, place: int) -> RateLine:
    y = TOP + place * LINE + LINE // 2
    known = rate.rate is not None and rate.low is not None and rate.high is not None
    return RateLine(
        label=str(
            {**ENGAGEMENTS, **SHAPINGS}[rate.kind] if rate.kind != "UNKNOWN" else ENGAGEMENTS["UNKNOWN"]
        ),
        deals=rate.deals,
        won=rate.won,
        rate=f"{(rate.rate or 0) * 100:.0f}%" if known else "—",
        interval=f"{(rate.low or 0) * 100:.0f}–{(rate.high or 0) * 100:.0f}%" if known else "",
        note=" · ".join(reason_text(reason) for reason in rate.reasons),
        y=y,
        text_y=y + 4,
        x=_x(rate.rate or 0) if known else None,
        low=_x(rate.low or 0),
        high=_x(rate.high or 0),
    )


def _x(share: float) -> int:
    return round(LEFT + share * (FULL - LEFT - 40))


def _line(row: EarlyRow) -> EarlyLine:
    told = row.told
    return EarlyLine(
        name=row.deal.name,
        account=row.deal.account.display_name,
        url=record_url("web:opportunity", row.deal.uid),
        outcome=row.deal.get_outcome_display(),
        charter_on=row.charter_on,
        tender_on=row.tender_on,
        state=str(ENGAGEMENTS[told.engagement.value]),
        kind=KINDS.get(told.engagement, "unknown"),
        people=tuple(
            LeadLine(
                name=row.people[lead.id].full_name,
                first_on=lead.first_on,
                lead=_lead(lead.before_charter, lead.before_tender, met=lead.first_on is not None),
            )
            for lead in told.leads
        ),
        shaped=_shaped(row),
        support=_effort(row.support.effort),
        effects=_effects(row.support.effects),
        notes=tuple(reason_text(reason) for reason in told.reasons),
    )


def _shaped(row: EarlyRow) -> str:
    if row.told.shaping is Shaping.UNKNOWN or row.told.shaped is None:
        return "—"
    said = {"percent": f"{row.told.shaped * 100:.0f}", "ours": row.ours, "all": row.requirements}
    return _("%(percent)s%% (%(ours)s of %(all)s)") % said


def _effort(effort: Decimal) -> str:
    if not effort:
        return "—"
    said = {"days": floatformat(effort, -1)}
    return ngettext("%(days)s working day", "%(days)s working days", 1 if effort == 1 else 2) % said


def _effects(effects: Mapping[str, int]) -> str:
    told = [f"{Effect(effect).label} {count}" for effect, count in sorted(effects.items()) if count]
    return pgettext("between listed values", ", ").join(told)


def _lead(charter: int | None, tender: int | None, *, met: bool) -> str:
    if not met:
        return pgettext("early", "never met")
    parts = []
    if charter is not None:
        parts.append(_days(charter, _("charter")))
    if tender is not None:
        parts.append(_days(tender, _("tender")))
    return pgettext("between listed values", ", ").join(parts)


def _days(days: int, what: str) -> str:
    said = {"days": abs(days), "what": what}
    if days > 0:
        return ngettext("%(days)s day before the %(what)s", "%(days)s days before the %(what)s", days) % said
    return ngettext("%(days)s day after the %(what)s", "%(days)s days after the %(what)s", abs(days)) % said
