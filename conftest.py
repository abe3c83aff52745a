"""Pytest plugins of the whole project."""

pytest_plugins = ("tests.plugins.needs",)
