"""Django app of `tongxin.api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Register `tongxin.api`."""

    name = "tongxin.api"
    label = "api"
