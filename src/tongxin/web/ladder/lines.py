"""Criteria and evidence of the ladder as rows."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongxin.analytics.ladder.facts import Finding
from tongxin.analytics.ladder.standing import CriterionStanding, LevelStanding, Standing
from tongxin.audit.choices import Kind
from tongxin.crm.ladder.choices import CriterionState
from tongxin.crm.records import BY_KIND
from tongxin.web.ladder.drawing import state_of
from tongxin.web.ladder.pages import CriterionLine, EvidenceLine, LevelSection, Shape
from tongxin.web.lists.cells import CellContext
from tongxin.web.shell import days
from tongxin.web.shell.addresses import record_url
from tongxin.web.work.lines import Act, WorkLine, account_name
from tongxin.wording.ladder import asked_text, finding_text, gap_promise, state_text

MOST = 3
SHAPES: dict[str, Shape] = {
    CriterionState.MET: "good",
    CriterionState.SOON: "watch",
    CriterionState.EXPIRED: "bad",
    CriterionState.REFUTED: "bad",
    CriterionState.SHORT: "watch",
    CriterionState.UNKNOWN: "unknown",
}
PAGES = {Kind.OPPORTUNITY: "web:opportunity", Kind.PERSON: "web:person", Kind.PROMISE: "web:promise"}


def level_section(level: LevelStanding, uid: str, reader: CellContext, *, may_edit: bool) -> LevelSection:
    """Return a level with its criteria and what fulfils each."""
    state, kind = state_of(level)
    return LevelSection(
        anchor=f"level-{level.level.lower()}",
        title=str(level.level.label),
        state=state,
        kind=kind,
        criteria=tuple(_criterion(each, uid, reader, may_edit=may_edit) for each in level.criteria),
    )


def proof_url(uid: str, fact: str = "") -> str:
    """Return where evidence is entered at an account, for a criterion chosen already."""
    asked = {"account": uid, **({"fact": fact} if fact else {}), "next": _back(uid)}
    return f"{reverse('web:ladder_proof_new')}?{urlencode(asked)}"


def gap_lines(standing: Standing, *, may_edit: bool) -> tuple[WorkLine, ...]:
    """Return what the next level lacks, the least effort first, each with what can be done about it."""
    return tuple(_gap(each, standing.account.uid, may_edit=may_edit) for each in standing.missing)


def decay_lines(
    standing: Standing, reader: CellContext, *, may_edit: bool, with_account: bool = False
) -> tuple[WorkLine, ...]:
    """Return what expires soon or has expired, the earliest first."""
    return tuple(
        _decay(each, standing, reader, may_edit=may_edit, with_account=with_account)
        for each in standing.decaying
    )


def _back(uid: str) -> str:
    return record_url("web:account_ladder", uid)


def _promise_url(uid: str, standing: CriterionStanding) -> str:
    asked = {"account": uid, "text": gap_promise(standing), "next": _back(uid)}
    return f"{reverse('web:promise_new')}?{urlencode(asked)}"


def _criterion(each: CriterionStanding, uid: str, reader: CellContext, *, may_edit: bool) -> CriterionLine:
    return CriterionLine(
        element=_element(each),
        label=each.asked.label,
        asked=asked_text(each.asked),
        kind=SHAPES[each.state],
        state=state_text(each),
        expires=days.whole_day(each.expires_on, calendar=reader.calendar) if each.expires_on else "",
        evidence=tuple(_evidence(finding, each, reader) for finding in each.findings[:MOST]),
        more=max(len(each.findings) - MOST, 0),
        proof_url=proof_url(uid, each.asked.fact) if may_edit else "",
        promise_url=_promise_url(uid, each) if may_edit and not each.is_met else "",
    )


def _element(each: CriterionStanding) -> str:
    return f"criterion-{each.asked.level}-{each.asked.fact}".lower().replace("_", "-")


def _evidence(finding: Finding, each: CriterionStanding, reader: CellContext) -> EvidenceLine:
    is_address = finding.place.startswith(("https://", "http://"))
    return EvidenceLine(
        text=finding_text(finding) or _("Record"),
        url=_page_of(finding),
        day=days.whole_day(finding.on, calendar=reader.calendar),
        note=" · ".join(filter(None, (finding.source, "" if is_address else finding.place))),
        outside=finding.place if is_address else "",
        counts=finding.uid in each.counted,
        against=finding.against,
    )


def _page_of(finding: Finding) -> str:
    name = PAGES.get(finding.kind) or f"web:{BY_KIND[finding.kind].one}"
    return record_url(name, finding.uid)


def _gap(each: CriterionStanding, uid: str, *, may_edit: bool) -> WorkLine:
    element = f"gap-{_element(each)}"
    acts = (
        Act(
            element=f"{element}-promise",
            label=pgettext("verb", "Plan a promise"),
            url=_promise_url(uid, each),
        ),
        Act(
            element=f"{element}-proof",
            label=pgettext("verb", "Enter evidence"),
            url=proof_url(uid, each.asked.fact),
        ),
    )
    return WorkLine(
        element=element,
        title=each.asked.label,
        url=f"#{_element(each)}",
        notes=(
            state_text(each),
            asked_text(each.asked),
            _("effort %(effort)s of 5") % {"effort": each.asked.effort},
        ),
        due="",
        is_late=False,
        acts=acts if may_edit else (),
        sign=_sign(each),
        sign_word=str(each.state.label),
    )


def _sign(each: CriterionStanding) -> Shape:
    return SHAPES[each.state]


def _decay(
    each: CriterionStanding,
    standing: Standing,
    reader: CellContext,
    *,
    may_edit: bool,
    with_account: bool,
) -> WorkLine:
    uid = standing.account.uid
    element = f"decay-{uid}-{_element(each)}"
    is_over = each.state == CriterionState.EXPIRED
    day = days.whole_day(each.expires_on, calendar=reader.calendar) if each.expires_on else ""
    said = _("%(criterion)s: evidence expired") if is_over else _("%(criterion)s: evidence expires soon")
    renew = Act(
        element=f"{element}-promise",
        label=pgettext("verb", "Plan a promise"),
        url=_promise_url(uid, each),
    )
    notes = (_("counted until %(day)s") % {"day": day},)
    return WorkLine(
        element=element,
        title=said % {"criterion": each.asked.label},
        url=f"{_back(uid)}#{_element(each)}",
        notes=(account_name(standing.account), *notes) if with_account else notes,
        due="",
        is_late=is_over,
        acts=(renew,) if may_edit else (),
        sign="bad" if is_over else "watch",
        sign_word=str(each.state.label),
    )
