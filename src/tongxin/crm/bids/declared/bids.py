"""Bids and what they are evaluated by, as declared objects."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.rights import Right
from tongxin.crm.accounts.references import ACCOUNTS
from tongxin.crm.bids.choices import AwardMethod, BidOutcome, BidStage, PriceRule, TieRule, VatBasis
from tongxin.crm.bids.desk_choices import Verdict
from tongxin.crm.bids.models import Bid, BidCriterion, BidRival, BidScenario
from tongxin.crm.bids.rules import check_bid_values, check_criterion_values, check_rival_values
from tongxin.crm.bids.selectors import of_bids, visible_bids
from tongxin.crm.bids.zones import BuyerZone
from tongxin.crm.market.records import COMPETITOR
from tongxin.crm.opportunities.references import OPPORTUNITIES
from tongxin.crm.tenders.references import TENDERS
from tongxin.records.definition import Definition
from tongxin.records.fields import (
    Amount,
    Choice,
    Currency,
    Flag,
    Moment,
    Paragraphs,
    Percent,
    Ref,
    Text,
    Whole,
)
from tongxin.records.references import USERS

if TYPE_CHECKING:
    from typing import Any

POINTS: "Any" = {"currency": "", "digits": 18, "places": 6, "least": None}
STAGE_SHAPES = (("CLOSED", "unknown"), ("SUBMITTED", "good"))
OUTCOME_SHAPES = (("WON", "good"), ("LOST", "bad"), ("NOT_AWARDED", "unknown"), ("CANCELLED", "unknown"))

BID = Definition(
    kind=Kind.BID,
    model=Bid,
    one="bid",
    many="bids",
    path="bids",
    tag="bids",
    icon="bid",
    title=_("Bids"),
    about="Our bid for a tender, or for one lot of it: deadlines, award method, price.",
    hint=_("Open a tender of the register and press “Make a bid”, or enter one here."),
    visible=visible_bids,
    account="account",
    parent="account",
    is_made_alone=True,
    order=("deadline_at", "name"),
    check=check_bid_values,
    in_files=False,
    # Of the events of deciding and handing in, which stand in the history of their bid.
    noted=(
        Paragraphs("scores", pgettext_lazy("bid", "Scores")),
        Choice("verdict", _("What is decided"), of=Verdict),
        Paragraphs("reason", pgettext_lazy("decision", "Reason")),
        Moment("submitted_at", pgettext_lazy("bid", "Submitted")),
        Amount("submitted_price", pgettext_lazy("bid", "Price submitted"), right=Right.PRICE_FLOOR),
    ),
    fields=(
        Ref("account", _("Account"), to=ACCOUNTS, required=True, fixed=True, filters=("eq",)),
        Text("name", _("Name"), required=True, main=True, sort=True, most=300, indexed=True),
        Text("lot", pgettext_lazy("tender", "Lot"), most=120, fixed=True),
        Choice(
            "stage",
            pgettext_lazy("bid", "Stage"),
            of=BidStage,
            by_action=True,
            initial=BidStage.LEAD.value,
            filters=("eq",),
            sort=True,
            shapes=STAGE_SHAPES,
        ),
        Choice(
            "outcome",
            pgettext_lazy("bid", "Outcome"),
            of=BidOutcome,
            by_action=True,
            filters=("eq",),
            shapes=OUTCOME_SHAPES,
        ),
        Ref("owner", _("Owner"), to=USERS, filters=("eq",)),
        Ref("opportunity", _("Opportunity"), to=OPPORTUNITIES, column="offered"),
        Ref("tender", _("Tender"), to=TENDERS, by_action=True, column="offered"),
        Text(
            "source",
            pgettext_lazy("bid", "Source"),
            most=300,
            column="offered",
            none=pgettext_lazy("bid", "entered by hand"),
        ),
        Moment("internal_at", _("Internal deadline"), sort=True, filters=("lte",)),
        Moment("deadline_at", _("Official deadline"), sort=True, filters=("lte",)),
        Choice(
            "time_zone",
            _("Buyer's time zone"),
            of=BuyerZone,
            required=True,
            initial=settings.TIME_ZONE,
            column="none",
        ),
        Amount("budget", pgettext_lazy("tender", "Budget"), sort=True),
        Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none"),
        Choice(
            "method",
            _("Award method"),
            of=AwardMethod,
            required=True,
            initial=AwardMethod.WEIGHTED.value,
            filters=("eq",),
        ),
        Choice(
            "price_rule",
            _("How a price becomes points"),
            of=PriceRule,
            column="none",
            help=_("Leave it empty for the usual formula of the method."),
        ),
        Amount(
            "price_weight",
            _("Price weight"),
            column="none",
            help=_("In points of the whole, unless the price is a criterion of its own."),
            **POINTS,
        ),
        Amount("pass_mark", _("Pass mark"), column="none", **POINTS),
        Amount("printed_total", _("Printed sum of weights"), column="none", **POINTS),
        Whole(
            "decimals",
            _("Decimals to which scores are rounded"),
            most=12,
            column="none",
            help=_("Leave it empty where the tender rounds nothing."),
        ),
        Choice(
            "tie_rule",
            _("Tied bids"),
            of=TieRule,
            required=True,
            initial=TieRule.RULE_BOOK.value,
            column="none",
        ),
        Paragraphs(
            "parameters",
            _("Other method parameters"),
            most=10_000,
            help=_('As JSON with the names of the decision library, such as {"ceiling": 1000000}.'),
        ),
        Percent("vat_rate", _("VAT rate in per cent"), places=2, column="none"),
        Choice(
            "vat_basis",
            _("Our price is"),
            of=VatBasis,
            required=True,
            initial=VatBasis.NET.value,
            column="none",
        ),
        Amount("own_price", _("Our price"), right=Right.PRICE_FLOOR, column="offered"),
        Amount("own_floor", _("Our floor"), right=Right.PRICE_FLOOR, column="offered"),
        Amount("own_cost", _("Our cost"), right=Right.MARGIN, column="offered"),
        Paragraphs("note", _("Note"), indexed=True),
        Paragraphs("debrief", pgettext_lazy("bid", "Buyer's debrief")),
        Paragraphs("lessons", _("Lessons")),
    ),
)
CRITERION = Definition(
    kind=Kind.BID_CRITERION,
    model=BidCriterion,
    one="bid_criterion",
    many="bid_criteria",
    path="bid-criteria",
    tag="bids",
    title=_("Award criteria"),
    about="An item by which the buyer evaluates, with weight and highest score as published.",
    hint=_("Enter the criteria as published: a weight, a highest score, or a range of weights."),
    visible=lambda actor: of_bids(BidCriterion, actor),
    account="bid__account",
    parent="bid",
    order=("place", "name"),
    check=check_criterion_values,
    in_files=False,
    fields=(
        Ref("bid", pgettext_lazy("object", "Bid"), to=BID.reference, required=True, fixed=True),
        Text("name", _("Name"), required=True, main=True, sort=True),
        Whole("place", pgettext_lazy("order", "Place"), most=999, initial=0, sort=True, column="none"),
        Flag("is_price", _("Price criterion")),
        Amount("weight", pgettext_lazy("criterion", "Weight"), **POINTS),
        Amount("highest", _("Maximum score"), **POINTS),
        Amount("least", _("Minimum score"), **POINTS),
        Amount("weight_from", _("Weight not fixed: from"), column="offered", **POINTS),
        Amount("weight_to", _("Weight not fixed: to"), column="offered", **POINTS),
        Text("heading", pgettext_lazy("criterion", "Under the heading"), most=120, column="offered"),
        Amount(
            "heading_total",
            pgettext_lazy("criterion", "Points printed for the heading"),
            column="offered",
            help=_("The items under the heading must make this sum."),
            **POINTS,
        ),
        Paragraphs("note", _("Note"), help=_("What the buyer asks under it.")),
    ),
)
RIVAL = Definition(
    kind=Kind.BID_RIVAL,
    model=BidRival,
    one="bid_rival",
    many="bid_rivals",
    path="bid-rivals",
    tag="bids",
    title=_("Rivals’ bids"),
    about="What another bidder may offer: a likely price with its range, and how its quality may be judged.",
    hint=_("Enter who else will bid, and what you think they will ask."),
    visible=lambda actor: of_bids(BidRival, actor),
    account="bid__account",
    parent="bid",
    order=("name",),
    check=check_rival_values,
    in_files=False,
    fields=(
        Ref("bid", pgettext_lazy("object", "Bid"), to=BID.reference, required=True, fixed=True),
        Text("name", _("Name"), required=True, main=True, sort=True),
        Ref("competitor", _("Competitor"), to=COMPETITOR.reference, column="offered"),
        Choice(
            "vat_basis",
            _("The price is"),
            of=VatBasis,
            required=True,
            initial=VatBasis.NET.value,
            column="offered",
        ),
        Amount("price_likely", _("Likely price"), right=Right.PRICE_FLOOR),
        Amount("price_low", _("Lowest price thought possible"), right=Right.PRICE_FLOOR, column="offered"),
        Amount("price_high", _("Highest price thought possible"), right=Right.PRICE_FLOOR, column="offered"),
        Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none"),
        Percent(
            "quality_low", _("Quality from, in per cent of the scores"), most=300, places=2, column="none"
        ),
        Percent(
            "quality_high", _("Quality to, in per cent of the scores"), most=300, places=2, column="none"
        ),
        Flag("is_out", _("Rejected or excluded")),
        Paragraphs("note", _("Note")),
    ),
)
SCENARIO = Definition(
    kind=Kind.BID_SCENARIO,
    model=BidScenario,
    one="bid_scenario",
    many="bid_scenarios",
    path="bid-scenarios",
    tag="bids",
    title=_("Price scenarios"),
    about="What if: another price, or another score of ours on one criterion, and what that costs.",
    hint=_("Enter what you could change; the simulator shows all of them side by side."),
    visible=lambda actor: of_bids(BidScenario, actor),
    account="bid__account",
    parent="bid",
    order=("name",),
    in_files=False,
    fields=(
        Ref("bid", pgettext_lazy("object", "Bid"), to=BID.reference, required=True, fixed=True),
        Text("name", _("Name"), required=True, main=True, sort=True),
        Ref("criterion", _("Criterion that changes"), to=CRITERION.reference, column="offered"),
        Amount("scenario_score", _("Our score on it"), column="offered", **POINTS),
        Amount("scenario_price", _("Price in this scenario"), right=Right.PRICE_FLOOR),
        Amount("scenario_cost", _("What the change costs"), right=Right.MARGIN, column="offered"),
        Currency("currency", _("Currency"), suggested=settings.REPORTING_CURRENCY, column="none"),
        Paragraphs("note", _("Note")),
    ),
)
BIDS = (BID, CRITERION, RIVAL, SCENARIO)
