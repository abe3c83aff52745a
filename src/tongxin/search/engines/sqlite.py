"""SQLite FTS5 over the tokens made in Python."""

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import RawSQL

from tongxin.common.text.bigrams import QueryTerm, to_fts5
from tongxin.search.models import SearchDocument

# Of so many matches for each wanted, most scopes have enough.
WINDOW = 20
NEWEST = ("-touched_at", "-pk")


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

    def purge(self) -> None:
        """Write the index anew without what was taken out of it; until then FTS5 keeps the words and marks them as gone."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('optimize')")

    def matching(self, terms: Sequence[QueryTerm]) -> QuerySet[SearchDocument]:
        """Return the documents that have every term."""
        found = RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [to_fts5(list(terms))])
        return SearchDocument.objects.filter(pk__in=found)

    def best(
        self,
        terms: Sequence[QueryTerm],
        scope: QuerySet[SearchDocument],
        *,
        most: int,
        titles: int,
        is_small: Callable[[], bool],
    ) -> list[SearchDocument]:
        """Return documents of a scope that have every term, those with all in the title first.

        A word that stands in half of a million documents is not looked up in all of them: the documents indexed last
        come first. When the scope is small beside the matches, too few of those lie in it, and the tokens of its own
        documents are read instead.
        """
        window, wider = titles * WINDOW, 2 * WINDOW * most
        in_title, anywhere = to_fts5(list(terms), column="title"), to_fts5(list(terms))
        every_title = _matches(in_title, window) < window
        everywhere = every_title and _matches(anywhere, wider) < wider
        if everywhere or not is_small():
            titled = list(_of_last(in_title, scope, window)[:titles])
            if len(titled) == titles:
                return titled
            if every_title:
                rest = scope.exclude(pk__in=[document.pk for document in titled])
                others = list(_of_last(anywhere, rest, wider)[: max(most - len(titled), 0)])
                if everywhere or len(titled) + len(others) >= most:
                    return [*titled, *others]
        titled_first = ExpressionWrapper(_having(terms, _in_title), BooleanField()).desc()
        found = scope.filter(_having(terms, _in_title, _in_body))
        return list(found.order_by(titled_first, *NEWEST)[:titles])


def _of_last(match: str, scope: QuerySet[SearchDocument], window: int) -> QuerySet[SearchDocument]:
    last = RawSQL(
        "SELECT rowid FROM search_fts WHERE search_fts MATCH %s ORDER BY rowid DESC LIMIT %s", [match, window]
    )
    return scope.filter(pk__in=last).order_by(*NEWEST)


def _having(terms: Sequence[QueryTerm], *places: Callable[[str], RawSQL]) -> Q:
    """Return that the stored tokens have every term, each side by side in one of the places."""
    every = Q()
    for term in terms:
        sought = f" {' '.join(term.tokens)}{'' if term.prefix else ' '}"
        some = Q()
        for place in places:
            some |= Q(place(sought))
        every &= some
    return every


# Django's own functions guard each part against NULL, which these columns never hold, at twice the price.
def _in_title(sought: str) -> RawSQL:
    """Return whether the title's tokens have some, side by side."""
    return RawSQL(
        """instr(' ' || "search_searchdocument"."title_tokens" || ' ', %s) > 0""",
        [sought],
        output_field=BooleanField(),
    )


def _in_body(sought: str) -> RawSQL:
    """Return whether the body's tokens have some, side by side."""
    return RawSQL(
        """instr(' ' || "search_searchdocument"."body_tokens" || ' ', %s) > 0""",
        [sought],
        output_field=BooleanField(),
    )


def _matches(match: str, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM search_fts WHERE search_fts MATCH %s LIMIT %s)",
            [match, most],
        )
        (found,) = cursor.fetchone()
    return int(found)
