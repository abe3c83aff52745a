"""Django app of `tongxin.privacy`."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Register `tongxin.privacy` and what it does every night."""

    name = "tongxin.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register the task."""
        from tongxin.privacy.tasks import register_tasks  # noqa: PLC0415 - models are ready only now

        register_tasks()
