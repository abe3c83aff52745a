"""What makes a person, a post and a tenure acceptable."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tongxin.common.actor import Actor
from tongxin.common.errors import Conflict, Denied, Refusal
from tongxin.common.rights import Right
from tongxin.crm.accounts.choices import NameKind
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders.choices import PersonStatus, PostLevel, TenureEnd
from tongxin.crm.stakeholders.models import Person, Post, Tenure

DEEPEST_LINE = 20


class PersonRefused(Refusal):
    """Say why a person cannot be saved so."""


class PostRefused(Refusal):
    """Say why a post cannot be saved so."""


class TenureRefused(Refusal):
    """Say why somebody cannot take or leave a post so."""


class PersonMergeRefused(Conflict):
    """Say why two people cannot be merged, or a merge not undone."""


def check_can_merge_people(actor: Actor, survivor: Person, absorbed: Person) -> None:
    """Let those who may merge make two people one, neither of whom was deleted or merged before.

    Raises:
        Denied: the actor may not merge, or not edit.
        PersonMergeRefused: `PERSON_MERGE_SELF` or `PERSON_MERGE_GONE`.
    """
    actor.must_have(Right.MERGE)
    actor.must_have(Right.EDIT)
    if survivor.pk == absorbed.pk:
        raise PersonMergeRefused("PERSON_MERGE_SELF")
    for person in (survivor, absorbed):
        if person.status == PersonStatus.DELETED:
            raise PersonMergeRefused("PERSON_MERGE_GONE", name=person.full_name)


def check_can_edit_person(actor: Actor, person: Person) -> None:
    """Let those who may edit change a person who was not deleted.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `PERSON_DELETED`.
    """
    actor.must_have(Right.EDIT)
    if person.status == PersonStatus.DELETED:
        raise Conflict("PERSON_DELETED", name=person.full_name)


def can_edit_person(actor: Actor, person: Person) -> bool:
    """Ask `check_can_edit_person`."""
    try:
        check_can_edit_person(actor, person)
    except (Denied, Conflict):
        return False
    return True


def check_person_values(actor: Actor, values: Mapping[str, Any]) -> None:
    """Accept a person's values as they are to be stored; a judgement needs its own right.

    Raises:
        Denied: the actor may not write judgements.
        PersonRefused: which value is wrong, and why.
    """
    if "full_name" in values and not values["full_name"].strip():
        raise PersonRefused("PERSON_NAME_MISSING", field="full_name")
    if "judgement" in values:
        actor.must_have(Right.JUDGEMENT)
    if values.get("email"):
        try:
            validate_email(values["email"])
        except ValidationError as error:
            raise PersonRefused("EMAIL_WRONG", field="email", email=values["email"]) from error


def check_name_kinds(names: Sequence[tuple[str, str]]) -> None:
    """Accept other names of known kinds.

    Raises:
        PersonRefused: `NAME_KIND_UNKNOWN`.
    """
    for _, kind in names:
        if kind not in NameKind.values:
            raise PersonRefused("NAME_KIND_UNKNOWN", field="names", kind=kind)


def check_can_delete_person(actor: Actor, person: Person) -> None:
    """Let those who may delete take a person away, once.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `PERSON_DELETED`.
    """
    actor.must_have(Right.DELETE)
    if person.status == PersonStatus.DELETED:
        raise Conflict("PERSON_DELETED", name=person.full_name)


def check_can_staff(actor: Actor, account: Account) -> None:
    """Let those who may edit put posts and people at an account in use.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `ACCOUNT_CLOSED`.
    """
    actor.must_have(Right.EDIT)
    if not account.is_open:
        raise Conflict("ACCOUNT_CLOSED", name=account.name)


def check_post_values(values: Mapping[str, Any]) -> None:
    """Accept a post's values as they are to be stored.

    Raises:
        PostRefused: `POST_TITLE_MISSING` or `POST_LEVEL_UNKNOWN`.
    """
    if "title" in values and not values["title"].strip():
        raise PostRefused("POST_TITLE_MISSING", field="title")
    if values.get("level") and values["level"] not in PostLevel.values:
        raise PostRefused("POST_LEVEL_UNKNOWN", field="level", level=values["level"])


def check_reports_to(post: Post | None, account: Account, boss: Post | None) -> None:
    """Keep reporting lines inside one group of accounts and free of circles.

    Walks up the line: one query a step, as many as there are bosses.

    Raises:
        PostRefused: `REPORTS_CIRCLE`, `REPORTS_ELSEWHERE` or `REPORTS_CLOSED`.
    """
    if boss is None:
        return
    if top_of(boss.account) != top_of(account):
        raise PostRefused("REPORTS_ELSEWHERE", field="reports_to", post=boss.title)
    if not boss.is_active:
        raise PostRefused("REPORTS_CLOSED", field="reports_to", post=boss.title)
    if post is None:
        return
    above: Post | None = boss
    for _ in range(DEEPEST_LINE):
        if above is None:
            return
        if above.pk == post.pk:
            break
        above = above.reports_to
    raise PostRefused("REPORTS_CIRCLE", field="reports_to", post=boss.title)


def top_of(account: Account) -> str:
    """Return what tells the account's group from others: the number of the account at its top."""
    return account.tree_path.split("/")[1] if account.tree_path else str(account.pk)


def check_can_close_post(actor: Actor, post: Post, holders: int) -> None:
    """Let a post be closed that nobody holds.

    Raises:
        Denied: the actor lacks the right.
        Conflict: `POST_HELD` or `POST_CLOSED`.
    """
    actor.must_have(Right.EDIT)
    if not post.is_active:
        raise Conflict("POST_CLOSED", post=post.title)
    if holders:
        raise Conflict("POST_HELD", post=post.title)


def check_can_take(person: Person, post: Post, *, held: bool) -> None:
    """Let somebody take a post in use that they do not hold yet.

    Raises:
        Conflict: `PERSON_DELETED`, `POST_CLOSED` or `POST_HELD_BY_THEM`.
    """
    if person.status == PersonStatus.DELETED:
        raise Conflict("PERSON_DELETED", name=person.full_name)
    if not post.is_active:
        raise Conflict("POST_CLOSED", post=post.title)
    if held:
        raise Conflict("POST_HELD_BY_THEM", name=person.full_name, post=post.title)


def check_can_leave(tenure: Tenure, until: date | None, reason: str) -> None:
    """Let a running tenure end, for a known reason, not before it began.

    Raises:
        Conflict: `TENURE_OVER`.
        TenureRefused: `TENURE_END_UNKNOWN` or `DATES_REVERSED`.
    """
    if not tenure.is_current:
        raise Conflict("TENURE_OVER")
    if reason not in TenureEnd.values:
        raise TenureRefused("TENURE_END_UNKNOWN", field="reason", reason=reason)
    if tenure.since and until and until < tenure.since:
        raise TenureRefused("DATES_REVERSED", field="until")
