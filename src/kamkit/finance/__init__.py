"""What a purchase brings the customer: cash flows, present value, payback, total cost."""

from kamkit.verbs import Verb

VERBS = (
    Verb(
        "case",
        "kamkit.finance.case:case",
        "A business case: NPV, IRR, payback, ROI, total cost, cash-flow table and what it hangs on.",
    ),
)
