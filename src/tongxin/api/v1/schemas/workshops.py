"""The needs workshop in JSON."""

from typing import Literal

from ninja import Schema


class WorkshopQuestionOut(Schema):
    """One question and its kind: situation, problem, implication or need-payoff."""

    code: str
    kind: str
    text: str


class WorkshopOut(Schema):
    """What to ask, and how to proceed; `level` is empty while unknown, or for who may not read judgements."""

    role: str
    level: str | None
    maturity: str | None
    questions: list[WorkshopQuestionOut]
    plays: list[str]


class WorkshopAnswerIn(Schema):
    """What was answered, and what it becomes."""

    question: str
    text: str
    becomes: Literal["NEED", "REQUIREMENT", "BOTH"]


class WorkshopIn(Schema):
    """The answers of one person, or of a group without `person`."""

    role: Literal["DECIDER", "USER", "TECHNICAL", "PURCHASER"]
    person: str = ""
    answers: list[WorkshopAnswerIn]


class WorkshopKeptOut(Schema):
    """What was made."""

    needs: list[str]
    requirements: list[str]
