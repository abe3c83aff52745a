"""What one row of things to do shows, made from a worklist's rows and from promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kamkit.reasons import Code, Reason, ReasonCode
from tongxin.analytics.worklist import WorkRow
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.relationships.choices import PromiseState, Side
from tongxin.crm.relationships.rules import can_finish
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.addresses import page_url, record_url
from tongxin.wording.reasons import reason_text

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.crm.opportunities.models import Opportunity
    from tongxin.crm.relationships.models import Promise

# What the title says already, and what only lifts a row.
UNSAID = frozenset({ReasonCode.KEY_ACCOUNT, ReasonCode.NO_NEXT_STEP, ReasonCode.PERSON_NEVER_MET})
TITLES: dict[Code, LazyText] = {
    ReasonCode.NO_NEXT_STEP: gettext_lazy("%(name)s has no next step"),
    ReasonCode.PERSON_NOT_MET: gettext_lazy("%(name)s: not met for %(days)s days"),
    ReasonCode.PERSON_NEVER_MET: gettext_lazy("%(name)s: never met"),
    ReasonCode.STAGE_OLDER_THAN_USUAL: gettext_lazy("%(name)s has stood %(days)s days in its stage"),
    ReasonCode.CLOSE_WINDOW_PASSED: gettext_lazy("%(name)s should have closed already"),
    ReasonCode.SINGLE_THREADED: gettext_lazy("%(name)s: too few people known"),
}
LATE = frozenset(
    {ReasonCode.OUR_PROMISE_OVERDUE, ReasonCode.THEIR_PROMISE_OVERDUE, ReasonCode.NEXT_STEP_OVERDUE}
)
SHAPES: dict[Code, Literal["bad", "watch", "unknown"]] = {
    ReasonCode.CLOSE_WINDOW_PASSED: "bad",
    ReasonCode.NEXT_STEP_OVERDUE: "bad",
    ReasonCode.SINGLE_THREADED: "unknown",
    ReasonCode.PERSON_NEVER_MET: "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing to do with a row.

    Attributes:
        url: address of a form, which opens above the page; with `posts`, it is posted to.
        fields: hidden fields of the post, as (name, value).

    """

    element: str
    label: str
    url: str
    posts: bool = False
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One row.

    Attributes:
        element: id of the row in the page.
        tick_url: posting to it finishes the row; empty shows the sign instead.
        tick_fields: hidden fields of that post, as (name, value).
        sign: shape before an alarm, with its word.
        notes: short facts under the title.
        is_done: drawn struck through.

    """

    element: str
    title: str
    url: str
    notes: tuple[str, ...]
    due: str
    is_late: bool
    acts: tuple[Act, ...]
    tick_url: str = ""
    tick_fields: tuple[tuple[str, str], ...] = ()
    sign: Literal["bad", "watch", "unknown", "good"] = "watch"
    sign_word: str = ""
    face: str = ""
    is_done: bool = False

    @property
    def tick_label(self) -> str:
        """Return what ticking the row off says to those who hear the page."""
        return _("Done: %(title)s") % {"title": self.title}


def promise_line(promise: "Promise", reader: CellContext, actor: Actor, *, is_done: bool = False) -> WorkLine:
    """Return the row of one promise, with what can be done about it."""
    due = promise.due_on
    side = Side(promise.side).label
    notes = [account_name(promise.account)]
    if promise.opportunity is not None:
        notes.append(promise.opportunity.name)
    notes.append(str(side))
    if promise.owner_id != actor.user.pk:
        notes.append(promise.owner.display_name)
    may = can_finish(actor, promise) and promise.state == PromiseState.OPEN and not is_done
    return WorkLine(
        element=f"promise-{promise.uid}",
        title=promise.text,
        url=record_url("web:promise", promise.uid),
        notes=tuple(notes),
        due=due_text(due, reader),
        is_late=due is not None and due < reader.as_of and promise.state == PromiseState.OPEN,
        tick_url=record_url("web:promise_settlement", promise.uid) if may else "",
        acts=_promise_acts(promise, may_log=actor.has(Right.EDIT)) if may else (),
        sign_word=str(PromiseState(promise.state).label),
        sign="unknown",
        is_done=is_done or promise.state != PromiseState.OPEN,
    )


def alarm_line(row: WorkRow, reader: CellContext, actor: Actor) -> WorkLine:
    """Return the row of a deal, an account or a person, with the reasons why it stands there."""
    if row.promise is not None:
        return promise_line(row.promise, reader, actor)
    name, url, element = _subject(row)
    title = str(TITLES.get(row.first.code, "%(name)s")) % {**row.first.values, "name": name}
    shape = SHAPES.get(row.first.code, "watch")
    words = {
        "bad": pgettext("sign", "Act"), "watch": pgettext("sign", "Watch"),
        "unknown": pgettext("sign", "Unknown"),
    }  # fmt: skip
    shown = [reason for reason in row.reasons if reason.code not in UNSAID]
    notes = [account_name(row.account)] if row.opportunity or row.person else []
    return WorkLine(
        element=element,
        title=title,
        url=url,
        notes=(*notes, *(reason_text(reason, as_of=reader.as_of) for reason in shown)),
        due=_lateness(row.first) if row.first.code in LATE else _age(row.first),
        is_late=bool(row.codes & LATE),
        sign=shape,
        sign_word=words[shape],
        acts=_alarm_acts(row) if actor.has(Right.EDIT) else (),
    )


def step_line(row: WorkRow, reader: CellContext, actor: Actor) -> WorkLine:
    """Return the row of a deal's next step."""
    deal = row.opportunity
    if deal is None:
        return alarm_line(row, reader, actor)
    others = [
        reason
        for reason in row.reasons
        if reason.code not in {ReasonCode.KEY_ACCOUNT, ReasonCode.NEXT_STEP_DUE, ReasonCode.NEXT_STEP_OVERDUE}
    ]
    return opportunity_step_line(
        deal, reader, actor, notes=tuple(reason_text(reason, as_of=reader.as_of) for reason in others)
    )


