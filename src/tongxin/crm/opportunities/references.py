"""How other objects name opportunities."""

from tongxin.audit.choices import Kind
from tongxin.crm.opportunities.selectors import visible_opportunities
from tongxin.records.fields import Reference

OPPORTUNITIES = Reference(
    kind=Kind.OPPORTUNITY,
    visible=visible_opportunities,
    page="web:opportunity",
    account="account",
)
