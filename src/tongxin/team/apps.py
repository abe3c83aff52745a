"""Django app of `tongxin.team`."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Register `tongxin.team`."""

    name = "tongxin.team"
    label = "team"