def opportunity_step_line(
    deal: "Opportunity", reader: CellContext, actor: Actor, *, done: str = "", notes: tuple[str, ...] = ()
) -> WorkLine:
    """Return the row of a deal's next step; `done` is the one just taken, after which another is to be planned."""
    due = None if done else deal.next_step_on
    may = actor.has(Right.EDIT)
    return WorkLine(
        element=f"step-{deal.uid}",
        title=done or deal.next_step,
        url=opportunity_url(deal),
        notes=(account_name(deal.account), deal.name, *notes),
        due="" if done else due_text(due, reader),
        is_late=due is not None and due < reader.as_of,
        sign="unknown" if done else "watch",
        sign_word=pgettext("promise", "Done") if done else pgettext("sign", "Next step"),
        tick_url=record_url("web:next_step_completion", deal.uid) if may and not done else "",
        tick_fields=(("version", str(deal.version)),),
        acts=_deal_acts(deal, f"deal-{deal.uid}") if may else (),
        is_done=bool(done),
    )


def exception_line(row: WorkRow, reader: CellContext, actor: Actor) -> WorkLine:
    """Return the row of what is late or stalls in somebody's team, with whose it is."""
    is_step = row.opportunity is not None and row.first.code in {
        ReasonCode.NEXT_STEP_DUE,
        ReasonCode.NEXT_STEP_OVERDUE,
    }
    line = step_line(row, reader, actor) if is_step else alarm_line(row, reader, actor)
    owner = row.owner.display_name if row.owner else ""
    return WorkLine(
        element=f"team-{line.element}",
        title=line.title,
        url=line.url,
        notes=(owner, *(note for note in line.notes if note != owner)),
        due=line.due,
        is_late=line.is_late,
        face=owner,
        acts=(),
    )


