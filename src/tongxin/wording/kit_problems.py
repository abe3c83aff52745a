"""Sentences for what can be wrong with an input of the decision library."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.problems import InputError, ProblemCode

KIT_PROBLEMS: Mapping[ProblemCode, LazyText] = {
    ProblemCode.NOT_JSON: _("This is not JSON."),
    ProblemCode.UNKNOWN_VERB: _("The library has no such function."),
    ProblemCode.MISSING: _("“%(field)s” must be given."),
    ProblemCode.UNKNOWN_FIELD: _("There is no field “%(field)s”."),
    ProblemCode.WRONG_TYPE: _("“%(field)s” is not what belongs there. Check its form."),
    ProblemCode.UNKNOWN_CHOICE: _("“%(field)s” is none of the values it may have."),
    ProblemCode.UNKNOWN_REFERENCE: _("“%(field)s” names something that is not there."),
    ProblemCode.OUT_OF_RANGE: _("“%(field)s” is too small or too large. Correct it."),
    ProblemCode.DUPLICATE: _("“%(field)s” is there twice. Remove one of them."),
    ProblemCode.CONFLICT: _("“%(field)s” contradicts the rest. Correct one of them."),
}


def kit_problem_text(error: InputError) -> str:
    """Return what is wrong with an input, in the active language; the error's own message has the details."""
    return str(KIT_PROBLEMS[error.code]) % {"field": error.field}
