"""Django app of `tongxin.web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register `tongxin.web`."""

    name = "tongxin.web"
    label = "web"
