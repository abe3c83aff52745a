"""How other objects name accounts."""

from tongxin.audit.choices import Kind
from tongxin.crm.accounts.selectors import visible_accounts
from tongxin.records.fields import Reference

ACCOUNTS = Reference(kind=Kind.ACCOUNT, visible=visible_accounts, page="web:account")
