"""Compile the message catalogues into the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import i18n


class CatalogueHook(BuildHookInterface[Any]):
    """Write the .mo files before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        i18n.compile_all()
