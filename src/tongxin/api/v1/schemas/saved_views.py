"""Saved views in JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tongxin.api.representations import Input, Representation, optional
from tongxin.api.v1.schemas.team import UserRef
from tongxin.saved_views.choices import Area, Sharing
from tongxin.saved_views.rules import LONGEST_NAME, LONGEST_QUERY

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Query = Annotated[str, StringConstraints(max_length=LONGEST_QUERY)]


class SavedViewOut(Representation):
    """A view of a list: `query` is what its address holds, such as `owner=me&sort=-amount`."""

    uid: str
    version: int
    area: str
    name: str
    query: str
    sharing: str
    owner: UserRef
    position: int
    created_at: datetime
    updated_at: datetime


class SavedViewIn(Input):
    """A new view of a list."""

    area: Area
    name: Name
    query: Query = ""
    sharing: Sharing = Sharing.PERSONAL


class SavedViewChange(Input):
    """What of a view changes."""

    name: Name = optional()
    query: Query = optional()
    sharing: Sharing = optional()
