"""What is known of rivals, as declared objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.actor import Actor
from tongxin.common.rights import Right
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.accounts.selectors import visible_through
from tongxin.crm.competition.choices import Confidence, PriceBehaviour
from tongxin.crm.competition.models import EarlyWarning, RivalFact, SupplierRating, WalletShare
from tongxin.crm.competition.naming import OUR_NAME
from tongxin.crm.competition.records.rings import SUPPLIER_HELP
from tongxin.crm.competition.rules import check_rival_fact, check_shares, check_supplier
from tongxin.crm.competition.selectors import shares_of_year
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.stakeholders.references import PEOPLE
from tongxin.records.definition import Definition
from tongxin.records.fields import Choice, Day, Flag, Paragraphs, Percent, Ref, Refs, Text, Whole
from tongxin.records.writing import change_record, create_records

RIVAL_FACT = Definition(
    kind=Kind.RIVAL_FACT,
    model=RivalFact,
    one="rival_fact",
    many="rival_facts",
    path="battle-cards",
    tag="competition",
    title=_("Battle cards"),
    about="A rival at an account: what it has in place, what it is good and bad at, how it quotes, who speaks for it.",
    hint=_("Keep what is known of a rival here: what it has in place, how it quotes, and what we answer."),
    visible=lambda actor: RivalFact.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    is_made_alone=True,
    order=("-verified_on",),
    check=check_rival_fact,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Ref("competitor", _("Competitor"), to=COMPETITOR.reference, required=True, sort=True),
        Ref("opportunity", _("Opportunity"), to=OPPORTUNITIES, column="offered"),
        Text("unit", pgettext_lazy("rival", "Business unit"), most=120, column="offered"),
        Text(
            "products",
            pgettext_lazy("rival", "Products in place"),
            most=300,
            required=True,
            main=True,
            indexed=True,
        ),
        Choice(
            "price_behaviour",
            _("Price behaviour"),
            of=PriceBehaviour,
            required=True,
            initial=PriceBehaviour.UNKNOWN,
            filters=("eq",),
        ),
        Flag("at_any_cost", pgettext_lazy("rival", "Wants to win at any cost"), filters=("eq",)),
        Text("price_evidence", pgettext_lazy("rival", "Evidence for it"), most=1000, column="none"),
        Refs("allies", pgettext_lazy("rival", "Allies at the customer"), to=PEOPLE, right=Right.JUDGEMENT),
        Day("verified_on", pgettext_lazy("rival", "Last verified"), sort=True, filters=("lte",)),
        Paragraphs("strengths", _("Strengths"), most=10_000, indexed=True),
        Paragraphs("weaknesses", _("Weaknesses"), most=10_000, indexed=True),
        Paragraphs("our_answer", pgettext_lazy("rival", "Our answer"), most=10_000),
    ),
)
WARNING = Definition(
    kind=Kind.EARLY_WARNING,
    model=EarlyWarning,
    one="early_warning",
    many="early_warnings",
    path="early-warnings",
    tag="competition",
    title=_("Early warnings"),
    about="A sign that a rival moves at an account.",
    hint=_("Heard that a rival moves? Two fields are enough: who, and what was seen."),
    visible=lambda actor: EarlyWarning.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("sign",),
    check=check_supplier,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Ref("competitor", _("Competitor"), to=COMPETITOR.reference, sort=True),
        Text(
            "sign",
            pgettext_lazy("rival", "Observation"),
            most=500,
            required=True,
            main=True,
            sort=True,
            indexed=True,
        ),
        Flag("is_settled", pgettext_lazy("rival", "Handled"), filters=("eq",)),
    ),
)
_SHARE = Definition(
    kind=Kind.WALLET_SHARE,
    model=WalletShare,
    one="wallet_share",
    many="wallet_shares",
    path="wallet-shares",
    tag="competition",
    title=_("Shares of wallet"),
    about="What part of an account's spend of a year went to a supplier; of one supplier the newest statement counts.",
    hint=_("Enter what part of the customer's spend each supplier has, who says so, and how sure that is."),
    visible=lambda actor: WalletShare.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    is_made_alone=True,
    order=("-year", "-percent"),
    check=check_supplier,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Ref(
            "competitor",
            pgettext_lazy("ring", "Supplier"),
            to=COMPETITOR.reference,
            none=OUR_NAME,
            help=SUPPLIER_HELP,
            sort=True,
        ),
        Whole(
            "year",
            pgettext_lazy("share", "Year"),
            least=1990,
            most=2100,
            grouped=False,
            required=True,
            sort=True,
            filters=("eq",),
        ),
        Percent("percent", _("Share of wallet"), places=2, required=True, sort=True),
        Text("source", pgettext_lazy("share", "Source"), required=True, main=True),
        Choice(
            "confidence",
            _("Confidence"),
            of=Confidence,
            required=True,
            initial=Confidence.GUESS,
            filters=("eq",),
            shapes=(("CONFIRMED", "good"), ("LIKELY", "plain"), ("GUESS", "unknown")),
        ),
    ),
)


@transaction.atomic
def _state_share(*, actor: Actor, at: datetime, values: Mapping[str, Any]) -> WalletShare:
    made: WalletShare = create_records(_SHARE, actor=actor, at=at, rows=[values])[0]
    check_shares(shares_of_year(made.account, made.year))
    return made


@transaction.atomic
def _change_share(
    *,
    actor: Actor,
    at: datetime,
    record: WalletShare,
    values: Mapping[str, Any],
    expected_version: int | None = None,
) -> None:
    change_record(_SHARE, actor=actor, at=at, record=record, values=values, expected_version=expected_version)
    check_shares(shares_of_year(record.account, record.year))


SHARE = replace(_SHARE, create=_state_share, change=_change_share)
RATING = Definition(
    kind=Kind.SUPPLIER_RATING,
    model=SupplierRating,
    one="supplier_rating",
    many="supplier_ratings",
    path="supplier-ratings",
    tag="competition",
    title=_("Supplier assessments"),
    about="How a supplier stands by one criterion in the customer's eyes, 1 to 5; without `competitor` it is us.",
    hint=_("Judge us and each rival by the same criteria, as the customer sees it."),
    visible=lambda actor: SupplierRating.objects.filter(visible_through(actor, "account")),
    account="account",
    parent="account",
    part="competition",
    order=("criterion", "-rated_on"),
    check=check_supplier,
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, sort=True),
        Ref(
            "competitor",
            pgettext_lazy("ring", "Supplier"),
            to=COMPETITOR.reference,
            none=OUR_NAME,
            help=SUPPLIER_HELP,
            sort=True,
        ),
        Text(
            "criterion", pgettext_lazy("rating", "Criterion"), most=120, required=True, main=True, sort=True
        ),
        Whole("score", pgettext_lazy("rating", "Score, 1 to 5"), least=1, most=5, required=True, sort=True),
        Text("reason", pgettext_lazy("rating", "Reason"), most=500),
        Day("rated_on", pgettext_lazy("rating", "Judged on"), required=True, sort=True),
    ),
)
