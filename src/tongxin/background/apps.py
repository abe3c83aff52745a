"""Django app of `tongxin.background`."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    """Register `tongxin.background`."""

    name = "tongxin.background"
    label = "background"
