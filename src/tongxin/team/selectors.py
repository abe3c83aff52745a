"""Reads about people who sign in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from django.contrib.auth.hashers import check_password
from django.db.models import Exists, OuterRef, Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.common.rights import Channel, Right
from tongxin.common.text.fold import fold
from tongxin.common.text.pinyin import pinyin_tokens
from tongxin.team.choices import RIGHTS_OF_ROLE, Role
from tongxin.team.models import Absence, ApiToken, User

USER_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="display_name", path="display_name", sort="display_name"),
        ListField(key="email", path="email"),
        ListField(key="team_name", path="team_name", sort="team_name"),
        ListField(key="roles", path="roles", filterable=False),
        ListField(key="manager", path="manager__uid", kind=Kind.CODE),
        ListField(key="is_active", path="is_active", kind=Kind.FLAG),
        ListField(key="language", path="language", kind=Kind.CODE),
        ListField(key="username", path="username", sort="username", right=Right.ADMINISTER),
        ListField(key="granted_rights", path="granted_rights", filterable=False, right=Right.ADMINISTER),
        ListField(
            key="last_login", path="last_login", kind=Kind.MOMENT, sort="last_login", right=Right.ADMINISTER
        ),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="display_name", descending=False),),
)
TOKEN_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="name", path="name", sort="name"),
        ListField(key="prefix", path="prefix", kind=Kind.CODE),
        ListField(key="scopes", path="scopes", filterable=False),
        ListField(key="expires_at", path="expires_at", kind=Kind.MOMENT, sort="expires_at"),
        ListField(key="last_used_at", path="last_used_at", kind=Kind.MOMENT, sort="last_used_at"),
        ListField(key="revoked_at", path="revoked_at", kind=Kind.MOMENT, sort="revoked_at"),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
    ),
    default_sort=(SortKey(key="created_at", descending=True),),
)
ABSENCE_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="deputy", path="deputy__uid", kind=Kind.CODE, sort="deputy__display_name"),
        ListField(key="from_date", path="from_date", kind=Kind.DAY, sort="from_date"),
        ListField(key="to_date", path="to_date", kind=Kind.DAY, sort="to_date"),
        ListField(key="reason", path="reason", filterable=False),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
    ),
    default_sort=(SortKey(key="from_date", descending=False),),
)


def get_actor(
    user: User,
    *,
    as_of: date,
    channel: Channel = Channel.WEB,
    address: str = "",
    token: ApiToken | None = None,
) -> Actor:
    """Build the actor for a request: rights of all roles, and whose work they see on this day.

    One query for the user's own line and whom they stand in for, another for the lines of those.
    """
    rights = rights_of(user)
    scopes = frozenset(token.scopes) if token else frozenset()
    line = _NOBODY if Right.SEE_ALL in rights else line_of(user, as_of=as_of)
    return Actor(
        user=user,
        rights=rights,
        covers=line.covers,
        stands_in_for=line.stands_in_for,
        leads=line.leads,
        channel=channel,
        address=address,
        token_uid=token.uid if token else "",
        scopes=scopes,
    )


def rights_of(user: User) -> frozenset[str]:
    """Return the codes of the rights that a user has by roles or was granted."""
    of_roles = (RIGHTS_OF_ROLE.get(role, frozenset()) for role in user.roles)
    return frozenset(user.granted_rights).union(*({str(right) for right in rights} for rights in of_roles))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Whose work concerns a user, by number.

    Attributes:
        covers: whose work they see: their own, that of their reporting line, and of those they stand in for with theirs.
        stands_in_for: who is away and has named them.
        leads: who reports to them, over however many steps, and is active.

    """

    covers: frozenset[int]
    stands_in_for: frozenset[int]
    leads: frozenset[int]


_NOBODY = Line(covers=frozenset(), stands_in_for=frozenset(), leads=frozenset())


