"""Create people, one or many, with their posts: the same facts and checks, in few queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from tongxin.audit.actions import plain, record_many
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.common.text.names import person_key
from tongxin.crm.accounts.models import Account
from tongxin.crm.stakeholders.actions.indexing import index_people
from tongxin.crm.stakeholders.actions.people import check_known, derived
from tongxin.crm.stakeholders.actions.posts import first_fitting, vacant_posts
from tongxin.crm.stakeholders.choices import PostLevel
from tongxin.crm.stakeholders.models import Person, PersonName, Post, Tenure
from tongxin.crm.stakeholders.rules import (
    check_can_staff,
    check_name_kinds,
    check_person_values,
    check_post_values,
    check_reports_to,
)

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """One person to create.

    Attributes:
        full_name: as written at the customer.
        account: where they are.
        title: of their post there; a vacant post of that title is taken, else one is made.
        department: of the post.
        level: code of `PostLevel` for the post.
        reports_to: the boss's post.
        names: other names, as (name, code of `NameKind`).
        values: any of `EDITABLE`; the actor is the owner when left out.

    """

    full_name: str
    account: Account | None = None
    title: str = ""
    department: str = ""
    level: str = PostLevel.UNKNOWN
    reports_to: Post | None = None
    names: tuple[tuple[str, str], ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


def create_person(
    *,
    actor: Actor,
    at: datetime,
    full_name: str,
    account: Account | None = None,
    title: str = "",
    department: str = "",
    level: str = PostLevel.UNKNOWN,
    reports_to: Post | None = None,
    names: Sequence[tuple[str, str]] = (),
    **values: Any,
) -> Person:
    """Create a person; only the name is needed. The arguments are the attributes of `NewPerson`.

    Raises:
        Denied: the actor may not edit, or not write judgements.
        Conflict: the account is not in use.
        PersonRefused: which value is wrong, and why.
        PostRefused: see `check_reports_to`.
    """
    new = NewPerson(
        full_name=full_name, account=account, title=title, department=department, level=level,
        reports_to=reports_to, names=tuple(names), values=values,
    )  # fmt: skip
    return create_people(actor=actor, at=at, people=[new])[0]


@transaction.atomic
def create_people(*, actor: Actor, at: datetime, people: Sequence[NewPerson]) -> list[Person]:
    """Create people in the order given, each in a post where a title is said.

    About ten queries for every 500; nothing is written when one of them is refused.

    Raises:
        Denied: the actor may not edit, or not write judgements.
        Conflict: an account is not in use.
        PersonRefused: which value is wrong, and why.
        PostRefused: which value is wrong, and why; see `check_reports_to` for bosses.
    """
    actor.must_have(Right.EDIT)
    written = Person.objects.bulk_create([_person(actor, new, at) for new in people], batch_size=BATCH)
    pairs = list(zip(written, people, strict=True))
    PersonName.objects.bulk_create(_names(pairs, at), batch_size=BATCH)
    made = _seat([(person, new) for person, new in pairs if person.title], at)
    events = [_post_event(post) for post in made] + [
        _person_event(person, new, actor) for person, new in pairs
    ]
    record_many(actor=actor, at=at, entries=events)
    index_people(written)
    return written


def _person(actor: Actor, new: NewPerson, at: datetime) -> Person:
    if new.account is not None:
        check_can_staff(actor, new.account)
        check_reports_to(None, new.account, new.reports_to)
    values = _values(actor, new)
    check_known(values)
    check_person_values(actor, values)
    check_name_kinds(new.names)
    check_post_values({"level": new.level})
    return Person(
        **values,
        **derived(values["full_name"]),
        account=new.account,
        title=new.title.strip() if new.account is not None else "",
        created_at=at,
        updated_at=at,
    )


def _values(actor: Actor, new: NewPerson) -> dict[str, Any]:
    return {"full_name": new.full_name.strip(), "owner": actor.user, **new.values}


def _names(pairs: Sequence[tuple[Person, NewPerson]], at: datetime) -> Iterator[PersonName]:
    for person, new in pairs:
        for name, kind in {name.strip(): kind for name, kind in new.names if name.strip()}.items():
            yield PersonName(
                person=person, name=name, kind=kind, match_key=person_key(name)[:120], created_at=at
            )


def _seat(pairs: Sequence[tuple[Person, NewPerson]], at: datetime) -> list[Post]:
    """Let each take a vacant post of their title, or one made for them; return those made."""
    people = [person for person, _ in pairs]
    vacant = vacant_posts({person.account_id for person in people}, {person.title for person in people})
    posts: list[Post] = []
    made: list[Post] = []
    for person, new in pairs:
        department = new.department.strip()
        offered = vacant.get((person.account_id, person.title), [])
        post = first_fitting(offered, department)
        if post is not None:
            offered.remove(post)
        else:
            post = Post(
                account=new.account, title=person.title, department=department, level=new.level,
                reports_to=new.reports_to, created_at=at, updated_at=at,
            )  # fmt: skip
            made.append(post)
        posts.append(post)
    Post.objects.bulk_create(made, batch_size=BATCH)
    Tenure.objects.bulk_create(
        (
            Tenure(person=person, post=post, created_at=at, updated_at=at)
            for (person, _), post in zip(pairs, posts, strict=True)
        ),
        batch_size=BATCH,
    )
    return made


def _post_event(post: Post) -> dict[str, Any]:
    return {
        "verb": Verb.CREATED,
        "object_kind": Kind.POST,
        "object_uid": post.uid,
        "object_label": str(post),
        "account_uid": post.account.uid,
    }


def _person_event(person: Person, new: NewPerson, actor: Actor) -> dict[str, Any]:
    values = {**_values(actor, new), "post": person.title}
    return {
        "verb": Verb.CREATED,
        "object_kind": Kind.PERSON,
        "object_uid": person.uid,
        "object_label": person.full_name,
        "account_uid": person.account.uid if person.account else "",
        "changes": {name: [None, plain(value)] for name, value in values.items() if value not in (None, "")},
    }
