"""SQLite FTS5 over the tokens made in Python."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from tongxin.common.text.bigrams import QueryTerm, to_fts5
from tongxin.search.models import SearchDocument


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
