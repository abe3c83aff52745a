"""Django app of `tongxin.saved_views`."""

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    """Register `tongxin.saved_views`."""

    name = "tongxin.saved_views"
    label = "saved_views"
