"""What an engine must do."""

from collections.abc import Callable, Sequence
from typing import Protocol

from django.db.models import QuerySet

from tongxin.common.text.bigrams import QueryTerm
from tongxin.search.models import SearchDocument


class Engine(Protocol):
    """Keep an index in step with the documents, and search it."""

    def write(self, documents: Sequence[SearchDocument]) -> None:
        """Index documents that are stored already, in the place of what was indexed for them."""

    def erase(self, ids: Sequence[int]) -> None:
        """Take documents out of the index, before they are deleted."""

    def purge(self) -> None:
        """Keep nothing of what was taken out of the index, as far as the engine itself holds it."""

    def matching(self, terms: Sequence[QueryTerm]) -> QuerySet[SearchDocument]:
        """Return the documents that have every term, unordered."""

    def best(
        self,
        terms: Sequence[QueryTerm],
        scope: QuerySet[SearchDocument],
        *,
        most: int,
        titles: int,
        is_small: Callable[[], bool],
    ) -> list[SearchDocument]:
        """Return documents of a scope that have every term, those with all in the title first, newer before older.

        At least `most` where there are so many, with up to `titles` that have all in the title: only among those can a
        reader's order differ from the newest first. `is_small` says whether the scope is small beside all documents;
        an engine asks it only where its way depends on it.
        """
