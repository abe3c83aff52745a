"""Sentences of refusals about committees, and words of what the decision library says of them."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

COMMITTEES: Mapping[str, LazyText] = {
    "COMMITTEE_ELSEWHERE": _("“%(name)s” belongs to another account. Choose an opportunity of this account."),
    "SEAT_HELD_TWICE": _(
        "%(name)s holds this seat until %(day)s, and one seat has one holder. Choose a later first day."
    ),
    "TIE_SELF": _("A tie needs two people; “%(name)s” cannot have one to themselves. Choose somebody else."),
    "TIE_ELSEWHERE": _("“%(name)s” sits in another committee. Choose a seat of this one."),
    "BOSS_TWICE": _(
        "“%(name)s” reports to “%(boss)s” already. Delete that line first, or draw this one as a dotted line."
    ),
    "BOSS_CIRCLE": _(
        "The reporting lines would go round in a circle: %(chain)s. Choose another boss, or a dotted line."
    ),
    "WEIGHTS_SUM": _("The weights sum to %(total)s%%. Change them so that they sum to 100%%."),
    "WEIGHT_MISSING": _("Give a weight to each criterion of this committee, 0 where it does not count."),
    "MEMBER_UNNAMED": _("Type the name of who takes part in the decision."),
    "MEMBER_SEATED": _("%(name)s has a seat in this committee already. Change that one."),
    "SPONSOR_PAIRED": _("%(sponsor)s keeps the relationship with %(name)s already. Change that one."),
    "SPONSOR_NOWHERE": _("%(name)s belongs to no account. Say first where they work."),
    "OPINION_OUTSIDE": _("Say how it will go from -2 (against us) to 2 (for us)."),
    "OPINION_WITHOUT_WHY": _("Say why you see it otherwise: others will ask."),
}
VERDICTS: Mapping[str, LazyText] = {
    "FAVOURABLE": pgettext_lazy("verdict", "Leans to us"),
    "OPEN": pgettext_lazy("verdict", "Open"),
    "UNFAVOURABLE": pgettext_lazy("verdict", "Leans against us"),
    "NOT_ENOUGH_DATA": pgettext_lazy("verdict", "Too little is known"),
}
MOVES: Mapping[str, LazyText] = {
    "FIND_SUCCESSOR": pgettext_lazy("move", "Find out who takes the seat"),
    "GET_ACCESS": pgettext_lazy("move", "Get to know them"),
    "LEARN_ATTITUDE": pgettext_lazy("move", "Learn how they stand"),
    "WIN_OVER": pgettext_lazy("move", "Win them over"),
}
DANGERS: Mapping[str, LazyText] = {
    "NO_DECISION_MAKER": _("No decision maker is in place: %(names)s"),
    "ONE_OF_US": _("Only %(names)s of us knows anybody here. Bring a second colleague in."),
    "ONE_OF_THEM": _("All contact goes through %(names)s alone. Meet a second of them."),
    "ACCESS_LOST": _("Nobody of us has met them for over %(days)s days: %(names)s"),
}


def danger_text(code: str, names: Iterable[str], days: int) -> str:
    """Return what is dangerous about a committee as a sentence."""
    return str(DANGERS[code] % {"names": pgettext("between listed values", ", ").join(names), "days": days})
