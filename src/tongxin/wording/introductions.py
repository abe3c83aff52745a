"""Ways of introduction in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from tongxin.analytics.introductions import StepKind
from tongxin.wording.reasons import day_words

if TYPE_CHECKING:
    from tongxin.analytics.introductions import IntroductionPath, Step

STEPS: Mapping[StepKind, LazyText] = {
    StepKind.COLLEAGUE: _("%(name)s, our colleague"),
    StepKind.MET: _("%(name)s, met %(times)s times, last on %(day)s"),
    StepKind.TIE: _("%(name)s, tied to the one before: %(tie)s"),
    StepKind.TOGETHER: _("%(name)s, works with the one before at %(account)s"),
    StepKind.ONCE_TOGETHER: _("%(name)s, once worked with the one before at %(account)s"),
}


def step_text(step: "Step") -> str:
    """Return a step of a way as words: whom it leads to and how the one before knows them."""
    return str(STEPS[step.kind]) % {
        "name": step.name,
        "times": step.times,
        "day": day_words(step.last_on) if step.last_on is not None else "",
        "tie": step.tie.get_kind_display() if step.tie is not None else "",
        "account": step.account.display_name if step.account is not None else "",
    }


def way_text(way: "IntroductionPath") -> str:
    """Return a way as one sentence from the reader to the person asked for."""
    return " → ".join([pgettext("introduction", "you"), *(step_text(step) for step in way.steps)])
