"""Django app of `tongxin.audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Register `tongxin.audit`."""

    name = "tongxin.audit"
    label = "audit"
