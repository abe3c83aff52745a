"""Django app of `tongxin.idempotency`."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Register `tongxin.idempotency`."""

    name = "tongxin.idempotency"
    label = "idempotency"