def line_of(user: User, *, as_of: date) -> Line:
    """Return whose work concerns a user on a day; a second query only when somebody is away."""
    away = Absence.objects.filter(user=OuterRef("pk"), deputy=user, from_date__lte=as_of, to_date__gte=as_of)
    own = Q(reporting_path__startswith=user.reporting_path)
    found = User.objects.annotate(away=Exists(away)).filter(own | Q(away=True))
    covers, leads, stood_in_for = {user.pk}, set(), {}
    for pk, path, is_active, is_away in found.values_list("pk", "reporting_path", "is_active", "away"):
        if path.startswith(user.reporting_path):
            covers.add(pk)
            if is_active and pk != user.pk:
                leads.add(pk)
        if is_away:
            stood_in_for[pk] = path
    if stood_in_for:
        lines = Q()
        for path in stood_in_for.values():
            lines |= Q(reporting_path__startswith=path)
        covers |= set(User.objects.filter(lines).values_list("pk", flat=True))
    return Line(covers=frozenset(covers), stands_in_for=frozenset(stood_in_for), leads=frozenset(leads))


def active_users() -> QuerySet[User]:
    """Return the users who may sign in, by name."""
    return User.objects.filter(is_active=True).order_by("display_name", "pk")


def users_called(text: str) -> list[User]:
    """Return active users whose name has a text, in either script, or sounds so, by name."""
    wanted = fold(text)
    sound = wanted.replace(" ", "")
    return [
        user
        for user in active_users()
        if wanted in fold(user.display_name)
        or any(token.startswith(sound) for token in _sounds(user.display_name))
    ]


@lru_cache(maxsize=4096)
def _sounds(name: str) -> tuple[str, ...]:
    return tuple(pinyin_tokens(name, person=True))


def all_users() -> QuerySet[User]:
    """Return every user with their manager, active ones first."""
    return User.objects.select_related("manager").order_by("-is_active", "display_name", "pk")


def search_users(actor: Actor, text: str) -> QuerySet[User]:
    """Return users whose name, sign-in name, mail address or team has the text, active ones first.

    Raises:
        Denied: the actor may not administer.

    """
    actor.must_have(Right.ADMINISTER)
    wanted = text.strip()
    if not wanted:
        return all_users()
    return all_users().filter(
        Q(display_name__icontains=wanted)
        | Q(username__icontains=wanted)
        | Q(email__icontains=wanted)
        | Q(team_name__icontains=wanted)
    )


def has_users() -> bool:
    """Say whether anybody was ever created."""
    return User.objects.exists()


def has_user(username: str) -> bool:
    """Say whether there is a user with this sign-in name, whatever its case."""
    return User.objects.filter(username__iexact=username).exists()


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """Return the names of users by their sign-in names."""
    return dict(User.objects.filter(username__in=usernames).values_list("username", "display_name"))


def find_user(username: str) -> User | None:
    """Return the active user with this sign-in name, whatever its case, or `None`."""
    return User.objects.filter(username__iexact=username, is_active=True).first()


def active_administrators() -> list[User]:
    """Return the active administrators, the oldest first."""
    return [
        user
        for user in User.objects.filter(is_active=True).order_by("pk")
        if Role.ADMINISTRATOR in user.roles
    ]


def has_administrator() -> bool:
    """Say whether an active user may administer."""
    roles = User.objects.filter(is_active=True).values_list("roles", flat=True)
    return any(Role.ADMINISTRATOR in each for each in roles)


def password_fits(username: str, password: str) -> bool:
    """Say whether an active user has this password; for examinations of the set-up, not for signing in."""
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    return user is not None and check_password(password, user.password)


def list_users(actor: Actor, query: ListQuery) -> Page[User]:
    """Return one page of the users that meet a query; everybody may see who their colleagues are."""
    rows = User.objects.select_related("manager")
    if query.text:
        rows = rows.filter(display_name__icontains=query.text)
    rows = USER_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})
    return USER_LIST.page(rows, query, actor=actor)


