"""Write what every page and every answer of the API looks like into a folder, to compare before and after a change:

    python -m tests.meta.rendering /tmp/before        (then change the code)
    python -m tests.meta.rendering /tmp/after && diff -r /tmp/before /tmp/after

The records of the access test are made with fixed uids at a fixed time; the owner of the team and an administrator read.
"""

import os
import random
import sys
from pathlib import Path

import time_machine


def main(folder: Path) -> None:
    """Render every address that can be read, a file each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    numbers = random.Random(1)  # noqa: S311 - uids that are the same in every run
    from tongxin.common import ids

    ids.secrets.token_bytes = lambda size=None: numbers.randbytes(size or 32)
    with time_machine.travel("2026-11-02T09:30:00+08:00", tick=False):
        _write(folder)


def _write(folder: Path) -> None:
    from tests.factories import make_user
    from tests.meta.matrix import VARYING, Visitor, path_of, uids_of
    from tests.meta.records import MAKERS, make_world

    from tongxin.config.access import addresses
    from tongxin.team.choices import Role

    world = make_world()
    for kind in MAKERS:
        world.record(kind)
    visitors = {
        "owner": Visitor("owner", world.owner),
        "admin": Visitor("admin", make_user((Role.ADMINISTRATOR,), username="admin")),
    }
    for address in addresses():
        if address.access is None or address.method not in {"", "GET"} or address.name == "web:sign_out":
            continue
        path = path_of(address, uids_of(address.access, world))
        for who, visitor in visitors.items():
            answer = visitor.send("GET", path, "", None)
            body = VARYING.sub(b"", answer.content)
            file = folder / who / f"{address.name.replace(':', '.')}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(f"{answer.status_code} {path}\n".encode() + body.replace(b"><", b">\n<"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
