"""Sentences for what is known for each line of the go/no-go sheet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kamkit.reasons import Reason
from tongxin.crm.bids.desk_choices import KnockOutCode, QuestionCode
from tongxin.wording.reasons import day_words, reason_text

if TYPE_CHECKING:
    from tongxin.analytics.bids.evidence import Evidence

EVIDENCE: Mapping[str, LazyText] = {
    "NO_REGISTRATION": _("no registration as a supplier with this customer is entered"),
    "NOT_REGISTERED": _("“%(name)s”: %(state)s"),
    "REGISTERED": _("registered as a supplier: “%(name)s”"),
    "REGISTERED_UNTIL": _("registered as a supplier until %(day)s: “%(name)s”"),
    "REGISTRATION_ENDS": _("the registration “%(name)s” ends on %(day)s, before the deadline"),
    "DEMANDS_LACKING": _("missing: %(names)s"),
    "DEMANDS_MET": _("all %(count)s demands are met"),
    "NO_DEMANDS": _("no demands are entered"),
    "DAYS_LEFT": _("days until the official deadline: %(days)s"),
    "NO_DEADLINE": _("the official deadline is not entered"),
    "COVERED": _(
        "we cover %(percent)s%% of the committee’s power; of %(seats)s seats, %(gaps)s without contact"
    ),
    "NO_OPPORTUNITY": _("the bid is tied to no opportunity, so its committee is not known"),
    "NO_COMMITTEE": _("the opportunity has no committee yet"),
    "NO_SEATS": _("the committee has no seats yet"),
    "SHAPED": _("we shaped %(percent)s%% of the requirements: %(shaped)s of %(count)s"),
    "NO_PROJECT": _("no project of the customer’s is tied to the opportunity or the tender"),
    "NO_REQUIREMENTS": _("the project has no requirements yet"),
    "WON_AT": _("%(count)s past openings here or with these rivals: won at %(low)s–%(high)s%% of the budget"),
    "PAST_WITHOUT_WINNER": _(
        "%(count)s past openings here or with these rivals, none with winner and budget"
    ),
    "NO_PAST_PRICES": _("no price was read out yet at an opening here or with these rivals"),
    "RIVALS": _("expected: %(names)s"),
    "NO_RIVALS": _("no rival is entered"),
    "OPEN_BIDS": _("open bids of %(owner)s: %(count)s, due before this one: %(before)s"),
    "NO_OTHER_BID": _("%(owner)s has no other open bid"),
    "NO_OWNER": _("the bid has no owner"),
    "MARGIN": _("margin at our price: %(percent)s%%"),
    "NO_MARGIN": _("our price or our cost is not entered"),
    "MARGIN_WITHHELD": _("you may not see the margin"),
    "WON_HERE": _("won here so far: %(won)s of %(count)s"),
    "NO_CLOSED_BID": _("no bid for this customer was closed yet"),
}


def evidence_text(each: "Evidence") -> str:
    """Return what is known as a clause in the active language."""
    return str(EVIDENCE[each.said]) % {name: _plain(value) for name, value in each.params.items()}


def _plain(value: object) -> object:
    if isinstance(value, list):
        return pgettext("between listed values", ", ").join(value)
    return day_words(value) if isinstance(value, date) else value


def sheet_reason_text(reason: Reason) -> str:
    """Return why the sheet says what it says, with its lines by their names."""
    between = pgettext("between listed values", ", ")
    named = {
        name: between.join(_line(code) for code in value.split(", ")) if isinstance(value, str) else value
        for name, value in reason.params
    }
    return reason_text(replace(reason, params=tuple(named.items())))


def _line(code: str) -> str:
    for codes in (KnockOutCode, QuestionCode):
        if code in codes.values:
            return str(codes(code).label)
    return code
