"""The views above a list as tabs: ready-made ones, saved ones, and what can be done with the present one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise as LazyText

from tongxin.common.rights import Right
from tongxin.saved_views.areas import AREAS, kept
from tongxin.saved_views.choices import Area, Sharing
from tongxin.saved_views.rules import may_change
from tongxin.saved_views.selectors import views_for
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import params_of
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.common.actor import Actor
    from tongxin.saved_views.models import SavedView

ReadyMade = Sequence[tuple[str | LazyText, Mapping[str, str]]]
# What a ready-made view leaves to the reader: the order, the columns, and the form of the list.
FREE = frozenset({"cols", "sort", "layout", "by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabs:
    """The views of a list, and what can be done with the present one.

    Attributes:
        links: in their order; the present one is current.
        area: the list.
        query: what the present address holds, as a view would keep it.
        save_url: takes a POST of `query` and saves it under the present view; empty when there is nothing to save, or
            somebody else's view is locked.
        put_back_url: the present view without the changes; empty when there are none.
        edit_url: where the present view is renamed, shared, deleted.
        can_save_as: whether the present address is worth a view of its own.
        sharings: with whom a new view can be shared, as (code, label).
    """

    links: tuple[Link, ...]
    area: str
    query: str
    save_url: str = ""
    put_back_url: str = ""
    edit_url: str = ""
    can_save_as: bool = False
    sharings: tuple[tuple[str, str], ...] = ()


def tabs_of(request: PageRequest, area: Area, url: str, ready_made: ReadyMade) -> Tabs:
    """Return the views of a list for the present reader; one query."""
    actor, params = request.actor, params_of(request, AREAS[area].listing)
    query = kept(area, params, actor=actor)
    views = views_for(actor, area=area)
    present = next((view for view in views if view.uid == request.GET.get("view")), None)
    changed = present is not None and present.query != query
    links = _ready_made(url, params, ready_made, chosen=present is None)
    new = present is None and bool(query) and not any(link.current for link in links)
    ordered = present is None and any(params.get(name) for name in ("cols", "sort"))
    return Tabs(
        links=(*links, *(_link(url, view, present, changed=changed) for view in views)),
        area=area,
        query=query,
        save_url=record_url("web:saved_view_contents", present.uid)
        if present is not None and changed and may_change(actor, present)
        else "",
        put_back_url=_address(url, present) if present is not None and changed else "",
        edit_url=record_url("web:saved_view", present.uid) if present is not None else "",
        can_save_as=changed or new or ordered,
        sharings=sharing_choices(actor),
    )


def sharing_choices(actor: "Actor") -> tuple[tuple[str, str], ...]:
    """Return with whom the actor can share a view, as (code, label)."""
    allowed = [Sharing.PERSONAL]
    if actor.has(Right.EDIT):
        allowed += [Sharing.TEAM, Sharing.LOCKED]
    if actor.has(Right.ADMINISTER):
        allowed.append(Sharing.COMPANY)
    return tuple((choice.value, str(choice.label)) for choice in allowed)


def _ready_made(
    url: str, params: Mapping[str, Sequence[str]], views: ReadyMade, *, chosen: bool
) -> list[Link]:
    compared = {
        name: values[-1]
        for name, values in params.items()
        if any(values) and name not in FREE and name not in {"view", "after", "month", "limit"}
    }
    layout = f"layout={params['layout'][-1]}" if any(params.get("layout", ())) else ""
    return [
        Link(
            label=str(label),
            url=_joined(url, layout, "&".join(f"{name}={value}" for name, value in wanted.items())),
            current=chosen and compared == dict(wanted),
        )
        for label, wanted in views
    ]


def _link(url: str, view: "SavedView", present: "SavedView | None", *, changed: bool) -> Link:
    current = view is present
    return Link(label=view.name, url=_address(url, view), current=current, changed=current and changed)


def _address(url: str, view: "SavedView") -> str:
    return _joined(url, f"view={view.uid}", view.query)


def _joined(url: str, *parts: str) -> str:
    query = "&".join(part for part in parts if part)
    return f"{url}?{query}" if query else url
