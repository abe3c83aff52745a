"""Read the customer's people, always within what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tongxin.audit.choices import Kind as AuditKind
from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.in_subquery import InSubquery
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.naming import named_along
from tongxin.common.text.names import person_key
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.accounts.selectors import of_own_team, visible_through
from tongxin.crm.stakeholders.choices import PersonStatus, PostLevel
from tongxin.crm.stakeholders.models import Person, PersonMerge, PersonName, Post, Tenure
from tongxin.search.selectors import matching_uids
from tongxin.team.viewers import Viewers, viewers_of

SENIOR = (PostLevel.BOARD, PostLevel.EXECUTIVE)
FORMER_SHOWN = 20

PERSON_LIST = ListSchema(
    fields=(
        ListField(key="name", path="full_name", sort="sort_key", pinyin_sort="pinyin_key"),
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(
            key="account",
            path="account__uid",
            kind=Kind.CODE,
            sort="account__sort_key",
            pinyin_sort="account__pinyin_key",
        ),
        ListField(key="title", path="title", sort="title"),
        ListField(key="email", path="email", sort="email"),
        ListField(key="phone", path="phone"),
        ListField(key="mobile", path="mobile"),
        ListField(key="status", path="status", kind=Kind.CODE, sort="status"),
        ListField(key="owner", path="owner__uid", kind=Kind.CODE, sort="owner__display_name"),
        ListField(key="last_contact_at", path="last_contact_at", kind=Kind.MOMENT, sort="last_contact_at"),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="name", descending=False),),
)


def person_scope(actor: Actor) -> Q:
    """Return the condition under which a person is visible.

    Through the account where they are or ever held a post; somebody without an account through their
    owner. Who follows a person to another team's account still sees the person, and learns the account's name.
    """
    if actor.sees_all:
        return Q()
    held = Tenure.objects.filter(of_own_team(actor, "post__account_id")).values_list("person_id", flat=True)
    ownerless = Q(account=None, owner_id__in=actor.covers)
    return of_own_team(actor, "account_id") | Q(InSubquery("id", held)) | ownerless


def visible_people(actor: Actor) -> QuerySet[Person]:
    """Return the people the actor may see who were not deleted."""
    return Person.objects.exclude(status=PersonStatus.DELETED).filter(person_scope(actor))


def viewers_of_person(person: Person, *, as_of: date) -> Viewers:
    """Return who sees a person: through the accounts where they are or ever held a post, else their owner."""
    held = Tenure.objects.filter(person=person).values("post__account_id")
    places = Q(account_id=person.account_id) | Q(account_id__in=held)
    members = set(AccountMember.objects.filter(places).values_list("user_id", flat=True))
    if person.account_id is None and person.owner_id is not None:
        members.add(person.owner_id)
    return viewers_of(members, as_of=as_of)


def get_person_for(actor: Actor, uid: str) -> Person:
    """Return a person with account and owner.

    Raises:
        Missing: there is none for this actor.
    """
    person = visible_people(actor).select_related("account", "owner").filter(uid=uid).first()
    if person is None:
        raise Missing("PERSON_MISSING", uid=uid)
    return person


def get_deleted_person_for(actor: Actor, uid: str) -> Person:
    """Return a person who was deleted, to be restored.

    Raises:
        Missing: there is none for this actor.
    """
    deleted = Person.objects.filter(person_scope(actor), status=PersonStatus.DELETED, uid=uid)
    person = deleted.select_related("account", "owner").first()
    if person is None:
        raise Missing("PERSON_MISSING", uid=uid)
    return person


def people_by_uid(actor: Actor, uids: Sequence[str]) -> list[Person]:
    """Return visible people in the order asked for.

    Raises:
        Missing: one of them does not exist for this actor.
    """
    found = {
        person.uid: person for person in visible_people(actor).select_related("account").filter(uid__in=uids)
    }
    for uid in uids:
        if uid not in found:
            raise Missing("PERSON_MISSING", uid=uid)
    return [found[uid] for uid in dict.fromkeys(uids)]


def list_people(actor: Actor, query: ListQuery) -> Page[Person]:
    """Return one page of the visible people that meet a query."""
    rows = named_along(narrowed_people(actor, query), "account", "owner")
    return PERSON_LIST.page(rows, query, actor=actor)


def narrowed_people(actor: Actor, query: ListQuery) -> QuerySet[Person]:
    """Return the visible people that meet a query's conditions, unordered."""
    rows = visible_people(actor)
    if query.text:
        rows = rows.filter(uid__in=matching_uids(query.text, AuditKind.PERSON))
    return PERSON_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})


