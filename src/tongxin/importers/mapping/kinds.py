"""What an import can fill, and how cells are read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """Objects that can be imported, in the order in which they are written: each only points at earlier ones."""

    USER = "USER"
    PRODUCT = "PRODUCT"
    COMPETITOR = "COMPETITOR"
    ACCOUNT = "ACCOUNT"
    TEAM = "TEAM"
    PERSON = "PERSON"
    POST = "POST"
    OPPORTUNITY = "OPPORTUNITY"
    STAGE_HISTORY = "STAGE_HISTORY"
    LINE_ITEM = "LINE_ITEM"
    CONTACT_ROLE = "CONTACT_ROLE"
    ACTIVITY = "ACTIVITY"
    # What is still to be done: open tasks become promises; a table of its own need not be there.
    PROMISE = "PROMISE"
    PLACEMENT = "PLACEMENT"
    RIVAL_FACT = "RIVAL_FACT"
    WALLET_SHARE = "WALLET_SHARE"
    LADDER_PROOF = "LADDER_PROOF"
    # Tables that are recognised so that they can be named, and left out.
    CASE = "CASE"


IMPORTABLE = tuple(target for target in Target if target is not Target.CASE)


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "TEXT"
    ID = "ID"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    DATE = "DATE"
    MOMENT = "MOMENT"
    AMOUNT = "AMOUNT"
    WHOLE = "WHOLE"
    PERCENT = "PERCENT"
    YEAR = "YEAR"
    FLAG = "FLAG"
    CURRENCY = "CURRENCY"
    TAX_ID = "TAX_ID"
    CODE = "CODE"  # one of a closed list, through the table of values
    ENTRY = "ENTRY"  # a value of a dictionary that administrators edit


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a target: how its cells are read, how long it may be, and what record it points at, if it does."""

    target: Target
    name: str
    kind: Kind = Kind.TEXT
    length: int = 200
    refers_to: Target | None = None
    by_name: bool = False
