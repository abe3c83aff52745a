"""Read saved views: one's own, those of one's team, and everybody's."""

from django.db.models import Q, QuerySet

from tongxin.common.actor import Actor
from tongxin.common.errors import Missing
from tongxin.common.listing import Kind, ListField, ListQuery, ListSchema, Page, SortKey
from tongxin.saved_views.areas import is_open_to
from tongxin.saved_views.choices import Sharing
from tongxin.saved_views.models import SavedView

SAVED_VIEW_LIST = ListSchema(
    fields=(
        ListField(key="uid", path="uid", kind=Kind.CODE),
        ListField(key="area", path="area", kind=Kind.CODE, sort="area"),
        ListField(key="name", path="name", sort="name"),
        ListField(key="query", path="query", filterable=False),
        ListField(key="sharing", path="sharing", kind=Kind.CODE),
        ListField(key="owner", path="owner__uid", kind=Kind.CODE),
        ListField(key="position", path="position", kind=Kind.NUMBER, sort="position"),
        ListField(key="created_at", path="created_at", kind=Kind.MOMENT, sort="created_at"),
        ListField(key="updated_at", path="updated_at", kind=Kind.MOMENT, sort="updated_at"),
    ),
    default_sort=(SortKey(key="area", descending=False), SortKey(key="position", descending=False)),
)


def view_scope(actor: Actor) -> Q:
    """Return the condition that a view is the actor's, their team's or everybody's.

    A team is who is in the team of the same name, and who is above or below in the same reporting line.
    """
    user = actor.user
    above = [int(number) for number in user.reporting_path.split("/") if number]
    team = Q(owner__in=above) | Q(owner__reporting_path__startswith=user.reporting_path)
    if user.team_name:
        team |= Q(owner__team_name=user.team_name)
    shared = Q(sharing__in=(Sharing.TEAM, Sharing.LOCKED)) & team
    return Q(owner=user.pk) | Q(sharing=Sharing.COMPANY) | shared


def views_for(actor: Actor, *, area: str = "") -> list[SavedView]:
    """Return the views that the actor sees and can use, their own first and as they ordered them; one query.

    Views by fields that the actor may not know of are left out.
    """
    rows = _visible(actor)
    if area:
        rows = rows.filter(area=area)
    views = [view for view in rows if is_open_to(actor, view.area, view.query)]
    return sorted(views, key=lambda view: _place(actor, view))


def list_views(actor: Actor, query: ListQuery) -> Page[SavedView]:
    """Return one page of the views that the actor sees.

    Raises:
        ListRefused: the query cannot be used.

    """
    rows = _visible(actor)
    if query.text:
        rows = rows.filter(name__icontains=query.text)
    rows = SAVED_VIEW_LIST.narrow(rows, query, actor=actor, aliases={"me": actor.user.uid})
    return SAVED_VIEW_LIST.page(rows, query, actor=actor)


def get_view_for(actor: Actor, uid: str, *, deleted: bool = False) -> SavedView:
    """Return a view that the actor sees; a deleted one only when asked for.

    Raises:
        Missing: there is none, or it is not shared with the actor.

    """
    rows = SavedView.objects.select_related("owner").filter(view_scope(actor))
    view = rows.filter(uid=uid, deleted_at__isnull=not deleted).first()
    if view is None:
        raise Missing("VIEW_MISSING", uid=uid)
    return view


def own_views(actor: Actor, area: str) -> QuerySet[SavedView]:
    """Return the actor's own views of one list, in their order."""
    own = SavedView.objects.filter(owner=actor.user.pk, area=area, deleted_at=None)
    return own.order_by("position", "pk")


def _visible(actor: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.select_related("owner").filter(view_scope(actor), deleted_at=None)


def _place(actor: Actor, view: SavedView) -> tuple[bool, int, bool, str, int]:
    if view.owner_id == actor.user.pk:
        return (False, view.position, False, "", view.pk)
    return (True, 0, view.sharing != Sharing.COMPANY, view.name, view.pk)
