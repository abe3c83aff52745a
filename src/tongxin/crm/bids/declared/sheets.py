"""Price sheet lines and what the house goes by when it decides, as declared objects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.common.rights import Right
from tongxin.crm.bids.choices import SheetBasis
from tongxin.crm.bids.declared.papers import NAME, NOTE, OF_BID
from tongxin.crm.bids.desk_choices import QuestionCode
from tongxin.crm.bids.rules import check_policy_values
from tongxin.crm.bids.selectors import of_bids
from tongxin.crm.bids.sheet_models import BidPolicy, BidPriceLine
from tongxin.crm.bids.sums import POLICY_WEIGHTS
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Choice, Paragraphs, Percent, Text, Whole

PRICE_LINE = Definition(
    kind=Kind.BID_PRICE_LINE,
    model=BidPriceLine,
    one="bid_price_line",
    many="bid_price_lines",
    path="bid-price-lines",
    tag="bids",
    title=_("Price sheet"),
    about="A line of the price sheet: quantity, unit price, VAT rate, and the amount as it stands in our document.",
    hint=_("Enter the lines of the price sheet; their sums are checked before the bid is handed in."),
    visible=lambda actor: of_bids(BidPriceLine, actor),
    account="bid__account",
    parent="bid",
    order=("name",),
    in_files=False,
    fields=(
        OF_BID,
        Text("name", _("Name"), required=True, main=True, sort=True, most=300),
        Amount("quantity", pgettext_lazy("price line", "Quantity"), currency="", places=6),
        Text("unit", pgettext_lazy("price line", "Unit"), most=40, column="offered"),
        Amount(
            "offered_unit_price",
            pgettext_lazy("price line", "Unit price"),
            currency="",
            places=6,
            right=Right.PRICE_FLOOR,
        ),
        Choice(
            "sheet_basis",
            pgettext_lazy("price line", "The unit price is"),
            of=SheetBasis,
            required=True,
            initial=SheetBasis.NET.value,
            column="offered",
        ),
        Percent("line_vat_rate", _("VAT rate in per cent"), places=2),
        Amount(
            "written_amount",
            _("Amount as written in our document"),
            currency="",
            places=6,
            right=Right.PRICE_FLOOR,
            column="offered",
            help=_("Leave it empty where nothing is filled in by hand."),
        ),
        Paragraphs("note", _("Note")),
    ),
)
POLICY = Definition(
    kind=Kind.BID_POLICY,
    model=BidPolicy,
    one="bid_policy",
    many="bid_policies",
    path="settings/bid-policies",
    tag="bids",
    title=_("When we bid"),
    about="What the house goes by when it decides to bid: bands of the score, and the weight of each question.",
    hint=_("Enter from which score on you bid; what you leave empty is as usual."),
    visible=lambda _actor: BidPolicy.objects.all(),
    shared=True,
    order=("name",),
    right=Right.ADMINISTER,
    check=check_policy_values,
    in_files=False,
    fields=(
        NAME,
        Percent("go_from", _("Bid from this score on"), places=2, help=_("70 where nothing is said.")),
        Percent(
            "no_go_below", _("Do not bid below this score"), places=2, help=_("50 where nothing is said.")
        ),
        *(
            Whole(field, QuestionCode(code).label, most=100, column="offered")
            for code, field in POLICY_WEIGHTS.items()
        ),
        NOTE,
    ),
)
SHEETS = (PRICE_LINE, POLICY)
