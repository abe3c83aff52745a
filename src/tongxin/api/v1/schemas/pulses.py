"""Pulses in JSON."""

from datetime import date, datetime

from ninja import Schema


class PulseAnswerOut(Schema):
    """One answer, 1 very bad to 5 very good; `follow_up` is the promise it called for."""

    pulse: str
    step: str
    answered_on: date
    score: int
    follow_up: str | None


class PersonSentimentOut(Schema):
    """How one person felt, the oldest answer first."""

    person: str
    name: str
    has_dropped: bool
    answers: list[PulseAnswerOut]


class PulseLinkOut(Schema):
    """The link of a question; its address is empty once it does not count."""

    uid: str
    url: str
    expires_at: datetime | None
