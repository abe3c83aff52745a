"""Colleagues, whom every object may name. The customer's side is in the references of each applet."""

from tongxin.audit.choices import Kind
from tongxin.records.fields import Reference
from tongxin.team.selectors import active_users

USERS = Reference(kind=Kind.USER, visible=lambda _actor: active_users(), named="display_name", shared=True)
