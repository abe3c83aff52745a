"""Dictionaries, processes and stages as administrators edit them, in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tongxin.api.representations import Input, Representation, optional
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.opportunities.processes import stages_of

Label = Annotated[str, StringConstraints(max_length=60)]
# In one language at least; a language left out has no label of its own.
Labels = Annotated[dict[Literal["zh-hant", "zh-hans", "en"], Label], Field(min_length=1, max_length=3)]
OurLabels = Annotated[dict[Literal["zh-hant", "zh-hans", "en"], Label], Field(max_length=3)]
Chance = Annotated[int, Field(ge=0, le=100)]


def by_language(labels: Mapping[Any, str]) -> dict[str, str]:
    """Return labels by the code of their language."""
    return {str(language): text for language, text in labels.items()}


class EntryOut(Representation):
    """One value of a dictionary: `label` in the language asked for, `labels` in all."""

    uid: str
    version: int
    kind: str
    code: str
    label: str
    labels: dict[str, str]
    position: int
    is_active: bool
    is_key: bool = Field(description="For tiers: accounts of this tier are managed key accounts.")
    created_at: datetime
    updated_at: datetime


class EntryIn(Input):
    """A value to be added at the end of a dictionary; its code is made of the English label."""

    kind: DictionaryKind
    labels: Labels
    is_key: bool = False


class EntryChange(Input):
    """What is changed about a value; one with `is_active` false is retired: records keep it, forms no longer offer it."""

    labels: Labels = optional()
    is_active: bool = optional()
    is_key: bool = optional()


class PositionIn(Input):
    """The place that something takes in its order, the first being 0; the others close up."""

    position: Annotated[int, Field(ge=0, le=10_000)]


class StageOut(Representation):
    """One stage of a process: the customer's name of it, and ours."""

    uid: str
    version: int
    code: str
    label: str
    labels: dict[str, str]
    our_label: str
    our_labels: dict[str, str]
    position: int
    probability: int = Field(description="Assumed chance of winning of a deal in this stage, in percent.")
    is_active: bool


class StageIn(Input):
    """A stage to be added at the end of a process."""

    labels: Labels
    our_labels: OurLabels = Field(default={})
    probability: Chance


class StageChange(Input):
    """What is changed about a stage; deals stay in one that is retired with `is_active` false."""

    labels: Labels = optional()
    our_labels: OurLabels = optional()
    probability: Chance = optional()
    is_active: bool = optional()


class ProcessOut(Representation):
    """A process with its stages in order."""

    uid: str
    version: int
    code: str
    label: str
    labels: dict[str, str]
    is_default: bool
    is_active: bool
    stages: list[StageOut]

    @staticmethod
    def resolve_stages(process: Any) -> list[Any]:
        """Return the stages in their order, active or not."""
        return list(stages_of(process))


class ProcessesOut(Representation):
    """Processes, the default one first."""

    processes: list[ProcessOut]


class ProcessIn(Input):
    """A process to be added; it has no stages yet and is not in use."""

    labels: Labels


class ProcessChange(Input):
    """What is changed about a process: new deals start in the default one, a retired one takes none."""

    labels: Labels = optional()
    is_default: bool = optional()
    is_active: bool = optional()
