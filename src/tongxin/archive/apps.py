"""Django app of `tongxin.archive`."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Register `tongxin.archive` and when backups are made."""

    name = "tongxin.archive"
    label = "archive"

    def ready(self) -> None:
        """Register the task."""
        from tongxin.archive.tasks import register_tasks  # noqa: PLC0415 - models are ready only now

        register_tasks()
