"""Django app of `tongxin.config`."""

from django.apps import AppConfig
from django.core.checks import register


class ConfigConfig(AppConfig):
    """Register `tongxin.config` and its checks."""

    name = "tongxin.config"
    label = "config"

    def ready(self) -> None:
        """Register the numbered checks."""
        from tongxin.config.checks import ALL_CHECKS  # noqa: PLC0415 - settings are complete only now

        for check in ALL_CHECKS:
            register(check)
