"""Reasons of the topic plans."""

from kamkit.reasons import Code


class PlanReason(Code):
    """Every reason that a function of this topic can give. Closed: each has its sentence in three languages."""

    PLAN_STEP_LATE = "PLAN_STEP_LATE"
    """Its last day has passed and it is not done: last, days (since then)."""
    PLAN_STEP_STARTS_NOW = "PLAN_STEP_STARTS_NOW"
    """It has to start now for the plan to hold: latest, days (until then)."""
    PLAN_STEP_STARTS_TOO_LATE = "PLAN_STEP_STARTS_TOO_LATE"
    """To hold the day of going live it should have started already: latest."""
    PLAN_STEP_BEFORE_ITS_START = "PLAN_STEP_BEFORE_ITS_START"
    """Back-planned, it would begin before the plan itself does: latest, starts."""
    PLAN_STEP_BEFORE_ANOTHER = "PLAN_STEP_BEFORE_ANOTHER"
    """It has a day of its own, before what it depends on is through: step, last."""
    PLAN_STEP_AFTER_GO_LIVE = "PLAN_STEP_AFTER_GO_LIVE"
    """It ends after the day of going live: last, days (working days too many)."""
    PLAN_STEP_ON_CLOSED_DAY = "PLAN_STEP_ON_CLOSED_DAY"
    """A day given by hand is no working day: day."""
    PLAN_STEP_RETURNED = "PLAN_STEP_RETURNED"
    """It came back: day, times."""
    CALENDAR_NOT_ANNOUNCED = "CALENDAR_NOT_ANNOUNCED"
    """Holidays and make-up days of a year are not announced yet, so they are expected ones: place, year."""