def names_of(person: Person) -> QuerySet[PersonName]:
    """Return the person's other names."""
    return PersonName.objects.filter(person=person).order_by("pk")


def tenures_of(actor: Actor, person: Person) -> QuerySet[Tenure]:
    """Return the posts somebody holds and held at accounts the actor may see, the current ones first."""
    return (
        Tenure.objects.filter(visible_through(actor, "post__account"), person=person)
        .select_related("post", "post__account", "post__reports_to")
        .order_by("-is_current", "-is_main", F("since").desc(nulls_last=True), "-pk")
    )


def get_post_for(actor: Actor, uid: str) -> Post:
    """Return a post at an account the actor may see.

    Raises:
        Missing: there is none for this actor.
    """
    post = _visible_posts(actor).select_related("account", "reports_to").filter(uid=uid).first()
    if post is None:
        raise Missing("POST_MISSING", uid=uid)
    return post


def get_tenure_for(actor: Actor, uid: str, *, person_uid: str = "") -> Tenure:
    """Return a tenure at an account the actor may see; with `person_uid`, of that person only.

    Raises:
        Missing: there is none for this actor.
    """
    tenure = (
        Tenure.objects.filter(post__in=_visible_posts(actor), uid=uid)
        .select_related("post", "post__account", "person", "person__account")
        .first()
    )
    if tenure is None or (person_uid and tenure.person.uid != person_uid):
        raise Missing("TENURE_MISSING", uid=uid)
    return tenure


def posts_of(account: Account) -> QuerySet[Post]:
    """Return the account's posts in use."""
    return (
        Post.objects.filter(account=account, is_active=True)
        .select_related("account", "reports_to")
        .order_by("pk")
    )


def holders_of(account: Account) -> dict[int, list[Tenure]]:
    """Return who holds the account's posts now, by the post's number."""
    holding = (
        Tenure.objects.filter(post__account=account, is_current=True)
        .exclude(person__status=PersonStatus.DELETED)
        .select_related("person")
        .order_by("-is_main", "pk")
    )
    holders: dict[int, list[Tenure]] = {}
    for tenure in holding:
        holders.setdefault(tenure.post_id, []).append(tenure)
    return holders


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNode:
    """One post of an organisation's tree and who holds it now; `depth` 0 stands at the top."""

    post: Post
    depth: int
    holders: tuple[Tenure, ...]

    @property
    def is_vacant(self) -> bool:
        """Say whether nobody holds the post."""
        return not self.holders


def organisation_of(account: Account) -> list[PostNode]:
    """Return the account's posts as a tree by reporting line, each boss before their reports; two queries."""
    posts = list(posts_of(account))
    holders = holders_of(account)
    own = {post.pk for post in posts}
    below: dict[int | None, list[Post]] = {}
    for post in posts:
        boss = post.reports_to_id if post.reports_to_id in own else None
        below.setdefault(boss, []).append(post)
    nodes: list[PostNode] = []
    waiting = [(post, 0) for post in reversed(below.get(None, []))]
    while waiting:
        post, depth = waiting.pop()
        nodes.append(PostNode(post=post, depth=depth, holders=tuple(holders.get(post.pk, ()))))
        waiting += [(report, depth + 1) for report in reversed(below.get(post.pk, []))]
    return nodes


