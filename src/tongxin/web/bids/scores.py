"""Enter the scores of all bidders in one table."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from tongxin.common.clock import now
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.crm.bids.actions import GivenScore, set_scores
from tongxin.crm.bids.actions.scoring import highest_of
from tongxin.crm.bids.declared.bids import BID
from tongxin.crm.bids.parameters import absent_of
from tongxin.crm.bids.selectors import BidSheet, get_bid_for, sheet_of
from tongxin.records.checks import check_may_write
from tongxin.web.bids.head import desk_head
from tongxin.web.bids.pages import ScoreInput, ScoreLine, ScoresPage
from tongxin.web.bids.simulator import own_name
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link
from tongxin.web.shell.toasts import say_next
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.bids.models import BidCriterion, BidRival, BidScore

OURS = ("low", "score", "high")
MOST_NAME = 60


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: PageRequest, uid: str) -> HttpResponse:
    """Ask for the scores of one member, or of the committee as one, and keep them, whole or not at all."""
    bid = get_bid_for(request.actor, uid)
    check_may_write(BID, request.actor, bid, bid.account)
    sheet = sheet_of(bid)
    data = posted(request)
    member = _member(sheet, request.GET.get("member"))
    refused = ""
    faults: dict[str, str] = {}
    if data is not None:
        refused, faults = _save(request, sheet, data, member)
        if not (refused or faults):
            say_next(request, _("Saved."))
            return redirect(record_url("web:bid_simulator", uid))
    desk = desk_head(request, bid, "bid_simulator")
    page = ScoresPage(
        desk=desk,
        heads=tuple(label for label, _rival in _columns(sheet)),
        lines=tuple(_line(sheet, each, data or {}, faults, member) for each in _scored(sheet)),
        version=bid.version,
        refused=refused,
        back_url=record_url("web:bid_simulator", uid),
        member=member,
        members=_links(sheet, member),
        is_absent=member in absent_of(bid) if data is None else "absent" in data,
    )
    status = 422 if refused or faults else 200
    return render(
        request, "bids/scores.html", {"page": page, "head": desk.record, "desk": desk}, status=status
    )


def _save(
    request: PageRequest, sheet: BidSheet, data: Mapping[str, str], member: str
) -> tuple[str, dict[str, str]]:
    """Keep what was sent; return the sentence of a refusal, and what is no number by its field."""
    given, faults = _read(sheet, data, member)
    if faults:
        return "", faults
    bid = sheet.bid
    absent = {*absent_of(bid)} - {member} | ({member} if "absent" in data else set())
    try:
        set_scores(
            actor=request.actor,
            at=now(),
            bid=bid,
            scores=given,
            absent=absent if member else None,
            expected_version=int(data.get("version") or bid.version),
        )
    except StaleVersion:
        raise
    except Refusal as refusal:
        return sentence(refusal), {}
    return "", {}


def _members(sheet: BidSheet) -> list[str]:
    """Return who scored, in the order of entry, absent ones included; the committee as one has no name."""
    return list(dict.fromkeys([*(each.member for each in sheet.scores), *absent_of(sheet.bid)]))


def _member(sheet: BidSheet, asked: str | None) -> str:
    """Return whose scores are shown: who is asked for, else the first who scored."""
    if asked is not None:
        return " ".join(asked.split())[:MOST_NAME]
    return next(iter(_members(sheet)), "")


def _links(sheet: BidSheet, member: str) -> tuple[Link, ...]:
    known = list(dict.fromkeys([*_members(sheet), member]))
    if known == [""]:
        return ()
    url = record_url("web:bid_scores", sheet.bid.uid)
    return tuple(
        Link(
            label=each or pgettext("scores", "The committee as one"),
            url=f"{url}?{urlencode({'member': each})}",
            current=each == member,
        )
        for each in known
    )


def _scored(sheet: BidSheet) -> list["BidCriterion"]:
    return [each for each in sheet.criteria if not each.is_price]


def _columns(sheet: BidSheet) -> list[tuple[str, "BidRival | None"]]:
    words = (
        pgettext("our scores", "at worst"),
        pgettext("our scores", "likely"),
        pgettext("our scores", "at best"),
    )
    own: list[tuple[str, BidRival | None]] = [(f"{own_name()}: {word}", None) for word in words]
    return [*own, *((each.name, each) for each in sheet.rivals)]


def _names(sheet: BidSheet, criterion: "BidCriterion") -> list[str]:
    return [
        *(f"{criterion.uid}-{part}" for part in OURS),
        *(f"{criterion.uid}-{each.uid}" for each in sheet.rivals),
    ]


def _line(
    sheet: BidSheet,
    criterion: "BidCriterion",
    sent: Mapping[str, object],
    faults: Mapping[str, str],
    member: str,
) -> ScoreLine:
    kept = _kept(sheet, criterion, member)
    inputs = []
    for name, (label, _rival) in zip(_names(sheet, criterion), _columns(sheet), strict=True):
        value = sent.get(name, kept.get(name, "")) if sent else kept.get(name, "")
        inputs.append(
            ScoreInput(
                name=name, value=str(value), label=f"{criterion.name}: {label}", error=faults.get(name, "")
            )
        )
    most = highest_of(criterion)
    return ScoreLine(name=criterion.name, most=_plain(most), inputs=tuple(inputs))


def _kept(sheet: BidSheet, criterion: "BidCriterion", member: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in sheet.scores:
        if each.criterion_id != criterion.pk or each.member != member:
            continue
        if each.rival_id is None:
            values = (each.score_low, each.score, each.score_high)
            found |= {
                f"{criterion.uid}-{part}": _plain(value) for part, value in zip(OURS, values, strict=True)
            }
        else:
            found[f"{criterion.uid}-{_uid_of(sheet, each)}"] = _plain(each.score)
    return found


def _uid_of(sheet: BidSheet, score: "BidScore") -> str:
    return next(each.uid for each in sheet.rivals if each.pk == score.rival_id)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _read(sheet: BidSheet, data: Mapping[str, str], member: str) -> tuple[list[GivenScore], dict[str, str]]:
    given: list[GivenScore] = []
    faults: dict[str, str] = {}
    for criterion in _scored(sheet):
        numbers: dict[str, Decimal | None] = {}
        for name in _names(sheet, criterion):
            try:
                numbers[name] = _number(data.get(name, ""))
            except ValueError:
                faults[name] = _("This is not a number.")
                numbers[name] = None
        low, score, high = (numbers[f"{criterion.uid}-{part}"] for part in OURS)
        given.append(
            GivenScore(criterion=criterion, member=member, score=score, score_low=low, score_high=high)
        )
        given += [
            GivenScore(
                criterion=criterion,
                rival=each,
                member=member,
                score=numbers[f"{criterion.uid}-{each.uid}"],
            )
            for each in sheet.rivals
        ]
    return given, faults


def _number(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        raise ValueError(text)
    return number
