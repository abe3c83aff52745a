"""Search: the page of results, the palette's answer, and completion of mentions."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongxin.audit.choices import Kind
from tongxin.crm.records import RECORDS
from tongxin.crm.search import SEARCHED, account_names, accounts_found, last_mentioned, search
from tongxin.records.fields import Words
from tongxin.team.selectors import users_called
from tongxin.web.edge.requests import PageRequest
from tongxin.web.search.commands import matching_commands
from tongxin.web.shell.parts import PaletteGroup, PaletteOption

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account
    from tongxin.search.models import SearchDocument

LONGEST_QUERY = 100
ON_THE_PAGE = 60
IN_THE_PALETTE = 12
OF_A_KIND_AT_LEAST = 4
COMPLETIONS = 8
MOST_COLLEAGUES = 3
GROUPS: dict[str, tuple[Words, str, str]] = {
    Kind.ACCOUNT: (_("Accounts"), "account", "web:account"),
    Kind.PERSON: (_("People"), "person", "web:person"),
    Kind.OPPORTUNITY: (_("Opportunities"), "deal", "web:opportunity"),
    Kind.INTERACTION: (_("Activity log"), "pen", "web:visit"),
    **{each.kind: (each.title, each.icon, f"web:{each.one}") for each in RECORDS if each.searched},
    Kind.TENDER: (_("Tenders"), "bid", "web:tender"),
}
MENTIONED = {"account": Kind.ACCOUNT, "person": Kind.PERSON, "opportunity": Kind.OPPORTUNITY}


@require_GET
def results(request: PageRequest) -> HttpResponse:
    """Show what matches a text, by kind, within what one may see."""
    query = _query(request)
    found = search(request.actor, query, limit=ON_THE_PAGE) if query else []
    context = {"query": query, "groups": _groups(found, ON_THE_PAGE), "count": len(found)}
    return render(request, "search/page.html", context)


@require_GET
def palette(request: PageRequest) -> HttpResponse:
    """Answer the palette: what one may do that is called so, the best of each kind, and the way to all of them."""
    query = _query(request)
    found = search(request.actor, query, limit=IN_THE_PALETTE * 2) if query else []
    kinds = len({item.kind for item in found}) or 1
    groups = [
        *_command_groups(matching_commands(request.actor, query)),
        *_groups(found, max(OF_A_KIND_AT_LEAST, IN_THE_PALETTE // kinds)),
    ]
    if found:
        groups.append(PaletteGroup(label=gettext("More"), options=(_all_of(query),)))
    return render(request, "components/palette_results.html", {"groups": groups, "query": query})


@require_GET
def mentions(request: PageRequest) -> JsonResponse:
    """Complete a person or a deal named in a log entry, or a record being chosen; without a text, those met last."""
    if request.GET.get("kind") == "colleague":
        return JsonResponse({"results": _chosen_colleagues(_query(request))})
    kind = MENTIONED.get(request.GET.get("kind", ""))
    if kind is None:
        return JsonResponse({"results": []})
    query = _query(request)
    actor = request.actor
    found = (
        search(actor, query, kinds=[kind], limit=COMPLETIONS)
        if query
        else last_mentioned(actor, kind, COMPLETIONS)
    )
    names = account_names(found)
    results = [{"uid": item.object_uid, "label": item.title, "hint": _hint(item, names)} for item in found]
    return JsonResponse({"results": [*results, *_colleagues(request, query)][:COMPLETIONS]})


def _colleagues(request: PageRequest, query: str) -> list[dict[str, str]]:
    """Return who of us is called so, where people are asked for; they are linked as colleagues."""
    if not query or request.GET.get("kind") != "person":
        return []
    found = [user for user in users_called(query) if user.pk != request.actor.user.pk]
    return [
        {
            "uid": user.uid,
            "label": user.display_name,
            "hint": pgettext("person", "colleague"),
            "part": "colleague",
        }
        for user in found[:MOST_COLLEAGUES]
    ]


def _chosen_colleagues(query: str) -> list[dict[str, str]]:
    """Return colleagues to choose among; what tells two of one name apart stands beside it."""
    found = users_called(query)[:COMPLETIONS]
    return [{"uid": user.uid, "label": user.display_name, "hint": user.team_name} for user in found]


def _hint(item: "SearchDocument", names: dict[int, str]) -> str:
    # An account has nothing beside its name that tells it from another at a glance.
    if item.kind == Kind.ACCOUNT:
        return ""
    return " ".join(filter(None, [names.get(item.account_id or 0, ""), item.subtitle]))


def _query(request: PageRequest) -> str:
    return str(request.GET.get("q", "")).strip()[:LONGEST_QUERY]


def _groups(found: Sequence["SearchDocument"], most: int) -> list[PaletteGroup]:
    names, accounts = account_names(found), accounts_found(found)
    place = {kind: at for at, kind in enumerate(SEARCHED)}

    def order(item: "SearchDocument") -> tuple[int, bool]:
        # Sorting is stable: within a kind the best stay first, but a group before its sites.
        account = accounts.get(item.account_id or 0) if item.kind == Kind.ACCOUNT else None
        return place[Kind(item.kind)], account is not None and account.parent_id in accounts

    by_kind = groupby(sorted(found, key=order), key=lambda item: item.kind)
    groups = []
    for kind, items in by_kind:
        label, icon, name = GROUPS.get(kind, (_("Others"), "search", ""))
        options = tuple(
            _option(item, icon, name, _note(item, names, accounts)) for item in list(items)[:most]
        )
        reachable = tuple(option for option in options if option.url)
        if reachable:
            groups.append(PaletteGroup(label=str(label), options=reachable))
    return groups


def _command_groups(commands: Sequence[PaletteOption]) -> list[PaletteGroup]:
    """Return pages and makings apart, first the group with what fits best."""
    groups = [
        PaletteGroup(label=label, options=tuple(each for each in commands if each.sheet is sheet))
        for label, sheet in ((pgettext("palette", "Do"), True), (gettext("Go to"), False))
    ]
    return sorted(
        (group for group in groups if group.options), key=lambda group: group.options[0] is not commands[0]
    )


def _all_of(query: str) -> PaletteOption:
    return PaletteOption(
        label=gettext("Everything found for “%(query)s”") % {"query": query},
        url=f"{reverse('web:search')}?{urlencode({'q': query})}",
        icon="search",
    )


def _note(item: "SearchDocument", names: dict[int, str], accounts: dict[int, "Account"]) -> str:
    if item.kind == Kind.ACCOUNT:
        account = accounts.get(item.account_id or 0)
        told = (account.tier_label, account.owner_name) if account else ()
        return "・".join(filter(None, told)) or item.subtitle
    at = names.get(item.account_id or 0, "")
    return " ".join(filter(None, [at, item.subtitle if item.subtitle != at else ""]))


def _option(item: "SearchDocument", icon: str, name: str, note: str) -> PaletteOption:
    try:
        url = reverse(name, args=[item.object_uid])
    except NoReverseMatch:
        url = ""
    return PaletteOption(label=item.title, url=url, icon=icon, note=note)
