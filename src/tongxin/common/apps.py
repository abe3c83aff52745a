"""Django app of `tongxin.common`."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Register `tongxin.common`."""

    name = "tongxin.common"
    label = "common"
