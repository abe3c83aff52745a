"""Django app of `tongxin.importers`."""

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    """Register `tongxin.importers`."""

    name = "tongxin.importers"
    label = "importers"
