"""Measure one database: grow it, and at each size ask every page; prints JSON."""

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

LANGUAGE = "zh-hant"


def main(sizes: list[int], *, crowd: bool) -> None:
    """Measure an empty database at each size; with `crowd`, also ask by four clients, and beside a writer."""
    home = Path(tempfile.mkdtemp(prefix="tongxin-bench-"))
    os.environ["TONGXIN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongxin.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    found: dict[str, Any] = {"sizes": {}}
    present = 0
    for size in sizes:
        found["sizes"][size] = _at_size(present, size, crowd=crowd)
        present = size
    if crowd:
        found["import"] = _import()
    json.dump(found, sys.stdout)
    shutil.rmtree(home)


def _at_size(before: int, size: int, *, crowd: bool) -> dict[str, Any]:
    from django.db import connection
    from tests.bench.data import grow
    from tests.bench.pages import PAGES
    from tests.bench.serving import measure, serving

    start = time.monotonic()
    grow(before, size)
    found: dict[str, Any] = {"seconds_to_build": time.monotonic() - start, "pages": {}, "bare": {}}
    cookies = {who: _cookie(who) for who in ("boss", "kam")}
    queries = {page.name: _queries(page) for page in PAGES}
    connection.close()
    with serving(
        "tests.bench.bare:application", {"DJANGO_SETTINGS_MODULE": "tests.bench.bare_settings"}
    ) as bare:
        for rows in sorted({page.rows for page in PAGES}):
            found["bare"][rows] = asdict(
                measure(bare, f"/?rows={rows}", "", requests=100, seconds=2 if crowd else 0)
            )
    with serving("tongxin.config.wsgi:application", {}) as server:
        server.cookies = cookies
        for page in PAGES:
            _say(f"{connection.vendor} {size} {page.name}")
            figures = measure(server, page.path, page.who, requests=30, seconds=5 if crowd else 0)
            found["pages"][page.name] = {**asdict(figures), "queries": queries[page.name]}
        if crowd:
            found["writer"] = _with_a_writer(server)
    return found


def _import() -> dict[str, Any]:
    from django.db import connection
    from tests.bench.importing import measure_import

    _say(f"{connection.vendor} import")
    return asdict(measure_import())


def _with_a_writer(server: Any) -> dict[str, Any]:
    """Read lists and account pages by four clients while somebody logs visits without a pause."""
    from django.db import connection
    from tests.bench.pages import PAGES
    from tests.bench.serving import measure

    stop, written, failed = threading.Event(), [0], [0]

    def write() -> None:
        from tests.bench.data import AT, TODAY

        from tongxin.crm.accounts.models import Account
        from tongxin.crm.relationships.actions import log_interaction
        from tongxin.team.models import User
        from tongxin.team.selectors import get_actor

        actor = get_actor(User.objects.get(username="bench.kam"), as_of=TODAY)
        account = Account.objects.get(pk=1)
        while not stop.is_set():
            try:
                log_interaction(actor=actor, at=AT, text="客戶來電確認交期。", account=account)
                written[0] += 1
            except Exception as error:  # noqa: BLE001 - counted and reported
                failed[0] += 1
                _say(f"writer: {error}")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    start = time.monotonic()
    readers = [
        measure(server, page.path, page.who, requests=20, seconds=5) for page in PAGES if page.per_second
    ]
    stop.set()
    writer.join()
    return {
        "seconds": time.monotonic() - start, "written": written[0], "writer_errors": failed[0],
        "reader_errors": sum(figures.errors for figures in readers),
        "read_per_second": [figures.per_second for figures in readers],
    }  # fmt: skip


def _cookie(who: str) -> str:
    from django.conf import settings
    from django.test import Client

    from tongxin.team.models import User

    client = Client()
    client.force_login(User.objects.get(username=f"bench.{who}"))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _queries(page: Any) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tongxin.team.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username=f"bench.{page.who}"))
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page.path)
        answer.close()
    if answer.status_code != 200:
        raise RuntimeError(f"{page.name}: {page.path} answers {answer.status_code}")
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in captured)


def _say(text: str) -> None:
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")], crowd=sys.argv[2] == "crowd")
