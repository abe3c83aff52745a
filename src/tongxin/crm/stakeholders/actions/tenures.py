"""Write who holds which post from when to when; people move, posts and history stay."""

from datetime import date, datetime

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import save_changes
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.choices import PersonStatus, TenureEnd
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.crm.stakeholders.rules import (
    check_can_edit_person,
    check_can_leave,
    check_can_staff,
    check_can_take,
)


@transaction.atomic
def start_tenure(
    *,
    actor: Actor,
    at: datetime,
    person: Person,
    post: Post,
    since: date | None = None,
    is_main: bool = True,
) -> Tenure:
    """Let a person take a post; with `is_main` it decides their account and title.

    Raises:
        Denied: the actor may not edit.
        Conflict: see `check_can_staff` and `check_can_take`.
    """
    check_can_staff(actor, post.account)
    held = Tenure.objects.filter(person=person, post=post, is_current=True).exists()
    check_can_take(person, post, held=held)
    _keep_trace(person, post, at)
    running = Tenure.objects.filter(person=person, is_current=True, is_main=True)
    if is_main:
        running.update(is_main=False)
    tenure = Tenure.objects.create(
        person=person, post=post, since=since, is_main=is_main or not running.exists(),
        created_at=at, updated_at=at,
    )  # fmt: skip
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PERSON, target=person,
        account_uid=post.account.uid, changes={"post": (None, post.title)}, since=since,
    )  # fmt: skip
    _derive_place(person, at)
    return tenure


@transaction.atomic
def end_tenure(
    *,
    actor: Actor,
    at: datetime,
    tenure: Tenure,
    reason: str,
    until: date | None = None,
    expected_version: int | None = None,
) -> Tenure:
    """Let a person leave a post, which stays vacant; without any other post they have left the customer.

    Args:
        reason: code of `TenureEnd`.
        until: first day on which they no longer held it; unknown when left out.

    Raises:
        Denied: the actor may not edit.
        Conflict: the tenure is over.
        TenureRefused: see `check_can_leave`.
        StaleVersion: somebody else changed the tenure meanwhile.
    """
    check_can_edit_person(actor, tenure.person)
    check_can_leave(tenure, until, reason)
    _end(tenure, until=until, reason=reason, at=at, expected_version=expected_version)
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PERSON, target=tenure.person,
        account_uid=tenure.post.account.uid, changes={"post": (tenure.post.title, None)},
        reason=reason, until=until,
    )  # fmt: skip
    _derive_place(tenure.person, at, mistaken=reason == TenureEnd.MISTAKE)
    return tenure


@transaction.atomic
def move_person(
    *,
    actor: Actor,
    at: datetime,
    person: Person,
    post: Post,
    on: date | None = None,
    leaving: Tenure | None = None,
) -> Tenure:
    """Let a person leave a post and take another one, at the same account or elsewhere.

    Args:
        post: the one they take.
        on: their first day in it.
        leaving: the post they leave; their main one when left out.

    Raises:
        Denied: the actor may not edit.
        Conflict: see `check_can_take`.
        TenureRefused: see `check_can_leave`.
    """
    check_can_edit_person(actor, person)
    if leaving is None:
        current = Tenure.objects.select_related("post", "post__account")
        leaving = current.filter(person=person, is_current=True).order_by("-is_main", "pk").first()
    if leaving is not None:
        check_can_leave(leaving, on, TenureEnd.MOVED)
    tenure = start_tenure(actor=actor, at=at, person=person, post=post, since=on)
    if leaving is not None:
        leaving.refresh_from_db(fields=["is_main", "version"])
        _end(leaving, until=on, reason=TenureEnd.MOVED, at=at)
        _derive_place(person, at)
    return tenure


@transaction.atomic
def place_person(*, actor: Actor, at: datetime, person: Person, account: Account) -> Person:
    """Say that a person is at another account now, in a post that is not known; what they held ends.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
    """
    check_can_edit_person(actor, person)
    check_can_staff(actor, account)
    before = person.account
    _leave_all(person, TenureEnd.MOVED, at)
    save_changes(person, {"account": account, "title": "", "status": PersonStatus.ACTIVE}, at=at)
    index_people([person])
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PERSON, target=person,
        account_uid=account.uid, changes={"account": (before.name if before else None, account.name)},
    )  # fmt: skip
    return person


@transaction.atomic
def record_departure(*, actor: Actor, at: datetime, person: Person, reason: str = TenureEnd.LEFT) -> Person:
    """Say that a person has left the customer; their posts stay vacant, and where they were is kept.

    Raises:
        Denied: the actor may not edit.
    """
    check_can_edit_person(actor, person)
    before = person.account
    _leave_all(person, reason, at)
    save_changes(person, {"account": None, "title": "", "status": PersonStatus.LEFT}, at=at)
    index_people([person])
    record(
        actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.PERSON, target=person,
        account_uid=before.uid if before else "", changes={"status": (PersonStatus.ACTIVE, PersonStatus.LEFT)},
    )  # fmt: skip
    return person


def _leave_all(person: Person, reason: str, at: datetime) -> None:
    held = list(Tenure.objects.filter(person=person, is_current=True).select_related("post"))
    for tenure in held:
        _end(tenure, until=None, reason=reason, at=at)
    if person.account_id is not None and not held:
        _keep_unknown_post(person, person.account_id, at)


def _end(
    tenure: Tenure, *, until: date | None, reason: str, at: datetime, expected_version: int | None = None
) -> None:
    save_changes(
        tenure,
        {"is_current": False, "is_main": False, "until": until, "end_reason": reason},
        at=at,
        expected_version=expected_version,
    )


def _keep_trace(person: Person, post: Post, at: datetime) -> None:
    # Somebody known at an account without a post would otherwise leave it without a trace, and its team
    # would lose sight of them. A post without a title stands for "we never knew which".
    if person.account_id is None or person.account_id == post.account_id:
        return
    if Tenure.objects.filter(person=person, post__account_id=person.account_id).exists():
        return
    _keep_unknown_post(person, person.account_id, at)


def _keep_unknown_post(person: Person, account_id: int, at: datetime) -> None:
    unknown = Post.objects.create(
        account_id=account_id, title="", is_active=False, created_at=at, updated_at=at
    )
    Tenure.objects.create(
        person=person, post=unknown, is_current=False, is_main=False, end_reason=TenureEnd.MOVED,
        created_at=at, updated_at=at,
    )  # fmt: skip


def _derive_place(person: Person, at: datetime, *, mistaken: bool = False) -> None:
    current = Tenure.objects.filter(person=person, is_current=True).select_related("post", "post__account")
    main = current.order_by("-is_main", "pk").first()
    if main is not None and not main.is_main:
        Tenure.objects.filter(pk=main.pk).update(is_main=True)
    place: dict[str, object] = {"account": None, "title": "", "status": PersonStatus.LEFT}
    if main is not None:
        place = {
            "account": main.post.account,
            "title": main.post.title,
            "status": PersonStatus.ACTIVE,
        }
    elif mistaken:
        # Taking back what was never so says nothing about where they are.
        place = {"title": ""}
    save_changes(person, place, at=at)
    index_people([person])
