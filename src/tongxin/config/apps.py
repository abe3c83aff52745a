"""Django app of `tongxin.config`."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Register `tongxin.config`."""

    name = "tongxin.config"
    label = "config"
