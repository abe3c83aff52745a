"""Django app of `tongxin.analytics`."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Register `tongxin.analytics`."""

    name = "tongxin.analytics"
    label = "analytics"
