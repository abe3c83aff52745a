"""Django app of `tongxin.search`."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Register `tongxin.search`."""

    name = "tongxin.search"
    label = "search"
