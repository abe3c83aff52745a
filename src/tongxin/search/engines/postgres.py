"""PostgreSQL full-text vectors of the tokens made in Python."""

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from tongxin.common.text.bigrams import QueryTerm, to_tsquery, to_tsvector
from tongxin.search.models import SearchDocument


class PostgresEngine:
    """Keep the `vector` column of the documents."""

    def write(self, documents: Sequence[SearchDocument]) -> None:
        """Index documents in the place of what was indexed for them."""
        # Cast, not parsed: PostgreSQL's own parser drops characters that its locale does not know.
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_searchdocument SET vector = setweight(%s::tsvector, 'A') || %s::tsvector "
                "WHERE id = %s",
                [
                    (
                        to_tsvector(document.title_tokens.split()),
                        to_tsvector(document.body_tokens.split()),
                        document.pk,
                    )
                    for document in documents
                ],
            )

    def erase(self, ids: Sequence[int]) -> None:
        """Do nothing: the vector goes with its row."""

    def purge(self) -> None:
        """Do nothing: what went with its row is overwritten when the database cleans up behind itself."""

    def matching(self, terms: Sequence[QueryTerm]) -> QuerySet[SearchDocument]:
        """Return the documents that have every term; usable as a subquery, where the table has another name."""
        found = RawSQL(
            "SELECT id FROM search_searchdocument WHERE vector @@ %s::tsquery",
            [to_tsquery(list(terms))],
        )
        return SearchDocument.objects.filter(pk__in=found)

    def best(
        self,
        terms: Sequence[QueryTerm],
        scope: QuerySet[SearchDocument],
        *,
        most: int,
        titles: int,
        is_small: Callable[[], bool],  # noqa: ARG002 - the planner knows
    ) -> list[SearchDocument]:
        """Return documents of a scope that have every term, those with all in the title first.

        The planner knows which words are common.
        """
        titled = list(scope.filter(_has(terms, "A")).order_by("-touched_at", "-pk")[:titles])
        if len(titled) >= most:
            return titled
        rest = scope.exclude(pk__in=[document.pk for document in titled]).filter(_has(terms, ""))
        return [*titled, *rest.order_by("-touched_at", "-pk")[: most - len(titled)]]


def _has(terms: Sequence[QueryTerm], weight: str) -> RawSQL:
    # A plain condition, not a subquery: for a common word the planner then walks the newest documents.
    condition = '"search_searchdocument"."vector" @@ %s::tsquery'
    return RawSQL(condition, [to_tsquery(list(terms), weight=weight)], output_field=BooleanField())  # noqa: S611 - no input in it
