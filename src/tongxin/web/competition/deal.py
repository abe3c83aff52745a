"""Competition on one deal: battle cards of its rivals, how we stand beside them, results against them, and its value case."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from tongxin.analytics.competition.positions import position_of
from tongxin.analytics.competition.results import results_against
from tongxin.common.clock import today
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.crm.competition.selectors import battle_cards_of, cases_of_opportunity
from tongxin.web.competition.dots import position_picture
from tongxin.web.competition.pages import CaseLink, OpportunityCompetition
from tongxin.web.competition.results import card_lines, result_lines
from tongxin.web.edge.requests import PageRequest
from tongxin.web.lists.readers import reader_of
from tongxin.web.shell.addresses import record_url

if TYPE_CHECKING:
    from tongxin.crm.opportunities.models import Opportunity


def competition_of_opportunity(
    request: PageRequest, deal: "Opportunity", rivals: Sequence[int], *, may_edit: bool
) -> OpportunityCompetition:
    """Return what is known of the rivals on a deal; what belongs to the account is for those who see the account.

    Args:
        rivals: ids of those met on the deal.
        may_edit: whether the reader may write to the account.
    """
    actor, account = request.actor, deal.account
    sees_account = visible_accounts(actor).filter(pk=account.pk).exists()
    asked = {"account": account.uid, "opportunity": deal.uid}
    may_make = may_edit and sees_account
    return OpportunityCompetition(
        account_url=record_url("web:account_competition", account.uid) if sees_account else "",
        cards=card_lines(battle_cards_of(actor, account, rivals), as_of=today(), reader=reader_of(request)),
        position=position_picture(position_of(account, rivals=rivals), as_of=today())
        if sees_account
        else None,
        results=result_lines(results_against(actor, as_of=today(), rivals=rivals)) if rivals else (),
        cases=tuple(
            CaseLink(name=case.name, edition=case.edition, url=record_url("web:value_case", case.uid))
            for case in cases_of_opportunity(actor, deal)
        ),
        card_url=f"{reverse('web:rival_fact_new')}?{urlencode(asked)}" if may_make else "",
        case_url=f"{reverse('web:value_case_new')}?{urlencode(asked)}" if may_make else "",
    )
