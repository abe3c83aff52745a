"""The product's settings, with a home that is thrown away and template lines that coverage can see."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="tongxin-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["TONGXIN_HOME"] = _home
Path(_home, "static").mkdir()

from tongxin.config.settings import *  # noqa: E402, F403  (the home must be named first)
from tongxin.config.settings import INSTALLED_APPS, TEMPLATES  # noqa: E402

# Keeps the last migration of each app in a file, so that two branches cannot both add one unseen.
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]
TEMPLATES[0]["OPTIONS"]["debug"] = True
# Each test has a log of its own; a seal of another would not fit.
AUDIT_SEAL = ""
# The real one takes 64 MiB and a tenth of a second for each sign-in.
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2PasswordHasher"]
BACKUP_HOURS = 0
if os.environ.get("TONGXIN_DUMMIES", "0") != "0":
    ROOT_URLCONF = "tests.dummies"
