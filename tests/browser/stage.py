"""The hand behind the scene: a process beside the server that makes data and sessions on request.

Reads one JSON object a line, `{"do": "session", "username": "owner"}`, and answers one JSON object a line. It lives in
the server's settings and database, which the test process, with settings of its own, cannot reach.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongxin.config.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  (after set-up)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from tests.browser.board import make_board  # noqa: E402
from tests.browser.scene import make_scene  # noqa: E402
from tests.factories import make_account, with_every_right  # noqa: E402

from tongxin.common.clock import now, today  # noqa: E402
from tongxin.crm.accounts.models import Account  # noqa: E402
from tongxin.crm.bids.declared.bids import BID  # noqa: E402
from tongxin.crm.bids.declared.papers import LIMIT  # noqa: E402
from tongxin.crm.competition.choices import Ring  # noqa: E402
from tongxin.crm.competition.records import PLACEMENT, RATING, RING_TARGET, TIE  # noqa: E402
from tongxin.crm.market.records import COMPETITOR  # noqa: E402
from tongxin.crm.opportunities.actions import create_opportunity  # noqa: E402
from tongxin.crm.opportunities.models import Opportunity  # noqa: E402
from tongxin.crm.opportunities.processes import default_process, stages_of  # noqa: E402
from tongxin.crm.projects.records import PROJECT  # noqa: E402
from tongxin.records.writing import create_record  # noqa: E402
from tongxin.team.models import User  # noqa: E402

BACKEND = "tongxin.team.backends.ActiveUserBackend"


def session(username: str) -> str:
    """Return the key of a new session of a user."""
    user = User.objects.get(username=username)
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def prefer(username: str, **values: Any) -> None:
    """Set preferences of a user: language, theme, calendar."""
    User.objects.filter(username=username).update(**values)


def project(account: str, name: str) -> str:
    """Record a customer's project that goes live in a year, and return its uid."""
    owner = User.objects.get(username="owner")
    values = {
        "account": Account.objects.get(uid=account),
        "name": name,
        "go_live_on": today() + timedelta(days=365),
    }
    made = create_record(PROJECT, actor=with_every_right(owner), at=now(), values=values)
    return str(made.uid)


def account(name: str) -> str:
    """Make an account of the owner, with a colleague on its team, and return its uid."""
    owner, mate = (User.objects.get(username=username) for username in ("owner", "mate"))
    return make_account(owner, name=name, members=[mate]).uid


def deal(name: str, stage: int) -> str:
    """Make a deal of the owner in a stage, counted from the first as 0, and return its uid."""
    owner = User.objects.get(username="owner")
    stages = stages_of(default_process())
    made = create_opportunity(
        actor=with_every_right(owner),
        at=now() - timedelta(hours=1),
        name=name,
        account=Account.objects.filter(owner=owner).first(),
        stage=stages[stage],
    )
    return made.uid


def bid_with_limits(name: str) -> str:
    """Make a bid that costs us 880, with two approval limits, and return its uid."""
    owner = User.objects.get(username="owner")
    actor = with_every_right(owner)
    for who, below, days in (("事業部總經理", 20, 1), ("總經理", 8, 3)):
        values = {"name": who, "margin_below": below, "working_days": days}
        create_record(LIMIT, actor=actor, at=now(), values=values)
    values = {
        "account": Account.objects.filter(owner=owner).first(), "name": name, "currency": "TWD",
        "own_cost": Decimal(880),
    }  # fmt: skip
    return str(create_record(BID, actor=actor, at=now(), values=values).uid)


def rivalry(suppliers: int) -> str:
    """Make an account of the owner with so many rivals beside us, in rings over the quarters, judged; return its uid."""
    owner = User.objects.get(username="owner")
    actor, day = with_every_right(owner), today() - timedelta(days=400)
    around = make_account(owner, name=f"競爭所在 {suppliers}")
    proof = {"evidence": "名冊", "evidence_source": "採購組", "evidence_on": day}
    make = partial(create_record, actor=actor, at=now())
    rivals = [make(COMPETITOR, values={"name": f"對手 {suppliers}-{number}"}) for number in range(suppliers)]
    for place, rival in enumerate([None, *rivals]):
        # The last one stands without evidence.
        rests_on = proof if place < suppliers else {}
        values = {"account": around, "competitor": rival, "segment": ("影像", "超音波")[place % 2]}
        values |= {"ring": Ring.values[place % 4], "placed_on": day, **rests_on}
        make(PLACEMENT, values=values)
        rating = {"account": around, "competitor": rival, "rated_on": day}
        for place_of, criterion in enumerate(("技術", "價格")):
            score = 1 + (place + place_of) % 5
            make(RATING, values={**rating, "criterion": criterion, "score": score, "reason": "看過"})
    moved = {
        "account": around,
        "competitor": rivals[0],
        "segment": "影像",
        "ring": "CORE",
        "placed_on": today(),
    }
    make(PLACEMENT, values={**moved, **proof})
    tie = {"account": around, "competitor": rivals[0], "kind": "BOTH", "subject": "探頭"}
    make(TIE, values=tie)
    target = {"account": around, "ring": "PREFERRED", "plan": "聯合實驗室", "owner": owner, "due_on": today()}
    make(RING_TARGET, values=target)
    return around.uid


def stage_of(uid: str) -> str:
    """Return the code of the stage a deal is in."""
    return Opportunity.objects.get(uid=uid).stage.code


ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        make_scene,
        session,
        prefer,
        account,
        project,
        deal,
        rivalry,
        stage_of,
        bid_with_limits,
        make_board,
    )
}


def main() -> None:
    """Answer until the other side hangs up."""
    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        answer = ACTS[asked.pop("do")](**asked)
        sys.stdout.write(json.dumps({"answer": answer}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
