"""One writer for each target."""

from collections.abc import Mapping

from tongxin.importers.apply.writers.accounts import AccountWriter, TeamWriter
from tongxin.importers.apply.writers.activities import ActivityWriter
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, text_of
from tongxin.importers.apply.writers.deals import OpportunityWriter
from tongxin.importers.apply.writers.declared import DeclaredWriter
from tongxin.importers.apply.writers.lines import HistoryWriter, LineWriter
from tongxin.importers.apply.writers.people import ContactRoleWriter, PersonWriter
from tongxin.importers.apply.writers.posts import PostWriter
from tongxin.importers.apply.writers.promises import PromiseWriter
from tongxin.importers.apply.writers.users import UserWriter
from tongxin.importers.mapping.targets import DECLARED, Target

WRITERS: Mapping[Target, Writer] = {
    writer.target: writer
    for writer in (
        UserWriter(), AccountWriter(), TeamWriter(), PersonWriter(), PostWriter(), OpportunityWriter(),
        HistoryWriter(), LineWriter(), ContactRoleWriter(), ActivityWriter(), PromiseWriter(),
        *(DeclaredWriter(target, definition) for target, definition in DECLARED.items()),
    )
}  # fmt: skip

__all__ = ["WRITERS", "Draft", "RowRefused", "Writer", "text_of"]
