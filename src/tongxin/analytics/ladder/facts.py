"""What the records show of relationships, for many accounts at once; each kind of record is asked once.

What the reader may not see shows nothing: a level is as high as their own view supports.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.committees.selectors import contact_facts, visible_seats, visible_sponsorships
from tongxin.crm.committees.touches import touched
from tongxin.crm.competition.choices import Ring
from tongxin.crm.competition.models import WalletShare
from tongxin.crm.competition.selectors import our_placements
from tongxin.crm.ladder.choices import LadderFact
from tongxin.crm.ladder.selectors import proofs_of
from tongxin.crm.opportunities.choices import Outcome
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.crm.projects.models import JointPlan, PlanProposal, Pulse
from tongxin.crm.projects.plan_choices import ProposalState
from tongxin.crm.projects.plan_selectors import of_plans
from tongxin.crm.projects.pulse_choices import Feeling
from tongxin.crm.projects.pulse_rules import calls_for_us
from tongxin.crm.projects.selectors import of_projects
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.selectors import visible_promises
from tongxin.crm.stakeholders.choices import PersonStatus, PostLevel
from tongxin.crm.stakeholders.models import Tenure
from tongxin.crm.stakeholders.selectors import visible_people

A_YEAR = 365
# Fewer say nothing of a share.
FEWEST = 3
WHOLE = 100
SENIOR = (PostLevel.BOARD, PostLevel.EXECUTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One piece of evidence.

    Attributes:
        on: the day it is of.
        text: what it is called.
        kind: of the record it was read from; the page of that record shows it.
        uid: of that record.
        percent: what was measured, for facts that have a threshold; `None` where being there is enough.
        against: whether it speaks against the fact.
        until: the last day on which it counts, `None` where only the criterion says.
        source: from whom or which document, for what was entered by hand.
        place: where it can be opened, for what was entered by hand.
    """

    fact: str
    on: date
    text: str
    kind: Kind
    uid: str
    percent: int | None = None
    against: bool = False
    until: date | None = None
    source: str = ""
    place: str = ""


@dataclass(slots=True)
class Gathered:
    """Findings of one account, and the facts of which the records can say something, also that they are not so."""

    findings: list[Finding] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


Found = dict[int, Gathered]


def gather(actor: Actor, accounts: Iterable[int], *, as_of: date) -> Found:
    """Return what the records show of each account until a day; some fifteen queries, however many accounts."""
    found: Found = {pk: Gathered() for pk in accounts}
    if found:
        for read in READERS:
            read(actor, found, as_of)
    return found


def _orders(actor: Actor, found: Found, as_of: date) -> None:
    rows = visible_opportunities(actor).filter(account__in=list(found))
    for account, uid, name, outcome, closed in rows.values_list(
        "account", "uid", "name", "outcome", "closed_on"
    ):
        found[account].known.add(LadderFact.ORDERS)
        if outcome == Outcome.WON and closed is not None and closed <= as_of:
            found[account].findings.append(
                Finding(fact=LadderFact.ORDERS, on=closed, text=name, kind=Kind.OPPORTUNITY, uid=uid)
            )


def _people(actor: Actor, found: Found, as_of: date) -> None:
    high = Tenure.objects.filter(person=OuterRef("pk"), is_current=True, post__level__in=SENIOR)
    people = visible_people(actor).filter(account__in=list(found), status=PersonStatus.ACTIVE)
    rows = people.annotate(is_senior=Exists(high)).order_by("pk")
    for account, uid, name, met, is_senior in rows.values_list(
        "account", "uid", "full_name", "last_contact_at", "is_senior"
    ):
        facts = (LadderFact.CONTACTS, LadderFact.SENIORS) if is_senior else (LadderFact.CONTACTS,)
        found[account].known.update(facts)
        if met is None or (on := timezone.localdate(met)) > as_of:
            continue
        found[account].findings += [
            Finding(fact=fact, on=on, text=name, kind=Kind.PERSON, uid=uid) for fact in facts
        ]