def get_user(uid: str) -> User:
    """Return a colleague; every signed-in person may see who their colleagues are.

    Raises:
        Missing: there is none.

    """
    user = User.objects.select_related("manager").filter(uid=uid).first()
    if user is None:
        raise Missing("USER_MISSING", uid=uid)
    return user


def users_by_uid(uids: list[str]) -> dict[str, User]:
    """Return active users keyed by uid; unknown ones are left out."""
    return {user.uid: user for user in User.objects.filter(uid__in=uids, is_active=True)}


def find_token(key: str, *, at: datetime) -> ApiToken | None:
    """Return the live token with this key, with its user, or `None`."""
    return (
        ApiToken.objects.select_related("user")
        .filter(key_hash=hash_key(key), revoked_at=None, expires_at__gt=at, user__is_active=True)
        .first()
    )


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Return a user's tokens, newest first."""
    return ApiToken.objects.filter(user=user).order_by("-created_at", "-pk")


def list_tokens(actor: Actor, query: ListQuery) -> Page[ApiToken]:
    """Return one page of the actor's own tokens."""
    rows = TOKEN_LIST.narrow(ApiToken.objects.filter(user=actor.user), query, actor=actor)
    return TOKEN_LIST.page(rows, query, actor=actor)


def list_tokens_of(actor: Actor, user: User, query: ListQuery) -> Page[ApiToken]:
    """Return one page of a user's tokens, for administrators.

    Raises:
        Denied: the actor may not administer.

    """
    actor.must_have(Right.ADMINISTER)
    rows = TOKEN_LIST.narrow(ApiToken.objects.filter(user=user), query, actor=actor)
    return TOKEN_LIST.page(rows, query, actor=actor)


def get_token_of(actor: Actor, user: User, uid: str) -> ApiToken:
    """Return one of a user's tokens, for administrators.

    Raises:
        Denied: the actor may not administer.
        Missing: the user has no such token.

    """
    actor.must_have(Right.ADMINISTER)
    token = ApiToken.objects.filter(user=user, uid=uid).first()
    if token is None:
        raise Missing("TOKEN_MISSING", uid=uid)
    return token


def get_token_for(actor: Actor, uid: str) -> ApiToken:
    """Return one of the actor's own tokens.

    Raises:
        Missing: it is not theirs or does not exist.

    """
    token = ApiToken.objects.filter(user=actor.user, uid=uid).first()
    if token is None:
        raise Missing("TOKEN_MISSING", uid=uid)
    return token


def absences_of(user: User, *, since: date) -> QuerySet[Absence]:
    """Return a user's absences that end on or after a day."""
    return (
        Absence.objects.filter(user=user, to_date__gte=since).select_related("deputy").order_by("from_date")
    )


def list_absences(actor: Actor, user: User, query: ListQuery) -> Page[Absence]:
    """Return one page of a user's absences; colleagues may know who stands in for whom."""
    rows = Absence.objects.filter(user=user).select_related("user", "deputy")
    rows = ABSENCE_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})
    return ABSENCE_LIST.page(rows, query, actor=actor)


def get_absence_for(actor: Actor, uid: str) -> Absence:
    """Return an absence of the actor; administrators may take anybody's.

    Raises:
        Missing: there is none for this actor.

    """
    absences = Absence.objects.select_related("user", "deputy").filter(uid=uid)
    if not actor.has(Right.ADMINISTER):
        absences = absences.filter(user=actor.user)
    absence = absences.first()
    if absence is None:
        raise Missing("ABSENCE_MISSING", uid=uid)
    return absence


def deputy_of(user: User, *, as_of: date) -> User | None:
    """Return who stands in for the user on this day, or `None`."""
    absence = (
        Absence.objects.filter(user=user, from_date__lte=as_of, to_date__gte=as_of)
        .select_related("deputy")
        .order_by("-pk")
        .first()
    )
    return absence.deputy if absence else None


def hash_key(key: str) -> str:
    """Return what is stored in the place of an API key: SHA-256, enough for 256 random bits."""
    return sha256(key.encode()).hexdigest()
