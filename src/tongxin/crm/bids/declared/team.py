"""Reviews, partners and bonds of a bid, as declared objects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.audit.choices import Kind
from tongxin.crm.bids.declared.papers import CURRENCY, NAME, NOTE, OF_BID
from tongxin.crm.bids.desk_choices import ReviewColour
from tongxin.crm.bids.desk_models import BidBond, BidPartner, BidReview
from tongxin.crm.bids.selectors import of_bids
from tongxin.records.definition import Definition
from tongxin.records.fields import Amount, Choice, Day, Flag, Paragraphs, Percent, Ref, Text
from tongxin.records.references import USERS

REVIEW = Definition(
    kind=Kind.BID_REVIEW,
    model=BidReview,
    one="bid_review",
    many="bid_reviews",
    path="bid-reviews",
    tag="bids",
    title=_("Bid reviews"),
    about="A colour review of a bid: when, by whom, what was found.",
    hint=_("Plan the reviews of the bid, and note what they found."),
    visible=lambda actor: of_bids(BidReview, actor),
    account="bid__account",
    parent="bid",
    order=("held_on", "name"),
    in_files=False,
    fields=(
        OF_BID,
        NAME,
        Choice("colour", _("Colour"), of=ReviewColour, required=True, initial=ReviewColour.RED.value),
        Ref("owner", _("Owner"), to=USERS),
        Day("held_on", pgettext_lazy("review", "Held on"), sort=True),
        Flag("is_passed", pgettext_lazy("review", "Passed")),
        Paragraphs("findings", _("Findings"), indexed=True),
    ),
)
PARTNER = Definition(
    kind=Kind.BID_PARTNER,
    model=BidPartner,
    one="bid_partner",
    many="bid_partners",
    path="bid-partners",
    tag="bids",
    title=_("Bid partners"),
    about="Who bids together with us, for which part and share.",
    hint=_("Enter who bids together with us, and for which part."),
    visible=lambda actor: of_bids(BidPartner, actor),
    account="bid__account",
    parent="bid",
    order=("name",),
    in_files=False,
    fields=(
        OF_BID,
        NAME,
        Text("part", _("Their part"), most=300),
        Percent("share", _("Share in per cent"), places=2),
        Flag("is_signed", _("Agreement signed")),
        NOTE,
    ),
)
BOND = Definition(
    kind=Kind.BID_BOND,
    model=BidBond,
    one="bid_bond",
    many="bid_bonds",
    path="bid-bonds",
    tag="bids",
    title=_("Bid bonds"),
    about="A bid bond: how much, from whom, until when, and whether it came back.",
    hint=_("Note the bond, until when it holds, and when it came back."),
    visible=lambda actor: of_bids(BidBond, actor),
    account="bid__account",
    parent="bid",
    order=("valid_until", "name"),
    in_files=False,
    fields=(
        OF_BID,
        NAME,
        Amount("amount", pgettext_lazy("bond", "Amount"), sort=True),
        CURRENCY,
        Day("valid_until", _("Valid until"), sort=True),
        Day("returned_on", _("Returned on"), sort=True),
        NOTE,
    ),
)
TEAM = (REVIEW, PARTNER, BOND)
