"""Measure an import of 20,000 contacts as a command would run it: checked, kept apart from those known, each in the log.

`python -m tests.bench.contacts` measures a new SQLite database (or TONGXIN_DATABASE_URL) and prints the figures as JSON;
with `--page` it writes them into docs/reference/imports-performance.md too.
"""

import io
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.costs import calibration

ROWS = 20_000
PEOPLE_AN_ACCOUNT = 10
# Seconds by the clock on two cores: what people wait for before they look elsewhere.
GOAL = 20
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "imports-performance.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFigures:
    """What it took, in seconds by the clock and of the processor: a first import, and the next one without ids."""

    rows: int
    first_seconds: float
    first_cpu_seconds: float
    again_seconds: float
    again_cpu_seconds: float


def measure_contacts(rows: int = ROWS) -> ContactFigures:
    """Import contacts of new accounts, then the same ones again, a tenth of them changed."""
    from tongxin.common.clock import now
    from tongxin.importers import actions
    from tongxin.team.choices import Role
    from tongxin.team.models import User
    from tongxin.team.selectors import get_actor

    user = User(username="bench.contacts", display_name="Contacts", roles=[Role.ADMINISTRATOR])
    user.created_at = user.updated_at = now()
    user.save()
    User.objects.filter(pk=user.pk).update(reporting_path=f"/{user.pk}/")
    actor = get_actor(user, as_of=now().date())
    seconds, cpu = [], []
    for phone in ("02-1", "02-2"):
        start, worked = time.monotonic(), time.process_time()
        batch = actions.start_import(
            actor=actor, at=now(), files=[("Contacts.csv", _file(rows, phone))], source="bench"
        )
        actions.run_import(actor=actor, batch=batch, clock=now)
        seconds.append(time.monotonic() - start)
        cpu.append(time.process_time() - worked)
        counts = batch.totals["PERSON"]
        if sum(counts.values()) != rows or counts.get("FAILED"):
            raise RuntimeError(f"The import wrote {batch.totals}")
    return ContactFigures(
        rows=rows, first_seconds=seconds[0], first_cpu_seconds=cpu[0],
        again_seconds=seconds[1], again_cpu_seconds=cpu[1],
    )  # fmt: skip


def _file(rows: int, phone: str) -> io.BytesIO:
    lines = ["First Name,Last Name,Email,Phone,Account Name,Title"]
    lines += [
        f"Ann,Lee{n},c{n}@x.example,{phone if n % 10 == 0 else '02-0'}{n:06d},Company {n // PEOPLE_AN_ACCOUNT} Ltd,Buyer"
        for n in range(rows)
    ]
    return io.BytesIO("\n".join(lines).encode())


def page(figures: ContactFigures) -> str:
    """Return the figures as a page of the reference."""
    from tongxin.common.clock import now

    return f"""# Performance of imports

Made by `make bench`; do not edit. Numbers hold for the machine and the load it had: a fixed loop of pure Python took
{calibration():.2f} s of its processor.

- Measured {now().date()}, Python {platform.python_version()}, {platform.machine()}, SQLite.
- {figures.rows:,} contacts in {figures.rows // PEOPLE_AN_ACCOUNT:,} new accounts from one CSV file, as the command runs it:
  every cell checked, each row kept apart from the people known, written with its post, its search entry and its line in the log.
- The second run reads the same people without ids, a tenth of them with another telephone number.
- The goal is {GOAL} s by the clock.

| run | seconds by the clock | seconds of the processor |
|---|---:|---:|
| first | {figures.first_seconds:.1f} | {figures.first_cpu_seconds:.1f} |
| again, a tenth changed | {figures.again_seconds:.1f} | {figures.again_cpu_seconds:.1f} |
"""


def main() -> None:
    """Measure and print; exit with 1 when the goal is missed."""
    home = Path(tempfile.mkdtemp(prefix="tongxin-bench-"))
    os.environ["TONGXIN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongxin.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    figures = measure_contacts()
    shutil.rmtree(home)
    json.dump(asdict(figures), sys.stdout)
    if "--page" in sys.argv:
        PAGE.write_text(page(figures), encoding="utf-8")
    sys.exit(int(max(figures.first_seconds, figures.again_seconds) > GOAL))


if __name__ == "__main__":
    main()
