"""Sentences for the reasons of how bids are evaluated and priced."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kamkit.bids.methods import TieStep
from kamkit.bids.reasons import BidReason
from kamkit.reasons import Code

BID_REASONS: Mapping[Code, LazyText] = {
    # About one bid
    BidReason.TECHNICAL_POINTS: _("technical score %(points)s of %(most)s"),
    BidReason.PRICE_POINTS: _("price score %(points)s of %(most)s: %(price)s, measured by %(reference)s"),
    BidReason.PRICE_EVALUATED: _("evaluated at %(evaluated)s; the contract stays at %(price)s"),
    BidReason.RANKS_OF_MEMBERS: _(
        "ranks of %(members)s members add up to %(sum)s; first with %(firsts)s of them"
    ),
    BidReason.REJECTED_BEFORE: _("rejected before the evaluation"),
    BidReason.DISQUALIFIED: _("disqualified; the others were evaluated anew"),
    BidReason.ABOVE_CEILING: _("at %(price)s dearer than the ceiling of %(ceiling)s"),
    BidReason.ABOVE_BUDGET: _("at %(price)s dearer than the fixed budget of %(budget)s"),
    BidReason.PRICE_UNKNOWN: _("no price, which this method needs"),
    BidReason.BELOW_THE_MARK: _("%(score)s is below the pass mark of %(mark)s"),
    BidReason.PASSED_BY_TOO_FEW: _(
        "%(passed)s of %(members)s members gave the pass mark of %(mark)s; more than half must"
    ),
    BidReason.BELOW_ITEM_MINIMUM: _("“%(item)s”: %(score)s is below the least score of %(least)s"),
    BidReason.FORMULA_WITHOUT_VALUE: _(
        "the formula has no value for the price %(price)s: the tender needs a rule"
    ),
    BidReason.ABNORMALLY_LOW: _("%(price)s is below %(threshold)s: the low price must be explained"),
    # About the evaluation
    BidReason.WEIGHTS_ROUNDED: _("the weights add up to %(total)s, by rounding not to %(whole)s"),
    BidReason.WEIGHTS_OPEN: _(
        "weights are ranges whose middles add up to %(middle)s, not %(whole)s: bids have spans and no ranks"
    ),
    BidReason.PRICE_WEIGHT_OUTSIDE_RULE: _(
        "the price counts %(weight)s%%; the rule book wants %(least)s to %(most)s"
    ),
    BidReason.DEDUCTION_OUTSIDE_RULE: _(
        "small firms get %(deduction)s%% off; the rule book wants %(least)s to %(most)s"
    ),
    BidReason.TOO_FEW_MEMBERS: _("%(present)s of %(appointed)s members attended; more than half must"),
    BidReason.ONE_BID_ONLY: _("only one bid is left: first without competition"),
    BidReason.NO_BID_LEFT: _("none of %(bids)s bids can win"),
    BidReason.EXCLUSION_CHANGED_FIRST: _("without the exclusions %(before)s would be first"),
    BidReason.OVERALL_JUDGEMENT: _("the price is not scored: the committee weighs it beside the score"),
    BidReason.PRICE_NEGOTIATED: _("the price of the best proposal is negotiated"),
    BidReason.TIE_NARROWED: _("equal bids: “%(step)s” leaves %(left)s"),
    BidReason.TIE_STEP_UNDECIDED: _("“%(step)s” does not tell %(left)s equal bids apart"),
    BidReason.TIE_WITHOUT_RULE: _("%(bids)s bids are equal and the tender names no further rule"),
    BidReason.LOTS_TO_DRAW: _("lots must be drawn between %(bids)s bids"),
    BidReason.LOTS_DRAWN: _("lots were drawn between %(bids)s bids"),
    BidReason.EVALUATION_NEEDED: _(
        "%(bids)s equal bids are to be evaluated again, after %(held)s evaluations"
    ),
    BidReason.EVALUATIONS_USED_UP: _("after %(held)s evaluations there is no further one: lots decide"),
    # About what would change it
    BidReason.NO_SINGLE_FIRST: _("no bid is first alone, so no change can turn the award"),
    BidReason.NOTHING_TURNS: _("no single change turns the award"),
    BidReason.OWN_PRICE_MOVES_BASE: _(
        "the base is made of the bids, one's own too: winning prices are an interval"
    ),
    BidReason.NO_PRICE_WINS: _("no price is first"),
    BidReason.EVERY_PRICE_WINS: _("every price is first: no limit was found"),
    BidReason.LEVEL_WITH: _("level with %(bids)s at %(price)s: the tender's rule must decide"),
    # About bidding or not
    BidReason.KNOCKED_OUT: _("“%(item)s” is not met: no bid without it"),
    BidReason.ANSWERS_UNKNOWN: _("not known yet: %(items)s"),
    BidReason.NOTHING_SCORED: _("no question has a weight"),
    BidReason.BANDS_SAY_NOTHING: _("the rule says nothing about a score of %(lowest)s to %(highest)s"),
    BidReason.UNKNOWN_MAY_TURN: _("from %(lowest)s to %(highest)s: what is unknown may turn the decision"),
    BidReason.BAND_HOLDS: _("from %(lowest)s to %(highest)s: in one band, whatever is unknown"),
    # About rivals' past bids
    BidReason.HISTORY_TOO_THIN: _("%(found)s past bids; %(needed)s are needed"),
    BidReason.NO_RIVAL_EXPECTED: _("no rival is expected to bid"),
    BidReason.RIVAL_BY_AVERAGE: _("%(rival)s has %(found)s past bids and is judged by the average of all"),
    BidReason.NOTHING_TO_EARN: _("no price above the cost of %(cost)s has a chance"),
    BidReason.BEST_AT_THE_EDGE: _("the best price, %(price)s, is the first or last of those judged"),
    # About past auctions
    BidReason.NO_AUCTION_WITH_RIVALS: _("none of the %(bids)s bids met a rival in its auction"),
    BidReason.AUCTIONS_WITHOUT_RIVAL: _("%(auctions)s auctions with a single bid were left out"),
}

TIE_STEPS: Mapping[str, LazyText] = {
    TieStep.EVALUATE_AGAIN.value: _("evaluate the equal bids again"),
    TieStep.HEAVIEST_ITEM.value: _("better in the heaviest item"),
    TieStep.MORE_FIRSTS.value: _("first with more members"),
    TieStep.LOWEST_PRICE.value: _("lower price"),
    TieStep.BETTER_TECHNICAL.value: _("better technical score"),
    TieStep.DRAW.value: _("draw lots"),
}
