#!/usr/bin/env python3
"""Write every generated file anew: the order of migrations, reference pages, the list of decisions, openapi.json, the catalogues' skeletons, notebooks.

Nobody merges these by hand: after a rebase or a merge either side is taken and this is run. A second run changes nothing.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools import (  # noqa: E402
    bundle_css,
    bundle_js,
    decisions_index,
    i18n,
    migrations_in_line,
    notebooks,
    personal_data_page,
    reliability_page,
    requirements_table,
    settings_page,
)


def main() -> int:
    """Write them all; the messages need GNU gettext, and are left alone and named where it is missing."""
    if migrations_in_line.main([]):
        return 1
    if shutil.which("xgettext"):
        i18n.extract()
    else:
        print("Catalogues left as they are: apt-get install gettext")
    from tests.api import refresh  # noqa: PLC0415 - sets Django up, and only once

    refresh.main()
    bundle_css.main([])
    bundle_js.main([])
    decisions_index.main()
    settings_page.main([])
    requirements_table.main([])
    personal_data_page.main()
    reliability_page.main([])
    notebooks.main([])
    return 0


if __name__ == "__main__":
    sys.exit(main())
