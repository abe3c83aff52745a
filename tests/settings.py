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
from tongxin.config.settings import TEMPLATES  # noqa: E402

TEMPLATES[0]["OPTIONS"]["debug"] = True
