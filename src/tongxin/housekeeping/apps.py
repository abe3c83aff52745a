"""Django app of `tongxin.housekeeping`."""

from django.apps import AppConfig


class HousekeepingConfig(AppConfig):
    """Register `tongxin.housekeeping` and when it runs."""

    name = "tongxin.housekeeping"
    label = "housekeeping"

    def ready(self) -> None:
        """Register the task."""
        from tongxin.housekeeping.tasks import register_tasks  # noqa: PLC0415 - models are ready only now

        register_tasks()
