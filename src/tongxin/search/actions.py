"""Keep the index in step with the records; called by the actions that change them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tongxin.audit.choices import Kind
from tongxin.common.text.bigrams import index_tokens
from tongxin.common.text.pinyin import pinyin_tokens
from tongxin.search.engines import engine
from tongxin.search.models import SearchDocument

TITLE_LENGTH = 240
BODY_LENGTH = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one record is to be found by; restricted fields do not belong in it.

    Attributes:
        kind: a code of `audit.choices.Kind`.
        uid: of the record.
        title: what it is called; also found by pinyin and initials.
        names: other names, found like the title.
        subtitle: what stands beside the title in results.
        body: text that is searched too.
        account_id: decides who may find it; `owner_id` does where there is no account.
        touched_at: newer ones come first among equals.

    """

    kind: str
    uid: str
    title: str
    names: tuple[str, ...] = ()
    subtitle: str = ""
    body: str = ""
    account_id: int | None = None
    owner_id: int | None = None
    touched_at: datetime


def index(entries: Iterable[Entry]) -> None:
    """Put records into the index, or change what is there for them; inside the caller's transaction."""
    documents = [_document(entry) for entry in entries]
    if not documents:
        return
    SearchDocument.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["kind", "object_uid"],
        update_fields=[
            "account_id", "owner_id", "title", "subtitle", "touched_at", "title_tokens", "body_tokens",
        ],
        batch_size=500,
    )  # fmt: skip
    stored = SearchDocument.objects.filter(
        kind__in={document.kind for document in documents},
        object_uid__in=[document.object_uid for document in documents],
    )
    engine().write(list(stored))


def remove(kind: str, uids: Sequence[str]) -> None:
    """Take records out of the index."""
    documents = SearchDocument.objects.filter(kind=kind, object_uid__in=uids)
    engine().erase(list(documents.values_list("pk", flat=True)))
    documents.delete()


def purge() -> None:
    """Keep nothing of what was taken out of the index; writes the index anew, which takes seconds when it is large."""
    engine().purge()


def move_account(*, from_id: int, to_id: int, uids: Sequence[str]) -> None:
    """Let records that moved to another account be found by those who see that account."""
    SearchDocument.objects.filter(account_id=from_id, object_uid__in=uids).update(account_id=to_id)


def _document(entry: Entry) -> SearchDocument:
    title_tokens: list[str] = []
    for name in (entry.title, *entry.names):
        title_tokens += index_tokens(name) + pinyin_tokens(name, person=entry.kind == Kind.PERSON)
    return SearchDocument(
        kind=entry.kind,
        object_uid=entry.uid,
        account_id=entry.account_id,
        owner_id=entry.owner_id,
        title=entry.title[:TITLE_LENGTH],
        subtitle=entry.subtitle[:TITLE_LENGTH],
        touched_at=entry.touched_at,
        title_tokens=" ".join(title_tokens),
        body_tokens=" ".join(index_tokens(entry.body[:BODY_LENGTH])),
    )