def people_without_post(actor: Actor, account: Account) -> QuerySet[Person]:
    """Return the people of an account who hold no post there now."""
    holding = Tenure.objects.filter(person=OuterRef("pk"), post__account=account, is_current=True)
    return (
        visible_people(actor)
        .filter(~Exists(holding), account=account, status=PersonStatus.ACTIVE)
        .order_by("sort_key", "pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """A person who may be the same one, and why: `EMAIL` or `NAME`."""

    person: Person
    reason: str


def merges_of_person(person: Person) -> QuerySet[PersonMerge]:
    """Return who was merged into a person and can still be taken apart, newest first."""
    merges = PersonMerge.objects.filter(survivor=person, undone_at=None)
    return merges.select_related("survivor", "absorbed").order_by("-pk")


def get_person_merge(person: Person, uid: str) -> PersonMerge:
    """Return a merge into a person who was loaded for the actor.

    Raises:
        Missing: `PERSON_MERGE_MISSING`.
    """
    merges = PersonMerge.objects.filter(survivor=person, uid=uid)
    merge = merges.select_related("survivor__account", "absorbed__account").first()
    if merge is None:
        raise Missing("PERSON_MERGE_MISSING", uid=uid)
    return merge


def survivors_of(absorbed: Iterable[int]) -> dict[int, int]:
    """Return by the id of each person who was merged into another who that is now."""
    merges = PersonMerge.objects.filter(absorbed__in=set(absorbed), undone_at=None).order_by("pk")
    return dict(merges.values_list("absorbed_id", "survivor_id"))


def people_alike(actor: Actor, person: Person, *, text: str = "") -> list[Person]:
    """Return visible people who may be the same as one known already: by name or address, else by the text searched for."""
    people = visible_people(actor).exclude(pk=person.pk).select_related("account")
    if text.strip():
        found = people.filter(Q(full_name__icontains=text.strip()) | Q(match_key=person_key(text)[:120]))
    else:
        alike = Q(match_key=person.match_key) | Q(name_latin=person.full_name)
        found = people.filter(alike | Q(email__iexact=person.email) if person.email else alike)
    return list(found.order_by("sort_key", "pk")[:10])


def find_same_people(
    actor: Actor,
    *,
    names: Sequence[str],
    email: str = "",
    account: Account | None = None,
    excluding: Person | None = None,
) -> list[SamePerson]:
    """Return visible people who may be the same as one about to be entered.

    The same address anywhere, or a name that is the same across scripts and titles: at the account, or anywhere while
    none is known.
    """
    keys = {person_key(name)[:120] for name in names if name.strip()}
    other_name = PersonName.objects.filter(match_key__in=keys).values("person_id")
    named = Q(match_key__in=keys) | Q(pk__in=other_name)
    alike = named & Q(account=account) if account is not None else named
    if email:
        alike |= Q(email__iexact=email)
    people = visible_people(actor).filter(alike).select_related("account").order_by("pk")
    if excluding is not None:
        people = people.exclude(pk=excluding.pk)
    return [
        SamePerson(
            person=person,
            reason="EMAIL" if email and person.email.casefold() == email.casefold() else "NAME",
        )
        for person in people[:10]
    ]


def _visible_posts(actor: Actor) -> QuerySet[Post]:
    return Post.objects.filter(visible_through(actor, "account"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageGap:
    """A senior post where we know nobody, or have not met the one we know for long."""

    post: Post
    person: Person | None


def coverage_gaps(actor: Actor, *, at: datetime, stale_days: int, limit: int = 200) -> list[CoverageGap]:
    """Return senior posts that stand vacant, then those whose holder was last met longest ago; two queries."""
    held = Tenure.objects.filter(post=OuterRef("pk"), is_current=True)
    senior = _visible_posts(actor).filter(is_active=True, level__in=SENIOR)
    vacant = senior.filter(~Exists(held)).select_related("account").order_by("account__sort_key", "pk")
    found = [CoverageGap(post=post, person=None) for post in vacant[:limit]]
    since = at - timedelta(days=stale_days)
    unmet = (
        Tenure.objects.filter(visible_through(actor, "post__account"))
        .filter(is_current=True, person__status=PersonStatus.ACTIVE)
        .filter(post__is_active=True, post__level__in=SENIOR)
        .filter(Q(person__last_contact_at=None) | Q(person__last_contact_at__lt=since))
        .select_related("person", "post", "post__account")
        .order_by(F("person__last_contact_at").asc(nulls_first=True), "pk")
    )
    return found + [CoverageGap(post=tenure.post, person=tenure.person) for tenure in unmet[:limit]]


def senior_people(actor: Actor, *, limit: int) -> list[Person]:
    """Return people in senior posts in office, those met longest ago first; one query."""
    senior = Tenure.objects.filter(
        visible_through(actor, "post__account"), person=OuterRef("pk"), is_current=True,
        post__is_active=True, post__level__in=SENIOR,
    )  # fmt: skip
    people = visible_people(actor).filter(Exists(senior), status=PersonStatus.ACTIVE)
    rows = people.select_related("account").order_by(F("last_contact_at").asc(nulls_first=True), "pk")
    return list(rows[:limit])


def former_people(actor: Actor, account: Account) -> list[Person]:
    """Return people who held a post at an account and hold none there now, the last to go first."""
    here = Tenure.objects.filter(person=OuterRef("pk"), post__account=account)
    people = visible_people(actor).filter(Exists(here), ~Exists(here.filter(is_current=True)))
    return list(people.exclude(account=account).order_by("-updated_at", "pk")[:FORMER_SHOWN])