def account_name(account: "Account | None") -> str:
    """Return what an account is called in a row."""
    return account.display_name if account is not None else ""


def opportunity_url(deal: "Opportunity") -> str:
    """Return the address of a deal's page."""
    return record_url("web:opportunity", deal.uid)


def log_url(**about: str) -> str:
    """Return the address of the form that logs a visit, about something."""
    known = {name: uid for name, uid in about.items() if uid}
    url = page_url("web:visit_new")
    return f"{url}?{urlencode(known)}" if known else url


def due_text(due: date | None, reader: CellContext) -> str:
    """Return when something is due: how late, today, tomorrow, or the day."""
    if due is None:
        return pgettext("due", "no date")
    late = (reader.as_of - due).days
    if late > 0:
        return _days_late(late)
    if late >= -1:
        return days.seen_from(due, as_of=reader.as_of)
    return days.short_day(due, as_of=reader.as_of, calendar=reader.calendar)


def join_notes(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the parts that say something."""
    return tuple(part for part in parts if part)


def _promise_acts(promise: "Promise", *, may_log: bool) -> tuple[Act, ...]:
    later = Act(
        element=f"promise-{promise.uid}-later",
        label=pgettext("postpone", "+7 days"),
        url=record_url("web:promise_postponement", promise.uid),
        posts=True,
        fields=(("days", "7"),),
    )
    if not may_log:
        return (later,)
    return (
        later,
        Act(
            element=f"promise-{promise.uid}-log",
            label=pgettext("verb", "Log"),
            url=log_url(
                account=promise.account.uid,
                person=promise.person.uid if promise.person else "",
                opportunity=promise.opportunity.uid if promise.opportunity else "",
            ),
        ),
    )


def _alarm_acts(row: WorkRow) -> tuple[Act, ...]:
    _title, _url, element = _subject(row)
    if row.opportunity is not None:
        return _deal_acts(row.opportunity, element)
    acts: list[Act] = []
    account = row.account.uid if row.account else ""
    if row.person is None and row.account is not None:
        url = f"{page_url('web:person_new')}?account={account}"
        acts.append(Act(element=f"{element}-add", label=_("Add a person"), url=url))
    acts.append(
        Act(
            element=f"{element}-log",
            label=pgettext("verb", "Log"),
            url=log_url(
                account=account,
                person=row.person.uid if row.person else "",
            ),
        )
    )
    return tuple(acts)


def _deal_acts(deal: "Opportunity", element: str) -> tuple[Act, ...]:
    account = deal.account.uid if deal.account else ""
    return (
        Act(
            element=f"{element}-plan",
            label=_("Plan the next step"),
            url=record_url("web:opportunity_next_step", deal.uid),
        ),
        Act(
            element=f"{element}-log",
            label=pgettext("verb", "Log"),
            url=log_url(account=account, opportunity=deal.uid),
        ),
    )


def _subject(row: WorkRow) -> tuple[str, str, str]:
    if row.opportunity is not None:
        return row.opportunity.name, opportunity_url(row.opportunity), f"deal-{row.opportunity.uid}"
    if row.person is not None:
        person = row.person
        title = person.name_and_title
        return title, record_url("web:person", person.uid), f"person-{person.uid}"
    if row.account is not None:
        account = row.account
        return account.name, record_url("web:account", account.uid), f"account-{account.uid}"
    return "", "", ""


def _days_late(late: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", late) % {"days": f"{late:,}"}


def _lateness(reason: Reason) -> str:
    late = reason.values.get("days")
    return _days_late(late) if isinstance(late, int) else _age(reason)


def _age(reason: Reason) -> str:
    over = reason.values.get("over")
    if isinstance(over, int):
        return ngettext("%(count)s day over", "%(count)s days over", over) % {"count": f"{over:,}"}
    number = reason.values.get("days")
    if not isinstance(number, int):
        return "—"
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": f"{number:,}"}
