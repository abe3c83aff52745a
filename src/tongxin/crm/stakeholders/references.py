"""How other objects name people and posts."""

from tongxin.audit.choices import Kind
from tongxin.crm.stakeholders.selectors import visible_people
from tongxin.records.fields import Reference

PEOPLE = Reference(
    kind=Kind.PERSON,
    visible=visible_people,
    page="web:person",
    named="full_name",
    account="account",
)
