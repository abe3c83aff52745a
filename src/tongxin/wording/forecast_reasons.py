"""Sentences for what will close and when, and what it brings."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.forecasting.reasons import ForecastReason
from kamkit.reasons import Code

FORECAST_REASONS: Mapping[Code, LazyText] = {
    ForecastReason.CLOSE_MOVED: _(
        "%(deal)s should have closed by %(last)s: its days were moved into the future"
    ),
    ForecastReason.ONE_DEAL_DECIDES: _("%(deal)s alone makes up %(share)s of the spread"),
    ForecastReason.TAKEN_AS_INDEPENDENT: _(
        "deals are taken to be won or lost independently: a bad year for all lies outside the bands"
    ),
    ForecastReason.FEW_AT_RISK: _(
        "only %(found)s deals were as long in stage %(stage)s (%(needed)s needed): all stages together answer"
    ),
    ForecastReason.NOTHING_TO_COMPARE: _("no deal that was decided had been open for %(days)s days"),
    ForecastReason.WENT_BACK: _("%(times)s reversals, which cost %(days)s days"),
    ForecastReason.BAND_TOO_NARROW: _("the band said %(said)s and held %(held)s: it is too narrow"),
    ForecastReason.BAND_TOO_WIDE: _("the band said %(said)s and held %(held)s: it is too wide"),
    ForecastReason.FORECAST_TOO_HIGH: _(
        "%(below)s of the outcomes lie below the middle: forecasts are too high"
    ),
    ForecastReason.FORECAST_TOO_LOW: _(
        "%(above)s of the outcomes lie above the middle: forecasts are too low"
    ),
}
