"""The award simulator: who wins by the tender's own method, by how much, how sure, and what would change it."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kamkit.bids.methods import RULES, Method
from kamkit.bids.results import RankedBid
from kamkit.bids.sensitivity import Change, ChangeOf
from tongxin.analytics.bids.prices import Compared
from tongxin.analytics.bids.simulation import PlayedScenario, Simulation, rate_day, simulate
from tongxin.analytics.bids.tender import Played
from tongxin.common.clock import today
from tongxin.common.errors import Refusal
from tongxin.common.rights import Right
from tongxin.crm.bids.choices import AwardMethod, VatBasis
from tongxin.crm.bids.declared.bids import CRITERION, RIVAL, SCENARIO
from tongxin.crm.bids.selectors import BidSheet, get_bid_for, sheet_of
from tongxin.web.bids.figures import (
    FINE,
    amount_text,
    cents,
    chance_text,
    exact_amount_text,
    places_telling_apart,
    points_text,
    rank_text,
)
from tongxin.web.bids.head import desk_head
from tongxin.web.bids.pages import (
    BidderLine,
    Cell,
    Improvement,
    Outcome,
    ScenarioLine,
    ScoreRow,
    SimulatorPage,
)
from tongxin.web.bids.past import past_part
from tongxin.web.bids.pictures import chances_of, ladder_of
from tongxin.web.edge.requests import PageRequest
from tongxin.web.records.below import new_url
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Property
from tongxin.wording.reasons import reason_text
from tongxin.wording.sentences import sentence

MOST_TURNS = 4


def own_name() -> str:
    """Return what we are called among the bidders, in the active language."""
    return pgettext("bidder", "We")


@require_safe
def simulator(request: PageRequest, uid: str) -> HttpResponse:
    """Play the award method through with what is known and guessed."""
    bid = get_bid_for(request.actor, uid)
    sheet = sheet_of(bid)
    may_see = request.actor.has(Right.PRICE_FLOOR)
    outcome, refused = _played(request, sheet) if may_see else (None, "")
    desk = desk_head(request, bid, "bid_simulator")
    may_edit = bool(desk.record.form_url)
    page = SimulatorPage(
        desk=desk,
        method=str(AwardMethod(bid.method).label),
        rule=RULES[Method(bid.method)],
        currency=bid.currency,
        refused=refused,
        is_withheld=not may_see,
        outcome=outcome,
        scores_url=record_url("web:bid_scores", uid) if may_edit else "",
        rival_url=new_url(RIVAL, bid) if may_edit else "",
        scenario_url=new_url(SCENARIO, bid) if may_edit else "",
        criterion_url=new_url(CRITERION, bid) if may_edit else "",
        past=past_part(request, bid, sheet.rivals, may_edit=may_edit) if may_see else None,
    )
    return render(request, "bids/simulator.html", {"page": page, "head": desk.record, "desk": desk})


def _played(request: PageRequest, sheet: BidSheet) -> tuple[Outcome | None, str]:
    try:
        found = simulate(sheet, own_name=own_name(), on=rate_day(sheet.bid, today()))
    except Refusal as refusal:
        return None, sentence(refusal)
    with_margin = request.actor.has(Right.MARGIN)
    currency = sheet.bid.currency
    played = found.played
    return (
        Outcome(
            say=_said(found),
            figures=_figures(found, sheet, with_margin=with_margin),
            heads=tuple(bid.id for bid in played.tender.bids),
            scores=_scores(played),
            lines=tuple(_line(played, each, _step(found)) for each in found.result.ranking),
            members=_members(found),
            most=points_text(found.result.highest_possible) if found.result.highest_possible else "",
            has_weighted=any(each.weighted_price is not None for each in found.result.ranking),
            reasons=tuple(map(reason_text, found.result.reasons)),
            improvements=tuple(_improvements(found, currency)),
            scenarios=tuple(_scenario(each, found, with_margin=with_margin) for each in found.scenarios),
            ladder=ladder_of(sheet, found, with_floor=True),
            chances=chances_of(found, currency),
            price_reasons=tuple(map(reason_text, found.price.reasons)) if found.price else (),
        ),
        "",
    )


def _said(found: Simulation) -> str:
    own, result = found.own, found.result
    if result.outcome.value == "WEIGHTS_OPEN":
        return _("The weights are still ranges: bidders have spans and no ranks.")
    if not own.eligible:
        return _("We are out: %(why)s.") % {"why": "; ".join(map(reason_text, own.reasons))}
    if result.outcome.value == "RULE_NEEDED":
        return _(
            "There is no order: a formula has no value for a price, and the tender needs a rule for that."
        )
    if result.ties:
        return _("Bids are equal at the top: %(names)s.") % {"names": ", ".join(result.ties)}
    return _said_of_order(found)


def _said_of_order(found: Simulation) -> str:
    own, result = found.own, found.result
    if result.award == own.id and len(result.ranking) == 1:
        return _("No rival is entered yet: alone we are first at any price. Add whom you expect.")
    points = points_text(None if found.ahead_by is None else abs(found.ahead_by), _step(found))
    if result.award == own.id:
        return _("By this method we win; the distance to the next is %(points)s.") % {"points": points}
    first = result.award or pgettext("bidder", "nobody")
    return _("By this method %(first)s wins; we are number %(rank)s, at a distance of %(points)s.") % {
        "first": first,
        "rank": own.rank,
        "points": points,
    }


def _step(found: Simulation) -> Decimal:
    """Return to which step totals are shown: equal ones look equal, and others do not."""
    return places_telling_apart(each.total for each in found.result.ranking)


def _figures(found: Simulation, sheet: BidSheet, *, with_margin: bool) -> tuple[Property, ...]:
    own = found.played.prices.get(found.played.own)
    has_order = found.result.outcome.value != "WEIGHTS_OPEN"
    low, high = (rank_text(each, is_out=has_order) for each in found.ranks)
    told = [
        (pgettext("bid", "Chance to win"), chance_text(found.chance)),
        (pgettext("bid", "Place"), rank_text(found.own.rank, is_out=not found.own.eligible)),
        (
            pgettext("bid", "With our lowest and our highest scores"),
            f"{low} – {high}" if low != high else low,
        ),
        (pgettext("bid", "Our price"), amount_text(own.amount if own else None, sheet.bid.currency)),
        (
            pgettext("bid", "Wins up to"),
            amount_text(found.price.wins_up_to if found.price else None, sheet.bid.currency),
        ),
    ]
    if with_margin:
        told.append((pgettext("bid", "Margin"), amount_text(found.margin, sheet.bid.currency)))
    return tuple(Property(label=label, value=value) for label, value in told)


def _scores(played: Played) -> tuple[ScoreRow, ...]:
    rows = []
    for item in played.tender.criteria:
        means = [_mean(bid.sheets.values(), item.id) for bid in played.tender.bids]
        best = max((each for each in means if each is not None), default=None)
        step = places_telling_apart(means)
        cells = tuple(
            Cell(text=points_text(each, step), is_best=each is not None and each == best) for each in means
        )
        weight = (
            points_text(item.points)
            if item.range is None
            else f"{points_text(item.range[0])}–{points_text(item.range[1])}"
        )
        rows.append(ScoreRow(name=item.id, weight=weight, cells=cells))
    return tuple(rows)


def _members(found: Simulation) -> tuple[ScoreRow, ...]:
    """Return the ranks that each member gives, and their sums."""
    ranks = {each.id: dict(each.ranks) for each in found.result.ranking}
    heads = [bid.id for bid in found.played.tender.bids]
    known = list(dict.fromkeys(member for given in ranks.values() for member in given))
    if not known:
        return ()
    rows = [(member, [ranks[id_].get(member) for id_ in heads]) for member in known]
    rows.append((_("Sum of ranks"), [sum(ranks[id_].values()) or None for id_ in heads]))
    return tuple(
        ScoreRow(
            name=name,
            weight="",
            cells=tuple(
                Cell(
                    text=rank_text(rank),
                    is_best=rank is not None and rank == min(filter(None, given), default=None),
                )
                for rank in given
            ),
        )
        for name, given in rows
    )


def _mean(sheets: object, item: str) -> Decimal | None:
    known = [sheet[item] for sheet in sheets if item in sheet]  # type: ignore[attr-defined]
    return sum(known, Decimal(0)) / len(known) if known else None


def _offered(price: Compared | None) -> str:
    """Return a price as it was offered, with VAT or without, and the rate and its day; empty where nothing was changed."""
    if price is None or not price.is_converted:
        return ""
    written = exact_amount_text(price.offered, price.currency)
    offered = f"{written} ({VatBasis(price.basis).label})"
    if price.rate is None:
        return offered
    return _("%(offered)s at %(rate)s of %(day)s") % {
        "offered": offered, "rate": f"{price.rate.normalize():f}", "day": price.rate_date,
    }  # fmt: skip


def _line(played: Played, each: RankedBid, step: Decimal) -> BidderLine:
    total = points_text(each.total, step)
    if each.total_low is not None and each.total_high is not None:
        total = f"{points_text(each.total_low)}–{points_text(each.total_high)}"
    return BidderLine(
        name=each.id,
        is_ours=each.id == played.own,
        rank=rank_text(each.rank, is_out=not each.eligible),
        price=each.bid_price,
        offered=_offered(played.prices.get(each.id)),
        evaluated=cents(each.evaluation_price) if each.evaluation_price != each.bid_price else None,
        coefficient=points_text(each.coefficient, FINE),
        weighted=cents(each.weighted_price),
        quality=points_text(each.technical, step),
        price_points=points_text(each.price_score),
        total=total,
        reasons=tuple(map(reason_text, each.reasons)),
    )


def _improvements(found: Simulation, currency: str) -> list[Improvement]:
    told = [
        Improvement(
            what=_("One point more on “%(criterion)s”") % {"criterion": each.criterion.name},
            worth=amount_text(each.amount, currency),
            note=_("as much as %(percent)s%% of our price; now at %(score)s")
            % {"percent": points_text(each.percent), "score": points_text(each.from_score)},
        )
        for each in found.worths
    ]
    turns = found.turns.changes if found.turns else ()
    return told + [
        Improvement(
            what=_turned(change),
            worth=_("%(from)s → %(to)s")
            % {
                "from": _figure(change, change.now, currency),
                "to": _figure(change, change.turns_at, currency),
            },
            note=_("then first: %(names)s") % {"names": ", ".join(change.first) or "—"},
        )
        for change in turns[:MOST_TURNS]
    ]


def _figure(change: Change, value: Decimal, currency: str) -> str:
    return amount_text(value, currency) if change.of is ChangeOf.PRICE else points_text(value)


def _turned(change: Change) -> str:
    kind, who, item = change.of.value, change.bid or "", change.criterion or ""
    if kind == "PRICE":
        return _("The award turns with the price of %(bidder)s") % {"bidder": who}
    if kind == "SCORE":
        return _("The award turns with “%(criterion)s” of %(bidder)s") % {"criterion": item, "bidder": who}
    return _("The award turns with the weight of the price")


def _scenario(each: PlayedScenario, found: Simulation, *, with_margin: bool) -> ScenarioLine:
    best = [other for other in found.scenarios if other.is_first]
    return ScenarioLine(
        name=each.scenario.name,
        url=record_url("web:bid_scenario", each.scenario.uid),
        price=each.price,
        rank=rank_text(each.rank),
        chance=chance_text(each.chance),
        margin=each.margin if with_margin else None,
        refused=sentence(each.refused) if each.refused else "",
        is_best=bool(best) and each is max(best, key=lambda one: one.price or Decimal(0)),
    )
