"""The methods of award that the kit knows, with the rule book of each."""

from collections.abc import Mapping
from enum import StrEnum


class Method(StrEnum):
    """How a committee chooses."""

    TW_TOTAL_SCORE = "TW_TOTAL_SCORE"
    """總評分法"""
    TW_UNIT_PRICE = "TW_UNIT_PRICE"
    """評分單價法"""
    TW_RANK_SUM = "TW_RANK_SUM"
    """序位法"""
    CN_COMPREHENSIVE = "CN_COMPREHENSIVE"
    """综合评分法"""
    CN_LOWEST_EVALUATED = "CN_LOWEST_EVALUATED"
    """最低评标价法"""
    CN_BENCHMARK = "CN_BENCHMARK"
    """综合评估法 with a base price"""
    WB_QCBS = "WB_QCBS"
    WB_QBS = "WB_QBS"
    WB_FBS = "WB_FBS"
    WB_LCS = "WB_LCS"
    WEIGHTED = "WEIGHTED"
    """price and quality with weights"""
    LOWEST_EVALUATED = "LOWEST_EVALUATED"
    AWARD_ON_VALUE = "AWARD_ON_VALUE"
    """quality in money, taken off the price"""


class PriceFormula(StrEnum):
    """How a price becomes points; W are the points of the price, low the lowest price of the bids still in."""

    PROPORTIONAL = "PROPORTIONAL"
    """W * low / price"""
    RELATIVE = "RELATIVE"
    """W * (2 - price / low): zero at twice the lowest, negative beyond unless `floor` says otherwise"""
    LINEAR = "LINEAR"
    """W * (worst - price) / (worst - low): zero at the dearest bid, or at `worst_price`"""
    CEILING = "CEILING"
    """W * (1 - price / ceiling)"""
    DEVIATION = "DEVIATION"
    """W - penalty * |target_ratio - price / expected_price| * 100"""
    BENCHMARK = "BENCHMARK"
    """W - W * n * |price - base| / base; the base is a mean of the bids"""
    UTILITY_INDEX = "UTILITY_INDEX"
    """(1 - (best quality - quality) * quality weight / price weight) * low / price, as the total"""
    COEFFICIENT = "COEFFICIENT"
    """price / (1 + chosen / (1 - sum of the largest)), as the price compared"""


class TieStep(StrEnum):
    """What decides between bids that are equal at the top."""

    EVALUATE_AGAIN = "EVALUATE_AGAIN"
    HEAVIEST_ITEM = "HEAVIEST_ITEM"
    MORE_FIRSTS = "MORE_FIRSTS"
    LOWEST_PRICE = "LOWEST_PRICE"
    BETTER_TECHNICAL = "BETTER_TECHNICAL"
    DRAW = "DRAW"


class Better(StrEnum):
    """Whether the higher or the lower total wins."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"


RULES: Mapping[Method, str] = {
    Method.TW_TOTAL_SCORE: "最有利標評選辦法 (2008-02-15) §12, §14",
    Method.TW_UNIT_PRICE: "最有利標評選辦法 (2008-02-15) §13, §14",
    Method.TW_RANK_SUM: "最有利標評選辦法 (2008-02-15) §15, §15-1",
    Method.CN_COMPREHENSIVE: "政府采购货物和服务招标投标管理办法 (财政部令第87号, 2017) §55, §57, §68",
    Method.CN_LOWEST_EVALUATED: "政府采购货物和服务招标投标管理办法 (财政部令第87号, 2017) §54, §56, §68",
    Method.CN_BENCHMARK: "评标委员会和评标方法暂行规定 (2001, 2013) §34-35; the base price is the tender's own",
    Method.WB_QCBS: "World Bank Procurement Regulations for IPF Borrowers, VII, quality- and cost-based selection",
    Method.WB_QBS: "World Bank Procurement Regulations for IPF Borrowers, VII, quality-based selection",
    Method.WB_FBS: "World Bank Procurement Regulations for IPF Borrowers, VII, fixed-budget selection",
    Method.WB_LCS: "World Bank Procurement Regulations for IPF Borrowers, VII, least-cost selection",
    Method.WEIGHTED: "Directive 2014/24/EU art. 67, best price-quality ratio; the formula is the tender's own",
    Method.LOWEST_EVALUATED: "UNCITRAL Model Law on Public Procurement (2011) art. 11, lowest evaluated price",
    Method.AWARD_ON_VALUE: "Directive 2014/24/EU art. 67; gunning op waarde: quality in money",
}

LOWER_WINS = frozenset(
    {
        Method.TW_UNIT_PRICE,
        Method.TW_RANK_SUM,
        Method.CN_LOWEST_EVALUATED,
        Method.WB_LCS,
        Method.LOWEST_EVALUATED,
        Method.AWARD_ON_VALUE,
    }
)
"""Methods whose total is a price, a quotient or a sum of ranks."""

SCORES_PRICE = frozenset({Method.CN_COMPREHENSIVE, Method.CN_BENCHMARK, Method.WB_QCBS, Method.WEIGHTED})
"""Methods that turn the price into points by a formula."""

NEEDS_PRICE = SCORES_PRICE | frozenset(
    {
        Method.TW_UNIT_PRICE,
        Method.CN_LOWEST_EVALUATED,
        Method.WB_FBS,
        Method.WB_LCS,
        Method.LOWEST_EVALUATED,
        Method.AWARD_ON_VALUE,
    }
)
"""Methods that cannot judge a bid without its price."""

PRICE_ONLY = frozenset({Method.CN_LOWEST_EVALUATED, Method.LOWEST_EVALUATED})
"""Methods that give no points."""

PASS_ON_TOTAL = frozenset({Method.TW_TOTAL_SCORE, Method.TW_UNIT_PRICE, Method.TW_RANK_SUM})
"""Methods whose pass mark is asked of the whole score (of its mean over the members), not of quality alone."""

MOST_EVALUATIONS = 3
"""政府採購法 §56: a committee evaluates three times at the most, then lots are drawn."""