def _sponsors(actor: Actor, found: Found, as_of: date) -> None:
    rows = visible_sponsorships(actor).filter(account__in=list(found), deleted_at=None)
    kept = list(rows.select_related("person", "sponsor", "account").order_by("pk"))
    if not kept:
        return
    people = {row.person_id for row in kept if row.person_id is not None}
    seen = set(visible_people(actor).filter(pk__in=people).values_list("pk", flat=True))
    for touch in touched(kept, seen, contact_facts(actor, seen, as_of=as_of)):
        of = found[touch.sponsorship.account_id]
        of.known.add(LadderFact.SPONSOR)
        if touch.person is not None and touch.last_on is not None:
            text = f"{touch.person.full_name} · {touch.sponsorship.sponsor.display_name}"
            of.findings.append(
                Finding(
                    fact=LadderFact.SPONSOR,
                    on=touch.last_on,
                    text=text,
                    kind=Kind.SPONSORSHIP,
                    uid=touch.sponsorship.uid,
                )
            )


def _shares(actor: Actor, found: Found, as_of: date) -> None:
    rows = WalletShare.objects.filter(visible_through(actor, "account"), account__in=list(found))
    for row in rows.filter(competitor=None, deleted_at=None).order_by("year", "created_at", "pk"):
        # What is said of a year is of its last day, or of the day it was said while the year ran.
        on = min(date(row.year, 12, 31), timezone.localdate(row.created_at))
        if on <= as_of:
            found[row.account_id].findings.append(
                Finding(
                    fact=LadderFact.SHARE,
                    on=on,
                    text=row.source,
                    kind=Kind.WALLET_SHARE,
                    uid=row.uid,
                    percent=int(row.percent),
                )
            )


def _rings(actor: Actor, found: Found, as_of: date) -> None:
    newest = {
        row.account_id: row
        for row in our_placements(actor).filter(account__in=list(found), placed_on__lte=as_of)
    }
    inner = {
        LadderFact.RING_PREFERRED: (Ring.CORE, Ring.PREFERRED),
        LadderFact.RING_CORE: (Ring.CORE,),
    }
    for account, row in newest.items():
        if not row.has_evidence:
            continue
        for fact, rings in inner.items():
            found[account].findings.append(
                Finding(
                    fact=fact,
                    on=min(row.evidence_on or row.placed_on, as_of),
                    text=row.evidence,
                    kind=Kind.PLACEMENT,
                    uid=row.uid,
                    against=row.ring not in rings,
                )
            )


def _promises(actor: Actor, found: Found, as_of: date) -> None:
    rows = visible_promises(actor).filter(account__in=list(found), side=Side.OURS)
    # What is due today can still be kept in time.
    due = rows.filter(due_on__gte=as_of - timedelta(days=A_YEAR), due_on__lt=as_of)
    told: dict[int, list[tuple[date, bool, str]]] = {}
    for account, uid, on, state, settled in due.order_by("due_on", "pk").values_list(
        "account", "uid", "due_on", "state", "settled_at"
    ):
        day = cast("date", on)
        kept = state == PromiseState.KEPT and settled is not None and timezone.localdate(settled) <= day
        told.setdefault(account, []).append((day, kept, uid))
    for account, lines in told.items():
        found[account].known.add(LadderFact.PROMISES)
        if len(lines) >= FEWEST:
            last_on, _kept, uid = lines[-1]
            share = _share(sum(kept for _on, kept, _uid in lines), len(lines))
            found[account].findings.append(
                Finding(
                    fact=LadderFact.PROMISES, on=last_on, text="", kind=Kind.PROMISE, uid=uid, percent=share
                )
            )


