"""Write a few visits and end without closing anything, so that they lie in the journal; a program with a database of its own.

python -m tests.trust.losing_power NUMBER
"""

from __future__ import annotations

import os
import sys

import django


def main(visits: int) -> None:
    """Log so many visits, each with its row in the log and in the index, and be gone."""
    django.setup()
    from tests.factories import AT, make_actor, make_user

    from tongxin.crm.relationships.actions import log_interaction

    actor = make_actor(make_user())
    for number in range(visits):
        log_interaction(actor=actor, at=AT, text=f"Visit {number}")
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
