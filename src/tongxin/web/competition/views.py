"""Competition around one account, and over all of them."""

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tongxin.analytics.competition.changes import changes_since
from tongxin.analytics.competition.positions import position_of, shares_in_newest_year
from tongxin.analytics.competition.results import results_against
from tongxin.analytics.competition.rings import StripRow, portfolio_strip, ring_map_of
from tongxin.audit.choices import Kind
from tongxin.common.clock import now, today
from tongxin.crm.accounts.selectors import get_account_for
from tongxin.crm.competition.choices import Ring
from tongxin.crm.competition.naming import us
from tongxin.crm.competition.records import COMPETITION
from tongxin.crm.competition.selectors import unverified_cards
from tongxin.web.accounts.head import account_head
from tongxin.web.competition.dots import position_picture
from tongxin.web.competition.drawing import ring_picture, ring_word
from tongxin.web.competition.pages import (
    AccountCompetitionPage,
    Block,
    ChangeLine,
    CompetitionPage,
    ShareLine,
    StripLine,
)
from tongxin.web.competition.results import FRESH, card_lines, result_lines
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.records.below import sections_below
from tongxin.web.shell.addresses import record_url
from tongxin.web.shell.parts import Link

if TYPE_CHECKING:
    from tongxin.crm.accounts.models import Account

A_MONTH = timedelta(days=31)
MOST_CHANGES = 40
MOST_CARDS = 20
COLUMN, FULL = 120, 160
INK = {"CORE": "fa", "PREFERRED": "fseq-4", "APPROVED": "fseq-2", "OUTSIDE": "fsunk"}


@require_GET
def account_competition(request: PageRequest, uid: str) -> HttpResponse:
    """Show the suppliers around an account: their rings, how we stand beside them, and what is known of each."""
    account = get_account_for(request.actor, uid)
    head = account_head(request, account, "competition")
    found = ring_map_of(account, as_of=today())
    shares = shares_in_newest_year(account)

    def new_url(name: str) -> str:
        asked = urlencode({"account": uid, "next": request.path})
        return f"{reverse(f'web:{name}_new')}?{asked}" if head.may_edit else ""

    page = AccountCompetitionPage(
        rings=ring_picture(
            found,
            account_uid=uid,
            centre=account.display_name,
            reader=reader_of(request),
            may_edit=head.may_edit,
        )
        if found.rows
        else None,
        position=position_picture(position_of(account), as_of=today()),
        shares=tuple(
            ShareLine(
                name=row.supplier.name if row.supplier else us(),
                percent=row.percent,
                source=row.source,
                confidence=row.confidence,
            )
            for row in shares
        ),
        shares_year=str(shares[0].year) if shares else "",
        results=result_lines(results_against(request.actor, as_of=today(), account=account)),
        changes=_changed(request, account),
        placing_url=record_url("web:account_placing", uid) if head.may_edit else "",
        target_url=new_url("ring_target"),
        warning_url=new_url("early_warning"),
        below=sections_below(request, Kind.ACCOUNT, account, "competition"),
    )
    return render(request, "competition/account.html", {"page": page, "head": head})


@require_GET
def competition(request: PageRequest) -> HttpResponse:
    """Show in which ring we stand at every account over eight quarters, and what changed since last month."""
    quarters, rows = portfolio_strip(request.actor, as_of=today())
    page = CompetitionPage(
        finding=_finding(rows),
        quarters=tuple(
            (place * COLUMN + COLUMN // 2, quarter.name) for place, quarter in enumerate(quarters)
        ),
        blocks=_blocks(rows, len(quarters)),
        lines=tuple(
            StripLine(
                name=row.account.display_name,
                url=record_url("web:account_competition", row.account.uid),
                rings=tuple(ring_word(ring) for ring in row.history),
            )
            for row in rows
        ),
        changes=_changed(request),
        results=result_lines(results_against(request.actor, as_of=today())),
        cards=card_lines(
            unverified_cards(request.actor, since=today() - FRESH)[:MOST_CARDS],
            as_of=today(),
            reader=reader_of(request),
        ),
        legend=tuple((INK[ring], ring_word(ring)) for ring in Ring.values),
        lists=tuple(
            Link(label=str(each.title), url=reverse(f"web:{each.many}"))
            for each in COMPETITION
            if each.parent == "account"
        ),
    )
    return render(request, "competition/page.html", {"page": page})


def _changed(request: PageRequest, account: "Account | None" = None) -> tuple[ChangeLine, ...]:
    found = changes_since(request.actor, now() - A_MONTH, most=MOST_CHANGES, account=account)
    return tuple(
        ChangeLine(
            kind=str(change.kind.label),
            text=change.text,
            account=change.account_name,
            url=record_url(f"web:{change.page}", change.uid),
            on=change.at.date(),
        )
        for change in found
    )


def _finding(rows: tuple[StripRow, ...]) -> str:
    inner = sum(row.history[-1] == Ring.CORE for row in rows)
    said = {"inner": inner, "count": len(rows)}
    text = ngettext(
        "We stand in the innermost ring at %(inner)s of %(count)s account",
        "We stand in the innermost ring at %(inner)s of %(count)s accounts",
        len(rows),
    )
    return text % said if rows else _("Our rings are not recorded at any account yet")


def _blocks(rows: tuple[StripRow, ...], quarters: int) -> tuple[Block, ...]:
    """Return the columns of the strip, the innermost ring at the bottom."""
    blocks = []
    for place in range(quarters):
        floor = FULL
        for ring in Ring.values:
            count = sum(row.history[place] == ring for row in rows)
            height = round(FULL * count / len(rows)) if rows else 0
            if not height:
                continue
            floor -= height
            title = _("%(field)s: %(value)s") % {"field": ring_word(ring), "value": count}
            blocks.append(Block(x=place * COLUMN + 24, y=floor, height=height, css=INK[ring], title=title))
    return tuple(blocks)
