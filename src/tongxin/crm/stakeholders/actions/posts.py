"""Write posts: the seats of the customer's organisation."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.models import Changes, save_changes
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.choices import PostLevel
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.crm.stakeholders.rules import (
    PostRefused,
    check_can_close_post,
    check_can_staff,
    check_post_values,
    check_reports_to,
)

EDITABLE = ("title", "department", "level", "reports_to")


@transaction.atomic
def create_post(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    title: str,
    department: str = "",
    level: str = PostLevel.UNKNOWN,
    reports_to: Post | None = None,
) -> Post:
    """Create a post, which stands vacant until somebody takes it.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        PostRefused: which value is wrong, and why.
    """
    check_can_staff(actor, account)
    check_post_values({"title": title, "level": level})
    check_reports_to(None, account, reports_to)
    post = Post.objects.create(
        account=account, title=title.strip(), department=department.strip(), level=level,
        reports_to=reports_to, created_at=at, updated_at=at,
    )  # fmt: skip
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.POST, target=post, account_uid=account.uid)
    return post


@transaction.atomic
def change_post(
    *,
    actor: Actor,
    at: datetime,
    post: Post,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> Changes:
    """Change any of `EDITABLE`; return field → (old, new). Who holds the post gets its new title.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        PostRefused: which value is wrong, and why.
        StaleVersion: somebody else changed the post meanwhile.
    """
    check_can_staff(actor, post.account)
    for field in values:
        if field not in EDITABLE:
            raise PostRefused("FIELD_UNKNOWN", field=field, name=field)
    check_post_values(values)
    check_reports_to(post, post.account, values.get("reports_to"))
    changes = save_changes(post, values, at=at, expected_version=expected_version)
    if changes:
        record(
            actor=actor, at=at, verb=Verb.CHANGED, kind=Kind.POST, target=post,
            account_uid=post.account.uid, changes=changes,
        )  # fmt: skip
    if "title" in changes:
        holders = Person.objects.filter(
            tenures__post=post, tenures__is_current=True, tenures__is_main=True
        ).distinct()
        ids = list(holders.values_list("pk", flat=True))
        Person.objects.filter(pk__in=ids).update(title=post.title)
        index_people(Person.objects.filter(pk__in=ids))
    return changes


@transaction.atomic
def close_post(*, actor: Actor, at: datetime, post: Post, expected_version: int | None = None) -> Post:
    """Take a vacant post out of the organisation; its history stays.

    Raises:
        Denied: the actor may not edit.
        Conflict: somebody holds it, or it is closed already.
        StaleVersion: somebody else changed the post meanwhile.
    """
    holders = Tenure.objects.filter(post=post, is_current=True).count()
    check_can_close_post(actor, post, holders)
    save_changes(post, {"is_active": False}, at=at, expected_version=expected_version)
    Post.objects.filter(reports_to=post).update(reports_to=post.reports_to)
    record(actor=actor, at=at, verb=Verb.DELETED, kind=Kind.POST, target=post, account_uid=post.account.uid)
    return post


@transaction.atomic
def take_or_make_post(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    title: str,
    department: str = "",
    level: str = PostLevel.UNKNOWN,
    reports_to: Post | None = None,
) -> Post:
    """Return a vacant post of that title for somebody to take, creating one when there is none.

    Raises:
        Denied: the actor may not edit.
        Conflict: the account is not in use.
        PostRefused: which value is wrong, and why.
    """
    title = title.strip()
    offered = vacant_posts({account.pk}, {title}).get((account.pk, title), [])
    found = first_fitting(offered, department.strip())
    if found is not None:
        return found
    return create_post(
        actor=actor, at=at, account=account, title=title, department=department, level=level,
        reports_to=reports_to,
    )  # fmt: skip


def vacant_posts(accounts: Set[int | None], titles: Set[str]) -> dict[tuple[int | None, str], list[Post]]:
    """Return the posts in use that nobody holds, by account and title, the oldest first."""
    found: dict[tuple[int | None, str], list[Post]] = {}
    held = Tenure.objects.filter(post=OuterRef("pk"), is_current=True)
    vacant = Post.objects.filter(~Exists(held), account__in=accounts, title__in=titles, is_active=True)
    for post in vacant.order_by("pk"):
        found.setdefault((post.account_id, post.title), []).append(post)
    return found


def first_fitting(posts: Sequence[Post], department: str) -> Post | None:
    """Return the first of these posts of that department, or of any when none is named; or `None`."""
    return next((post for post in posts if department in {"", post.department}), None)