def _pulses(actor: Actor, found: Found, as_of: date) -> None:
    rows = of_projects(Pulse, actor).filter(project__account__in=list(found), deleted_at=None, score__gt=0)
    answered = rows.filter(answered_on__range=(as_of - timedelta(days=A_YEAR), as_of))
    told: dict[int, list[tuple[date, int, str]]] = {}
    for account, uid, on, score in answered.order_by("answered_on", "pk").values_list(
        "project__account", "uid", "answered_on", "score"
    ):
        told.setdefault(account, []).append((on, score, uid))
    for account, lines in told.items():
        found[account].known.add(LadderFact.PULSE)
        if len(lines) < FEWEST:
            continue
        last_on, _score, uid = lines[-1]
        scores = [score for _on, score, _uid in lines]
        found[account].findings.append(
            Finding(
                fact=LadderFact.PULSE,
                on=last_on,
                text="",
                kind=Kind.PULSE,
                uid=uid,
                percent=_share(sum(score >= Feeling.GOOD for score in scores), len(scores)),
                # However good the others are: a bad or falling last answer calls for us first.
                against=calls_for_us(scores[-1], scores[:-1]),
            )
        )


def _coverage(actor: Actor, found: Found, as_of: date) -> None:
    running = Q(committee__opportunity=None) | Q(committee__opportunity__outcome=Outcome.OPEN)
    seats = visible_seats(actor).filter(running, committee__account__in=list(found), deleted_at=None)
    told: dict[int, list[tuple[date | None, str]]] = {}
    seen = visible_people(actor).values("pk")
    for account, committee, met in (
        seats.filter(person__in=seen)
        .order_by("pk")
        .values_list("committee__account", "committee__uid", "person__last_contact_at")
    ):
        on = timezone.localdate(met) if met else None
        told.setdefault(account, []).append((on if on and on <= as_of else None, committee))
    for account, lines in told.items():
        found[account].known.add(LadderFact.COVERAGE)
        fresh = [on for on, _uid in lines if on is not None and (as_of - on).days <= A_YEAR]
        if len(lines) >= FEWEST:
            found[account].findings.append(
                Finding(
                    fact=LadderFact.COVERAGE,
                    on=max(fresh, default=as_of),
                    text="",
                    kind=Kind.COMMITTEE,
                    uid=lines[-1][1],
                    percent=_share(len(fresh), len(lines)),
                )
            )


def _plans(actor: Actor, found: Found, as_of: date) -> None:
    plans = of_plans(JointPlan, actor, "").filter(project__account__in=list(found), deleted_at=None)
    accounts = dict(plans.values_list("pk", "project__account"))
    for account in accounts.values():
        found[account].known.add(LadderFact.JOINT_PLAN)
    if not accounts:
        return
    agreed = PlanProposal.objects.filter(plan__in=list(accounts), state=ProposalState.ACCEPTED)
    for plan, name, uid, decided in agreed.order_by("pk").values_list(
        "plan", "plan__name", "plan__uid", "decided_at"
    ):
        if decided is not None and (on := timezone.localdate(decided)) <= as_of:
            found[accounts[plan]].findings.append(
                Finding(fact=LadderFact.JOINT_PLAN, on=on, text=name, kind=Kind.JOINT_PLAN, uid=uid)
            )


def _by_hand(actor: Actor, found: Found, as_of: date) -> None:
    for row in proofs_of(actor, found, as_of=as_of):
        found[row.account_id].findings.append(
            Finding(
                fact=row.fact,
                on=row.observed_on,
                text=row.shown,
                kind=Kind.LADDER_PROOF,
                uid=row.uid,
                against=row.speaks_against,
                until=row.valid_until,
                source=row.source,
                place=row.place,
            )
        )


def _share(part: int, whole: int) -> int:
    return WHOLE * part // whole


Reader = Callable[[Actor, Found, date], None]
READERS: Sequence[Reader] = (
    _orders,
    _people,
    _sponsors,
    _shares,
    _rings,
    _promises,
    _pulses,
    _coverage,
    _plans,
    _by_hand,
)
