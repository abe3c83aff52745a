"""Django app of `tongxin.importers`."""

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    """Register `tongxin.importers` and what it runs in the background."""

    name = "tongxin.importers"
    label = "importers"

    def ready(self) -> None:
        """Register the tasks."""
        from tongxin.importers.tasks import register_tasks  # noqa: PLC0415 - models are ready only now

        register_tasks()
