"""The `tongxin` command."""

import os
import sys


def main() -> None:
    """Set the settings module and hand over to the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxin.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings module is named

    execute_from_command_line(sys.argv)
