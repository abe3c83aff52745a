"""SQLite FTS5 over the tokens made in Python."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from tongxin.common.text.bigrams import QueryTerm, to_fts5
from tongxin.search.models import SearchDocument

WINDOWS = (2_000, 20_000)


class SqliteEngine:
    """Keep rows of `search_fts` under the ids of their documents."""

    def write(self, documents: Sequence[SearchDocument]) -> None:
        """Index documents in the place of what was indexed for them."""
        self.erase([document.pk for document in documents])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_fts (rowid, title, body) VALUES (%s, %s, %s)",
                [(document.pk, document.title_tokens, document.body_tokens) for document in documents],
            )

    def erase(self, ids: Sequence[int]) -> None:
        """Take documents out of the index."""
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_fts WHERE rowid = %s", [(pk,) for pk in ids])

    def matching(self, terms: Sequence[QueryTerm]) -> QuerySet[SearchDocument]:
        """Return the documents that have every term."""
        found = RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [to_fts5(list(terms))])
        return SearchDocument.objects.filter(pk__in=found)

    def newest(
        self, terms: Sequence[QueryTerm], scope: QuerySet[SearchDocument], most: int
    ) -> list[SearchDocument]:
        """Return documents of a scope that have every term.

        A word that stands in half of a million documents is not read to its end: the documents indexed last
        are looked at first. When too few of them lie in the scope, the scope's own documents are asked.
        """
        match = to_fts5(list(terms))
        for window in WINDOWS:
            last = RawSQL(
                "SELECT rowid FROM search_fts WHERE search_fts MATCH %s ORDER BY rowid DESC LIMIT %s",
                [match, window],
            )
            found = list(scope.filter(pk__in=last).order_by("-touched_at", "-pk")[:most])
            if len(found) == most or _matches(match, window) < window:
                return found
        has = RawSQL(
            "EXISTS (SELECT 1 FROM search_fts WHERE search_fts.rowid = search_searchdocument.id "
            "AND search_fts MATCH %s)",
            [match],
            output_field=BooleanField(),
        )
        return list(scope.filter(has).order_by("-touched_at", "-pk")[:most])


def _matches(match: str, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM search_fts WHERE search_fts MATCH %s LIMIT %s)",
            [match, most],
        )
        (found,) = cursor.fetchone()
    return int(found)
