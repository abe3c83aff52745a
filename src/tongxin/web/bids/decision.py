"""Decide in two steps whether we bid: knock-outs, then weighted questions with their evidence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from tongxin.analytics.bids.deciding import sheet_says, weights_in_use
from tongxin.analytics.bids.evidence import Evidence, evidence_for
from tongxin.common.clock import now, today
from tongxin.common.errors import Refusal, StaleVersion
from tongxin.crm.bids.actions import Answer, Ruling, answer_questions, decide_bid
from tongxin.crm.bids.declared.bids import BID, RIVAL
from tongxin.crm.bids.declared.papers import DEMAND, REGISTRATION
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode, Verdict
from tongxin.crm.bids.desk_rules import BEFORE_DECISION
from tongxin.crm.bids.desk_selectors import answers_of, latest_decision
from tongxin.crm.bids.selectors import get_bid_for
from tongxin.crm.bids.sheet_selectors import policy_in_use
from tongxin.records.checks import check_may_write, may_write
from tongxin.records.definition import Definition
from tongxin.team.selectors import active_users
from tongxin.web.bids.desk_pages import AskedLine, Choosable, DecisionPage, Known
from tongxin.web.bids.figures import points_text
from tongxin.web.bids.head import desk_head
from tongxin.web.edge.requests import PageRequest, posted
from tongxin.web.records.below import new_url
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Kind, Link
from tongxin.web.shell.toasts import say_next
from tongxin.wording.bid_evidence import evidence_text, sheet_reason_text
from tongxin.wording.sentences import sentence

if TYPE_CHECKING:
    from tongxin.crm.bids.desk_models import BidAnswer
    from tongxin.crm.bids.models import Bid
    from tongxin.team.models import User

SHAPES: Mapping[str, Kind] = {"GO": "good", "CONDITIONAL": "watch", "NO_GO": "bad"}

# Where evidence of a kind is looked at, if not on the page of the record itself.
PAGES: Mapping[str, str] = {"committee": "committee_map"}
# What grows with openings and results and is entered nowhere.
COMES_OF_ITSELF = frozenset({"NO_PAST_PRICES", "NO_CLOSED_BID"})
# What is entered below the bid when nothing of it is there.
ENTERED: Mapping[str, Definition] = {"NO_DEMANDS": DEMAND, "NO_RIVALS": RIVAL}


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: PageRequest, uid: str) -> HttpResponse:
    """Show the sheet and what it says; keep answers, and the decision where one is made."""
    bid = get_bid_for(request.actor, uid)
    data = posted(request)
    refused = ""
    if data is not None:
        check_may_write(BID, request.actor, bid, bid.account)
        try:
            _save(request, bid, data)
        except StaleVersion:
            raise
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            return redirect(record_url("web:bid_decision", uid))
    page = _page(request, bid, data or {}, refused)
    context = {"page": page, "head": page.desk.record, "desk": page.desk}
    return render(request, "bids/decision.html", context, status=422 if refused else 200)


def _save(request: PageRequest, bid: "Bid", data: Mapping[str, str]) -> None:
    answers: dict[str, Answer] = {}
    for code in KnockOutCode.values:
        if code in data:
            answers[code] = Answer(met={"yes": True, "no": False}.get(data[code]))
    for code in QuestionCode.values:
        if code in data:
            typed = data[code].strip()
            answers[code] = Answer(score=int(typed) if typed.isascii() and typed.isdigit() else None)
    actor, at = request.actor, now()
    answer_questions(actor=actor, at=at, bid=bid, answers=answers)
    verdict = data.get("verdict", "")
    if verdict not in Verdict.values:
        say_next(request, _("Saved."))
        return
    says = sheet_says(answers_of(bid), policy_in_use())
    approver = _people().get(data.get("approver", ""), actor.user)
    ruling = Ruling(
        verdict=verdict, reason=data.get("reason", ""), approver=approver, advised=says.decision.value,
        score=says.score,
    )  # fmt: skip
    decide_bid(actor=actor, at=at, bid=bid, ruling=ruling)
    say_next(request, _("The decision was kept."))


def _people() -> "dict[str, User]":
    return {each.uid: each for each in active_users()}


def _page(request: PageRequest, bid: "Bid", sent: Mapping[str, str], refused: str) -> DecisionPage:
    answers, policy = answers_of(bid), policy_in_use()
    says = sheet_says(answers, policy)
    may_edit = may_write(BID, request.actor, bid, bid.account)
    known = {
        code: _known(found, bid, may_enter=may_edit)
        for code, found in evidence_for(request.actor, bid, as_of=today()).items()
    }
    weights = weights_in_use(policy)
    decided = latest_decision(bid)
    advised = Verdict(says.decision.value).label if says.decision.value in Verdict.values else None
    return DecisionPage(
        desk=desk_head(request, bid, "bid_decision"),
        knock_outs=tuple(_knock_out(code, answers, sent, known) for code in KnockOutCode.values),
        questions=tuple(_question(code, answers, sent, known, weights[code]) for code in QuestionCode.values),
        advice=str(advised or pgettext("decision", "not to be said yet")),
        shape=SHAPES.get(says.decision.value, "unknown"),
        score=points_text(says.score),
        reasons=tuple(map(sheet_reason_text, says.reasons)),
        verdicts=tuple((code, str(Verdict(code).label)) for code in Verdict.values),
        approvers=tuple((each.uid, each.display_name) for each in _people().values()),
        decided=_("%(verdict)s, approved by %(approver)s on %(day)s")
        % {
            "verdict": Verdict(decided.verdict).label,
            "approver": decided.approver,
            "day": days.dated(days.local_day(decided.created_at)),
        }
        if decided is not None
        else "",
        reason=decided.reason if decided is not None else "",
        sent_reason=str(sent.get("reason", "")),
        refused=refused,
        may_write=may_edit and bid.stage in BEFORE_DECISION,
    )


def _knock_out(
    code: str, answers: "Mapping[str, BidAnswer]", sent: Mapping[str, str], known: Mapping[str, Known]
) -> AskedLine:
    met = answers[code].met if code in answers else None
    kept = {True: "yes", False: "no", None: ""}[met]
    chosen = sent.get(code, kept)
    words = (("yes", _("Yes")), ("no", _("No")), ("", pgettext("answer", "Not known")))
    return AskedLine(
        code=code,
        label=str(KnockOutCode(code).label),
        weight=None,
        known=known.get(code),
        options=tuple(Choosable(value=value, label=word, checked=value == chosen) for value, word in words),
        value=chosen,
    )


def _question(
    code: str,
    answers: "Mapping[str, BidAnswer]",
    sent: Mapping[str, str],
    known: Mapping[str, Known],
    weight: int,
) -> AskedLine:
    score = answers[code].score if code in answers else None
    return AskedLine(
        code=code,
        label=str(QuestionCode(code).label),
        weight=weight,
        known=known.get(code),
        options=(),
        value=sent.get(code, "" if score is None else str(score)),
    )


def _known(found: Evidence, bid: "Bid", *, may_enter: bool) -> Known:
    """Return what is known for a line; where it is missing, the way to the form that asks for it."""
    links = tuple(
        Link(label=each.name, url=record_url(f"web:{PAGES.get(each.kind, each.kind)}", each.uid))
        for each in found.sources
    )
    if found.is_missing:
        can_enter = may_enter and found.said not in COMES_OF_ITSELF
        links = (Link(label=_("Enter it"), url=_form_for(found.said, bid)),) if can_enter else ()
    return Known(
        text=evidence_text(found),
        is_missing=found.is_missing,
        suggested="" if found.suggested is None else str(found.suggested),
        sources=links,
    )


def _form_for(said: str, bid: "Bid") -> str:
    """Return where what is missing is entered: a form of its own, else that of the bid."""
    back = record_url("web:bid_decision", bid.uid)
    if said == "NO_REGISTRATION":
        return new_url(REGISTRATION, bid.account, back=back)
    if said in ENTERED:
        return new_url(ENTERED[said], bid, back=back)
    if said == "NO_COMMITTEE" and bid.opportunity is not None:
        return record_url("web:opportunity", bid.opportunity.uid)
    return record_url("web:bid_form", bid.uid)
