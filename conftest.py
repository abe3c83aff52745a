"""Pytest plugins of the whole project, and how long its searched-for examples may take."""

from hypothesis import HealthCheck, settings

pytest_plugins = (
    "tests.plugins.costs",
    "tests.plugins.engines",
    "tests.plugins.needs",
    "tests.plugins.outside",
    "tests.plugins.prepared",
    "tests.plugins.sizes",
    "tests.plugins.tables",
)

# How busy the machine is says nothing about the code.
settings.register_profile("tongxin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tongxin")
