"""Search, within what one may see."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from tongxin.common.text.bigrams import parse_query
from tongxin.common.text.fold import fold
from tongxin.search.engines import engine
from tongxin.search.models import SearchDocument


def find(
    text: str, *, visible: Q, is_small: Callable[[], bool], kinds: tuple[str, ...] = (), limit: int = 20
) -> list[SearchDocument]:
    """Return the documents that match every part of a text, best first.

    Titles that begin with the text come first, then titles that hold it, then the rest; newer before older.

    Args:
        text: what was typed; Traditional and Simplified, pinyin and initials all find.
        visible: condition on `SearchDocument` that the upper layer makes from what the actor may see.
        is_small: whether the visible documents are few beside all; asked only for words that stand in many.
        kinds: only these kinds; all when empty.
        limit: how many at the most.

    """
    terms = parse_query(text)
    if not terms:
        return []
    scope = SearchDocument.objects.filter(visible).defer("title_tokens", "body_tokens")
    if kinds:
        scope = scope.filter(kind__in=kinds)
    # More titles than are shown: the one that begins with the text need not be among the newest.
    found = engine().best(terms, scope, most=limit, titles=limit * 2, is_small=is_small)
    wanted = fold(text)
    return sorted(found, key=lambda document: _rank(fold(document.title), wanted))[:limit]


def matching_uids(text: str, kind: str) -> QuerySet[SearchDocument, str]:
    """Return the uids of the records of one kind that match a text, as a subquery for a list.

    The caller's own scope decides what is seen; nothing matches a text without letters.
    """
    terms = parse_query(text)
    found = engine().matching(terms) if terms else SearchDocument.objects.none()
    return found.filter(kind=kind).values_list("object_uid", flat=True)


def _rank(title: str, wanted: str) -> int:
    if title == wanted:
        return 0
    if title.startswith(wanted):
        return 1
    return 2 if wanted in title else 3
