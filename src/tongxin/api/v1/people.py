"""People: who is reached at the customers, under which names."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from tongxin.api.etags import expected_version, made, tag
from tongxin.api.references import referenced
from tongxin.api.representations import values_of
from tongxin.api.requests import ApiRequest
from tongxin.api.routes import ApiRouter
from tongxin.api.v1.schemas.people import (
    RESTRICTED,
    CoverageOut,
    NamesIn,
    NamesOut,
    PersonChange,
    PersonIn,
    PersonLookalikeQuery,
    PersonLookalikesOut,
    PersonMergeIn,
    PersonMergeOut,
    PersonMergesOut,
    PersonOut,
)
from tongxin.common.access import seeing, signed_in
from tongxin.common.clock import now
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.stakeholders import actions, selectors
from tongxin.crm.stakeholders.selectors import PERSON_LIST, get_person_for, get_post_for
from tongxin.team.selectors import get_user

if TYPE_CHECKING:
    from tongxin.common.listing import Page
    from tongxin.crm.stakeholders.models import Person, PersonMerge

router = ApiRouter(tags=["people"])
StaleDays = Annotated[int, Field(ge=1, le=3_650)]


@router.page("/people", of=PersonOut, listing=PERSON_LIST, access=signed_in())
def people(request: ApiRequest) -> "Page[Person]":
    """List people."""
    return selectors.list_people(request.actor, request.query)


@router.make("/people", of=PersonOut, access=signed_in())
def make_person(request: ApiRequest, sent: PersonIn) -> "Person":
    """Create a person."""
    apart = {"name", "account", "title", "reports_to", "names", "owner"}
    values = sent.dict(exclude=apart, exclude_none=True)
    if sent.owner:
        values["owner"] = referenced("owner", get_user, sent.owner)
    person = actions.create_person(
        actor=request.actor,
        at=now(),
        full_name=sent.name,
        account=referenced("account", get_account_for, request.actor, sent.account) if sent.account else None,
        title=sent.title or "",
        reports_to=referenced("reports_to", get_post_for, request.actor, sent.reports_to)
        if sent.reports_to
        else None,
        names=[(other.name, other.kind) for other in sent.names],
        **values,
    )
    return made(request, person, "person")


@router.make("/person-lookalikes", of=PersonLookalikesOut, access=signed_in())
def make_person_lookalikes(request: ApiRequest, sent: PersonLookalikeQuery) -> dict[str, Any]:
    """Find people who may be the one about to be entered."""
    actor = request.actor
    found = selectors.find_same_people(
        actor,
        names=[sent.name, sent.name_latin],
        email=sent.email,
        account=referenced("account", get_account_for, actor, sent.account) if sent.account else None,
    )
    return {"lookalikes": found}


@router.show("/people/{uid}/merges", of=PersonMergesOut, access=seeing(uid="PERSON"))
def person_merges(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show who was merged into a person and can still be taken apart, newest first."""
    return {"merges": list(selectors.merges_of_person(get_person_for(request.actor, uid)))}


@router.make("/people/{uid}/merges", of=PersonMergeOut, access=seeing(uid="PERSON"))
def make_person_merge(request: ApiRequest, uid: str, sent: PersonMergeIn) -> "PersonMerge":
    """Merge another person into this one; visits, promises, files, deals, posts and judgements move."""
    return actions.merge_people(
        actor=request.actor,
        at=now(),
        survivor=get_person_for(request.actor, uid),
        absorbed=referenced("absorbed", get_person_for, request.actor, sent.absorbed),
        take=frozenset(sent.take),
    )


@router.make(
    "/people/{uid}/merges/{merge_uid}/undoings",
    of=PersonOut,
    access=seeing(uid="PERSON", merge_uid="PERSON_MERGE"),
)
def make_person_merge_undoing(request: ApiRequest, uid: str, merge_uid: str) -> "Person":
    """Undo a merge; answers with the person who is known by themselves again."""
    merge = selectors.get_person_merge(get_person_for(request.actor, uid), merge_uid)
    return made(request, actions.undo_person_merge(actor=request.actor, at=now(), merge=merge), "person")


@router.show("/coverage-gaps", of=CoverageOut, access=signed_in())
def coverage_gaps(request: ApiRequest, stale_days: StaleDays = 90) -> dict[str, Any]:
    """Show senior posts that nobody holds, and those whose holder was not met for long."""
    return {"gaps": selectors.coverage_gaps(request.actor, at=now(), stale_days=stale_days)}


@router.show("/people/{uid}", of=PersonOut, listing=PERSON_LIST, access=seeing(uid="PERSON"))
def person(request: ApiRequest, uid: str) -> "Person":
    """Show a person; the audit log keeps who looked."""
    found = get_person_for(request.actor, uid)
    if request.method == "GET":
        actions.record_view(actor=request.actor, at=now(), person=found)
    return tag(request, found)


@router.change("/people/{uid}", of=PersonOut, access=seeing(uid="PERSON"))
def change_person(request: ApiRequest, uid: str, sent: PersonChange) -> "Person":
    """Change a person."""
    found = get_person_for(request.actor, uid)
    values = values_of(request, sent, restricted=RESTRICTED)
    if "name" in values:
        values["full_name"] = values.pop("name")
    if values.get("owner"):
        values["owner"] = referenced("owner", get_user, values["owner"])
    actions.change_person(
        actor=request.actor,
        at=now(),
        person=found,
        values=values,
        expected_version=expected_version(request, found),
    )
    return tag(request, found)


@router.remove("/people/{uid}", access=seeing(uid="PERSON"))
def delete_person(request: ApiRequest, uid: str) -> None:
    """Delete a person, who can be restored."""
    found = get_person_for(request.actor, uid)
    actions.delete_person(
        actor=request.actor, at=now(), person=found, expected_version=expected_version(request, found)
    )


@router.make("/deleted-people/{uid}/restorations", of=PersonOut, access=seeing(uid="HIDDEN_PERSON"))
def make_person_restoration(request: ApiRequest, uid: str) -> "Person":
    """Bring a deleted person back."""
    found = selectors.get_deleted_person_for(request.actor, uid)
    return made(request, actions.restore_person(actor=request.actor, at=now(), person=found), "person")


@router.show("/people/{uid}/names", of=NamesOut, access=seeing(uid="PERSON"))
def person_names(request: ApiRequest, uid: str) -> dict[str, Any]:
    """Show a person's other names."""
    return {"names": list(selectors.names_of(get_person_for(request.actor, uid)))}


@router.make("/people/{uid}/names", of=NamesOut, access=seeing(uid="PERSON"))
def make_person_names(request: ApiRequest, uid: str, sent: NamesIn) -> dict[str, Any]:
    """Replace a person's other names."""
    found = get_person_for(request.actor, uid)
    names = [(other.name, other.kind) for other in sent.names]
    return {"names": actions.set_person_names(actor=request.actor, at=now(), person=found, names=names)}
