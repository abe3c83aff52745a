"""PostgreSQL full-text vectors of the tokens made in Python."""

from collections.abc import Sequence

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

    def matching(self, terms: Sequence[QueryTerm]) -> QuerySet[SearchDocument]:
        """Return the documents that have every term; usable as a subquery, where the table has another name."""
        found = RawSQL(
            "SELECT id FROM search_searchdocument WHERE vector @@ %s::tsquery",
            [to_tsquery(list(terms))],
        )
        return SearchDocument.objects.filter(pk__in=found)

    def newest(
        self, terms: Sequence[QueryTerm], scope: QuerySet[SearchDocument], most: int
    ) -> list[SearchDocument]:
        """Return documents of a scope that have every term; the planner knows which words are common."""
        return list(scope.filter(_has(terms)).order_by("-touched_at", "-pk")[:most])


def _has(terms: Sequence[QueryTerm]) -> RawSQL:
    # A plain condition, not a subquery: for a common word the planner then walks the newest documents.
    condition = '"search_searchdocument"."vector" @@ %s::tsquery'
    return RawSQL(condition, [to_tsquery(list(terms))], output_field=BooleanField())  # noqa: S611 - no input in it
