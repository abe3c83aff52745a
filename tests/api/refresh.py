"""Write the description of the API to `docs/reference/openapi.json`: `python -m tests.api.refresh`."""

import json
import os
from pathlib import Path

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"


def description() -> str:
    """Return the description as it is served, in a form that shows changes line by line."""
    from tongxin.api.v1.build import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    SNAPSHOT.write_text(description(), encoding="utf-8")


if __name__ == "__main__":
    main()
