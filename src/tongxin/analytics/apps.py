"""Django app of `tongxin.analytics`."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Register `tongxin.analytics` and what it runs in the background."""

    name = "tongxin.analytics"
    label = "analytics"

    def ready(self) -> None:
        """Register the tasks, and what reviews of account plans keep."""
        from tongxin.analytics.accountplans.reviews import freeze  # noqa: PLC0415 - models are ready only now
        from tongxin.analytics.tasks import register_tasks  # noqa: PLC0415 - models are ready only now
        from tongxin.crm.accountplans.freezing import register_freezer  # noqa: PLC0415 - models are ready only now

        register_tasks()
        register_freezer(freeze)
