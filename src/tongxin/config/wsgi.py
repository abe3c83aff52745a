"""The WSGI application that a server runs.

The addresses are loaded with it, so that a server that loads it before it forks has them in every process: the first
page of a fresh process is then as quick as the others, and what the processes share is not copied when one collects
its garbage.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxin.config.settings")
application = get_wsgi_application()
# Importing the resolver earlier would read the settings before the application is set up.
from django.urls import get_resolver  # noqa: E402

_ = get_resolver().url_patterns
gc.freeze()
