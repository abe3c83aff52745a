"""One writer for each target."""

from collections.abc import Mapping

from tongxin.importers.apply.writers.accounts import AccountWriter, TeamWriter
from tongxin.importers.apply.writers.activities import ActivityWriter
from tongxin.importers.apply.writers.base import Draft, RowRefused, Writer, text_of
from tongxin.importers.apply.writers.deals import OpportunityWriter
from tongxin.importers.apply.writers.lines import HistoryWriter, LineWriter
from tongxin.importers.apply.writers.market import CompetitorWriter, ProductWriter, UserWriter
from tongxin.importers.apply.writers.people import ContactRoleWriter, PersonWriter
from tongxin.importers.apply.writers.posts import PostWriter
from tongxin.importers.apply.writers.promises import PromiseWriter
from tongxin.importers.mapping.targets import Target

WRITERS: Mapping[Target, Writer] = {
    writer.target: writer
    for writer in (
        UserWriter(), ProductWriter(), CompetitorWriter(), AccountWriter(), TeamWriter(), PersonWriter(),
        PostWriter(), OpportunityWriter(), HistoryWriter(), LineWriter(), ContactRoleWriter(), ActivityWriter(), PromiseWriter(),
    )
}  # fmt: skip

__all__ = ["WRITERS", "Draft", "RowRefused", "Writer", "text_of"]
