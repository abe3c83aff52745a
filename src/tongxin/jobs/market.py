"""Ask the market in the tender register from the server's terminal."""

from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from tongxin.analytics.market.questions import QUESTION_NAMES
from tongxin.analytics.market.register import ask_market, refresh_market
from tongxin.jobs.migrate import require_migrated_or_new
from tongxin.jobs.output import Subcommand, json_option, say, say_json


@click.command("market", cls=Subcommand)
@click.argument("question", type=click.Choice(QUESTION_NAMES))
@click.option("--limit", type=click.IntRange(min=1), default=None, help="At most so many rows.")
@click.option("--buyer", default="", help="Only of this buyer: a part of the name, or the key of an answer.")
@click.option(
    "--firm", default="", help="Only tenders in which this firm took part: a part of the name, or the key."
)
@click.option("--category", default="", help="Only of this category, as published.")
@click.option("--region", default="", help="Only of this region, as published.")
@click.option("--year", default="", help="Only of this year.")
@json_option
def market(*, question: str, limit: int | None, as_json: bool, **narrowing: str) -> None:
    """Say who buys, bids and wins, at what price: one question, of the whole register or a part of it."""
    require_migrated_or_new()
    folder = Path(settings.HOME) / "market"
    with click.progressbar(length=0, label=_("Reading the register"), hidden=as_json, show_pos=True) as bar:

        def advance(written: int) -> None:
            bar.length = written
            bar.update(written - bar.pos)

        refresh_market(folder, progress=advance)
    rows = ask_market(folder, question, limit=limit, narrowing=narrowing)
    if rows and not as_json:
        say("\t".join(rows[0]))
    for row in rows:
        if as_json:
            say_json(row)
        else:
            say("\t".join("" if value is None else str(value) for value in row.values()))
