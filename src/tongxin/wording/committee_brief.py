"""The decision brief of a committee in words: what somebody wrote, and from the data what nobody has written yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from tongxin.crm.committees.choices import Fit
from tongxin.crm.committees.watch import STALE_DAYS, warnings_of
from tongxin.wording.committees import danger_text
from tongxin.wording.reasons import day_words

if TYPE_CHECKING:
    from tongxin.crm.committees.models import Criterion, DecisionBrief
    from tongxin.crm.committees.selectors import CommitteeMap

SECTIONS: Mapping[str, LazyText] = {
    "options": pgettext_lazy("brief", "Options"),
    "criteria_text": pgettext_lazy("brief", "Criteria"),
    "consequences": pgettext_lazy("brief", "Consequences"),
    "open_risks": pgettext_lazy("brief", "Open risks"),
    "our_ask": pgettext_lazy("brief", "Our ask"),
}
US = gettext_lazy("Our offer")
MOST_FIT = max(Fit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a brief; `is_own` when somebody wrote it."""

    key: str
    title: str
    lines: tuple[str, ...]
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A decision on one page."""

    name: str
    about: str
    sections: tuple[Section, ...]


def brief_of(found: "CommitteeMap", own: "DecisionBrief | None") -> Brief:
    """Return the brief of a committee; nothing in it is a judgement about a person.

    Args:
        found: the committee on a day, criteria with the fits of rivals.
        own: what somebody wrote, which goes before what is computed.
    """
    computed = {
        "options": _options(found),
        "criteria_text": _criteria(found),
        "consequences": _consequences(found),
        "open_risks": _risks(found),
        "our_ask": _ask(found),
    }
    deal = found.committee.opportunity
    about = (found.committee.account.name, deal.name if deal is not None else found.committee.name)
    return Brief(
        name=own.name if own is not None else _("Decision brief: %(name)s") % {"name": about[1]},
        about=" · ".join((*about, str(found.committee.get_rule_display()))),
        sections=tuple(_section(key, title, own, computed[key]) for key, title in SECTIONS.items()),
    )


def _section(key: str, title: LazyText, own: "DecisionBrief | None", lines: Iterator[str]) -> Section:
    written = getattr(own, key) if own is not None else ""
    told = written.splitlines() if written else lines
    return Section(
        key=key, title=str(title), lines=tuple(line for line in told if line), is_own=bool(written)
    )


def rivals_of(criteria: "Sequence[Criterion]") -> dict[int, str]:
    """Return the rivals that have a fit on any of these criteria, by number."""
    return {
        fit.competitor_id: fit.competitor.name
        for criterion in criteria
        for fit in criterion.rival_fits.all()
        if fit.deleted_at is None
    }


def fits_of(criterion: "Criterion") -> dict[int, int]:
    """Return how well each named rival meets a criterion, by number of the rival."""
    return {fit.competitor_id: fit.fit for fit in criterion.rival_fits.all() if fit.deleted_at is None}


def weighted_fit(criteria: "Sequence[Criterion]", rival: int | None) -> Decimal | None:
    """Return the fit of a rival, ours when `None`, over the criteria on which it is known: percent of full fit.

    Criteria count by their weights, alike while none has any; `None` when no fit is known.
    """
    is_weighed = any(criterion.weight for criterion in criteria)
    total, whole = Decimal(0), Decimal(0)
    for criterion in criteria:
        fit = criterion.our_fit if rival is None else fits_of(criterion).get(rival)
        weight = (criterion.weight or Decimal(0)) if is_weighed else Decimal(1)
        if fit is not None:
            total += weight * fit
            whole += weight * MOST_FIT
    return (100 * total / whole).quantize(Decimal(1)) if whole else None


def _options(found: "CommitteeMap") -> Iterator[str]:
    for rival, name in ((None, str(US)), *rivals_of(found.criteria).items()):
        share = weighted_fit(found.criteria, rival)
        if share is None:
            yield _("%(name)s: fit not known yet") % {"name": name}
        else:
            yield _("%(name)s: meets the criteria known to %(share)s%%") % {"name": name, "share": share}
    yield _("Decide later and stay with what is in place")


def _criteria(found: "CommitteeMap") -> Iterator[str]:
    names = rivals_of(found.criteria)
    for criterion in found.criteria:
        facts = []
        if criterion.is_mandatory:
            facts.append(pgettext("criterion", "Mandatory"))
        if criterion.weight is not None:
            facts.append(f"{criterion.weight.normalize():f}%")
        told = [f"{US}: {criterion.get_our_fit_display() or '–'}"]
        told += [f"{names[rival]}: {Fit(fit).label}" for rival, fit in fits_of(criterion).items()]
        head = f"{criterion.name} ({', '.join(facts)})" if facts else criterion.name
        yield f"{head} — {' · '.join(told)}"


def _consequences(found: "CommitteeMap") -> Iterator[str]:
    ahead, behind, barred = [], [], []
    for criterion in found.criteria:
        fits = [*fits_of(criterion).values()]
        best = max(fits, default=criterion.best_rival_fit)
        if criterion.our_fit is None:
            continue
        if criterion.is_mandatory and criterion.our_fit == Fit.NONE:
            barred.append(criterion.name)
        elif best is not None and criterion.our_fit > best:
            ahead.append(criterion.name)
        elif best is not None and criterion.our_fit < best:
            behind.append(criterion.name)
    comma = pgettext("between listed values", ", ")
    if ahead:
        yield _("With us the customer gains on: %(names)s") % {"names": comma.join(ahead)}
    if behind:
        yield _("With us the customer gives up on: %(names)s") % {"names": comma.join(behind)}
    if barred:
        yield _("As it stands we do not meet what is mandatory: %(names)s") % {"names": comma.join(barred)}


def _risks(found: "CommitteeMap") -> Iterator[str]:
    names = {user.pk: user.display_name for user in found.team}
    for each in warnings_of(found.committee, found.seats, found.contacts, names, as_of=found.as_of):
        yield danger_text(each.code, each.names, STALE_DAYS)
    unknown = sum(criterion.our_fit is None for criterion in found.criteria)
    if unknown:
        yield ngettext(
            "On %(count)s criterion we do not know how the customer sees us",
            "On %(count)s criteria we do not know how the customer sees us",
            unknown,
        ) % {"count": unknown}
    if not found.criteria:
        yield _("What the committee decides by is not known yet")


def _ask(found: "CommitteeMap") -> Iterator[str]:
    deal = found.committee.opportunity
    if deal is None or not (deal.next_step or deal.close_to):
        yield _("Say what we ask for, of whom and until when")
        return
    if deal.next_step:
        yield deal.next_step
    if deal.close_to is not None:
        yield _("A decision by %(day)s") % {"day": day_words(deal.close_to)}
