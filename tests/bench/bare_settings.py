"""Settings of the bare site that costs are compared with: the same database, no middleware, one view."""

from tongxin.config.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.bare"
WSGI_APPLICATION = "tests.bench.bare.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
