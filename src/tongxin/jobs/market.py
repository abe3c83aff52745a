"""Ask the market in the tender register from the server's terminal."""

from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from tongxin.analytics.market.questions import QUESTION_NAMES
from tongxin.analytics.market.register import ask_market, refresh_market
from tongxin.jobs.migrate import require_migrated_or_new
from tongxin.jobs.output import Verb, json_option, say, say_json


@click.command("market", cls=Verb)
@click.argument("question", type=click.Choice(QUESTION_NAMES))
@click.option("--limit", type=click.IntRange(min=1), default=None, help="At most so many rows.")
@json_option
def market(*, question: str, limit: int | None, as_json: bool) -> None:
    """Say who buys, who bids and who wins: buyers, firms, categories, regions, years, meetings or concentration."""
    require_migrated_or_new()
    folder = Path(settings.HOME) / "market"
    with click.progressbar(length=0, label=_("Reading the register"), hidden=as_json, show_pos=True) as bar:

        def advance(written: int) -> None:
            bar.length = written
            bar.update(written - bar.pos)

        refresh_market(folder, progress=advance)
    for row in ask_market(folder, question, limit=limit):
        if as_json:
            say_json(row)
        else:
            say("\t".join("" if value is None else str(value) for value in row.values()))
