"""Django app of `tongxin.crm`."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Register `tongxin.crm`."""

    name = "tongxin.crm"
    label = "crm"
