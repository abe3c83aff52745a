"""How other objects name tenders of the register."""

from tongxin.audit.choices import Kind
from tongxin.crm.tenders.selectors import all_tenders
from tongxin.records.fields import Reference

TENDERS = Reference(
    kind=Kind.TENDER, visible=lambda _actor: all_tenders(), page="web:tender", named="title", shared=True
)
