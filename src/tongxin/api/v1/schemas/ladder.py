"""The relationship ladder in JSON."""

from datetime import date

from ninja import Schema


class LadderEvidenceOut(Schema):
    """One piece of evidence: of which record, and whether it counts on this day."""

    kind: str
    uid: str
    text: str
    observed_on: date
    valid_until: date | None
    percent: int | None
    against: bool
    counts: bool
    source: str
    place: str


class LadderCriterionStandingOut(Schema):
    """One criterion: MET, SOON (expires soon), EXPIRED, REFUTED, SHORT (known and not met) or UNKNOWN."""

    fact: str
    name: str
    state: str
    needed: int
    found: int
    valid_days: int | None
    least: int
    effort: int
    expires_on: date | None
    evidence: list[LadderEvidenceOut]


class LadderLevelOut(Schema):
    """One level; it is reached when it and all below it are met."""

    level: str
    reached: bool
    criteria: list[LadderCriterionStandingOut]


class LadderEventOut(Schema):
    """A level as it was declared."""

    uid: str
    level: str
    declared_on: date
    agreed_with: str
    reason: str


class LadderAimOut(Schema):
    """A level aimed at."""

    uid: str
    level: str
    due_on: date
    owner: str
    plan: str


class AccountLadderOut(Schema):
    """How close the relationship with an account is today.

    `withheld` says that the reader may not see judgements; everything else is then empty. `missing` and `decaying` name
    criteria as `LEVEL:FACT`, the least effort or the earliest day first.
    """

    withheld: bool
    proven: str | None
    declared: str | None
    next_level: str | None
    missing: list[str]
    decaying: list[str]
    falls_on: date | None
    falls_to: str | None
    is_slipping: bool
    is_ready: bool
    levels: list[LadderLevelOut]
    claims: list[LadderEventOut]
    targets: list[LadderAimOut]


class LadderRowOut(Schema):
    """The relationship with one account; `missing` and `decaying` count criteria."""

    account: str
    name: str
    owner: str
    proven: str | None
    declared: str | None
    target: str | None
    due_on: date | None
    missing: int
    decaying: int
    falls_on: date | None
    is_slipping: bool
    is_ready: bool


class RelationshipCriterionOut(Schema):
    """What is asked for at a level; `rule` is the house's own, empty for what is usual."""

    level: str
    fact: str
    name: str
    needed: int
    valid_days: int | None
    least: int
    effort: int
    rule: str
