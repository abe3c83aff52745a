"""Play a case on the page and over the API, and compare with the library."""

import json
import os
import re
from pathlib import Path
from typing import Any

from tests.crm.bids.test_simulation import DAY, US, Desk
from tests.web.markup import unbroken

from kamkit.bids.evaluation import evaluate
from tongxin.analytics.bids.simulation import rate_day
from tongxin.analytics.bids.tender import played_of
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.selectors import sheet_of
from tongxin.team.models import User


def scenario(name: str) -> tuple[Any, Any]:
    """Return the inputs of a case, and its right outcome."""
    folder = Path(os.environ["TONGXIN_DATA"]) / "scenario_cases" / name
    right = re.search(r"```json\n(.*?)```", (folder / "RIGHT.md").read_text(encoding="utf-8"), re.S)
    assert right is not None
    return json.loads((folder / "case.json").read_text(encoding="utf-8"))["inputs"], json.loads(right[1])


def sign_in(client: Any, desk: Desk) -> None:
    """Let whoever sits at the desk sign in, in English."""
    User.objects.update(language="en")
    client.force_login(desk.actor.user)


def both(client: Any, desk: Desk) -> tuple[str, dict[str, Any]]:
    """Return the simulator's page, and what the API says of the same; their awards are the library's."""
    sign_in(client, desk)
    page = client.get(f"/bids/{desk.bid.uid}/simulator/")
    assert page.status_code == 200
    told: dict[str, Any] = client.get(f"/api/v1/bids/{desk.bid.uid}/simulation").json()
    if told["outcome"] is not None:
        day = rate_day(Bid.objects.get(pk=desk.bid.pk), DAY)
        kit = evaluate(played_of(sheet_of(Bid.objects.get(pk=desk.bid.pk)), own_name=US, on=day).tender)
        assert (told["outcome"]["award"], told["outcome"]["outcome"]) == (kit.award, kit.outcome.value)
        assert [(each["name"], each["rank"]) for each in told["outcome"]["ranking"]] == [
            (each.id, each.rank) for each in kit.ranking
        ]
    return unbroken(page.content.decode()), told


def refusal(client: Any, desk: Desk) -> str:
    """Return the sentence why nothing is played, which page and API say alike, and no ranking beside it."""
    page, told = both(client, desk)
    assert told["outcome"] is None
    assert told["refused"]["text"].replace("’", "&#x27;") in page or told["refused"]["text"] in page
    assert "The order of this method" not in page
    return str(told["refused"]["code"])
