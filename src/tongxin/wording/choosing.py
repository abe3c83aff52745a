"""Help in judging somebody: statements in order, each with the value it stands for; the first that is true counts."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Flow = tuple[tuple[LazyText, str], ...]

FIELDS: Mapping[str, LazyText] = {
    "attitude": pgettext_lazy("seat", "Attitude"),
    "power": pgettext_lazy("seat", "Power"),
    "orientation": pgettext_lazy("seat", "Orientation"),
    "adaptability": pgettext_lazy("seat", "Adaptability"),
    "access": pgettext_lazy("seat", "Our access"),
    "rival_tie": pgettext_lazy("seat", "Tie to a rival"),
    "confidence": pgettext_lazy("seat", "How we know"),
}
FLOWS: Mapping[str, Flow] = {
    "attitude": (
        (_("They argued for us in front of others, without us in the room."), "CHAMPION"),
        (_("They told us that they would choose us, but do not argue for it."), "SUPPORTER"),
        (_("They spoke against us, or for a rival, in front of others."), "OPPONENT"),
        (_("They have doubts about us and say so to us."), "RESERVED"),
        (_("They treat us like any other supplier."), "NEUTRAL"),
    ),
    "power": (
        (_("Nothing is decided against their word."), "5"),
        (_("Where they lean, the others mostly follow."), "4"),
        (_("They are asked before it is decided."), "3"),
        (_("They can slow it down or add conditions."), "2"),
        (_("They are told when it is decided."), "1"),
        (_("They have no part in this decision."), "0"),
    ),
    "orientation": (
        (_("They first ask what it costs and when it pays back."), "FINANCIAL"),
        (_("They first ask how it works and want to see data."), "TECHNICAL"),
        (_("They first ask who will be there for them."), "RELATIONSHIP"),
        (_("They first ask what it changes for their own customers."), "BUSINESS"),
    ),
    "adaptability": (
        (_("They like to be the first to try something."), "INNOVATOR"),
        (_("They take up something new when it puts them ahead."), "VISIONARY"),
        (_("They want to see it working at somebody like them."), "PRAGMATIST"),
        (_("They change when most others have."), "CONSERVATIVE"),
        (_("They change when nothing else is left."), "LAGGARD"),
    ),
    "access": (
        (_("They answer our call on the same day."), "ANY_TIME"),
        (_("They see us when we ask for an appointment."), "ON_APPOINTMENT"),
        (_("We reach them only through somebody else."), "THROUGH_OTHERS"),
        (_("They do not see us."), "NONE"),
    ),
    "rival_tie": (
        (_("They worked for a rival, or meet its people every month."), "CLOSE"),
        (_("They have met people of a rival."), "SOME"),
        (_("We have reason to know that they have no tie to a rival."), "NONE"),
    ),
    "confidence": (
        (_("We saw or heard it ourselves."), "HIGH"),
        (_("Somebody we trust told us."), "MEDIUM"),
        (_("We conclude it from their role or their past."), "LOW"),
    ),
}
