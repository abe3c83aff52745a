"""Dictionaries: tiers, segments, regions, industries, causes, reasons, sources."""

from typing import TYPE_CHECKING, Any

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.accounts import DictionariesOut
from tongxin.api.v1.schemas.settings import EntryChange, EntryIn, EntryOut, PositionIn, by_language
from tongxin.common.access import holding, signed_in
from tongxin.common.clock import now
from tongxin.common.rights import Right
from tongxin.crm.accounts import dictionaries as domain
from tongxin.crm.accounts import selectors
from tongxin.crm.accounts.dictionaries import ENTRY_LIST

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.accounts.models import DictionaryEntry

router = ApiRouter(tags=["settings"])


@router.show("/dictionaries", of=DictionariesOut, access=signed_in())
def dictionaries(request: ApiRequest) -> dict[str, Any]:  # noqa: ARG001 - the framework passes it
    """Show the dictionaries whose codes fields take."""
    entries = selectors.dictionary_entries()
    return {"dictionaries": [{"kind": kind, "entries": found} for kind, found in entries.items()]}


@router.page("/dictionary-entries", of=EntryOut, listing=ENTRY_LIST, access=signed_in())
def dictionary_entries(request: ApiRequest) -> "Page[DictionaryEntry]":
    """List the values of all dictionaries, retired ones too, each dictionary in its order."""
    return domain.list_entries(request.actor, request.query)


@router.make("/dictionary-entries", of=EntryOut, access=holding(Right.ADMINISTER))
def make_dictionary_entry(request: ApiRequest, sent: EntryIn) -> "DictionaryEntry":
    """Add a value to a dictionary."""
    entry = domain.add_entry(
        actor=request.actor, at=now(), kind=sent.kind, labels=by_language(sent.labels), is_key=sent.is_key
    )
    return made(request, entry, "dictionary_entry")


@router.show("/dictionary-entries/{uid}", of=EntryOut, listing=ENTRY_LIST, access=signed_in(uid="DICTIONARY"))
def dictionary_entry(request: ApiRequest, uid: str) -> "DictionaryEntry":
    """Show a value of a dictionary."""
    return tag(request, domain.get_entry(uid))


@router.change("/dictionary-entries/{uid}", of=EntryOut, access=holding(Right.ADMINISTER, uid="DICTIONARY"))
def change_dictionary_entry(request: ApiRequest, uid: str, sent: EntryChange) -> "DictionaryEntry":
    """Change a value of a dictionary, or retire it."""
    found = domain.get_entry(uid)
    changed = domain.change_entry(
        actor=request.actor,
        at=now(),
        entry=found,
        values=values_of(request, sent),
        expected_version=expected_version(request, found),
    )
    return tag(request, changed)


@router.make(
    "/dictionary-entries/{uid}/placement", of=EntryOut, access=holding(Right.ADMINISTER, uid="DICTIONARY")
)
def make_dictionary_entry_placement(request: ApiRequest, uid: str, sent: PositionIn) -> "DictionaryEntry":
    """Move a value to another place of its dictionary."""
    return domain.place_entry(
        actor=request.actor, at=now(), entry=domain.get_entry(uid), position=sent.position
    )
