"""Sentences for who carries weight, what a committee leans to, whom to meet next and whom we miss."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.influence.reasons import InfluenceReason
from kamkit.reasons import Code

RANKING_REASONS: Mapping[Code, LazyText] = {
    InfluenceReason.ASKED_FOR_ADVICE: _("asked for advice by %(people)s"),
    InfluenceReason.PEOPLE_BELOW: _("direct boss of %(people)s"),
    InfluenceReason.INFLUENCES_OTHERS: _("influences %(people)s"),
    InfluenceReason.REPORTED_TO_IN_MATRIX: _("boss of %(people)s by a dotted line"),
    InfluenceReason.CALLED_A_FRIEND: _("called a friend by %(people)s"),
    InfluenceReason.CARRIED_BY_ADVICE: _(
        "who is asked for advice makes %(share)s%% of the ranking (%(ties)s ties)"
    ),
    InfluenceReason.CARRIED_BY_REPORTING_LINES: _(
        "who reports to whom makes %(share)s%% of the ranking (%(ties)s ties)"
    ),
    InfluenceReason.CARRIED_BY_INFLUENCE: _(
        "who influences whom makes %(share)s%% of the ranking (%(ties)s ties)"
    ),
    InfluenceReason.CARRIED_BY_DOTTED_LINES: _(
        "dotted lines make %(share)s%% of the ranking (%(ties)s ties)"
    ),
    InfluenceReason.CARRIED_BY_FRIENDSHIP: _(
        "weak: friendship makes %(share)s%% of the ranking (%(ties)s ties), and it does not show who has power"
    ),
    InfluenceReason.TIES_HARDLY_DIFFER: _(
        "weak: with a probability of %(chance)s%% ties would be spread so unequally by chance"
    ),
    InfluenceReason.NO_TELLING_TIES: _("no ties that tell these %(people)s people apart"),
}
OUTLOOK_REASONS: Mapping[Code, LazyText] = {
    InfluenceReason.SEAT_VACANT: _("the seat %(person)s is vacant and counts nowhere"),
    InfluenceReason.DECISION_MAKER_VACANT: _("the seat of the decision maker, %(person)s, is vacant"),
    InfluenceReason.NO_DECISION_MAKER: _("no decision maker is in place"),
    InfluenceReason.NOBODY_VOTES: _("nobody with a vote is in place"),
    InfluenceReason.TOO_LITTLE_KNOWN: _(
        "only %(share)s%% of the outcome rests on attitudes that we know; %(needed)s%% are needed"
    ),
    InfluenceReason.LISTENS_TO: _("the opinion of %(person)s counts for %(share)s%%"),
    InfluenceReason.SUPPORTS_US: _("%(person)s is in favour and makes %(share)s%% of the outcome"),
    InfluenceReason.OPPOSES_US: _("%(person)s is against and makes %(share)s%% of the outcome"),
    InfluenceReason.ATTITUDE_UNKNOWN: _(
        "we do not know the attitude of %(person)s, which makes %(share)s%% of the outcome"
    ),
    InfluenceReason.VETO_LIKELY: _("%(person)s has a veto and leans against"),
    InfluenceReason.CONSENSUS_MISSING: _("%(person)s is needed for consensus and not in favour"),
}
CONTACT_REASONS: Mapping[Code, LazyText] = {
    InfluenceReason.ATTITUDE_COUNTS: _("the attitude of %(person)s makes %(share)s%% of the outcome"),
    InfluenceReason.NO_ACCESS: _(
        "nobody of us has access to %(person)s, whose attitude makes %(share)s%% of the outcome"
    ),
    InfluenceReason.NO_INTRODUCTION: _("nobody in favour of us can introduce us to %(person)s"),
    InfluenceReason.NO_CONTACT_YET: _("nobody of us knows the person"),
    InfluenceReason.CONTACT_COOLED: _("last contact %(days)s days ago"),
    InfluenceReason.CONTACT_SHALLOW: _(
        "depth of contact %(depth)s; the power of the seat asks for %(needed)s"
    ),
    InfluenceReason.ONE_OF_US_ONLY: _("only %(member)s of us knows the person"),
    InfluenceReason.POWER_UNKNOWN: _("the power of the seat is not known"),
    InfluenceReason.NO_SEATS: _("no seat with power is taken"),
}
INFLUENCE_REASONS: Mapping[Code, LazyText] = {**RANKING_REASONS, **OUTLOOK_REASONS, **CONTACT_REASONS}
