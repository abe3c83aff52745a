"""The questions, written once: any engine that Ibis knows answers them alike.

Figures: `win_rate` is wins per tender a firm took part in; `discount` is 1 - price / estimate where both have one currency;
`gap` is how far the second lowest bid lies above the lowest, as a share of the lowest; `single` counts tenders with one
bidder among those whose bidders are known; `concentration` is the Herfindahl-Hirschman index, the sum of squared shares of
what a buyer bought from each firm, 0 to 1, per currency.
"""

from dataclasses import dataclass

import ibis
from ibis import Deferred, Table
from ibis import _ as row


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The three tables of `store`, in any engine."""

    processes: Table
    bids: Table
    firms: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Of which part of the market a question is asked; what is empty leaves everything in.

    `buyer` and `firm` are keys, or parts of names; `category` and `region` are as published.
    """

    buyer: str = ""
    firm: str = ""
    category: str = ""
    region: str = ""
    year: int | None = None


def narrowed(market: Market, to: Narrowing) -> Market:
    """Return the part of the market that a question is asked of."""
    processes = market.processes
    if to.buyer:
        processes = processes.filter((row.buyer_key == to.buyer) | _named(row.buyer, to.buyer))
    if to.category:
        processes = processes.filter(row.category == to.category)
    if to.region:
        processes = processes.filter(row.region == to.region)
    if to.year is not None:
        processes = processes.filter(row.year == to.year)
    if to.firm:
        taken_part = market.firms.filter((row.key == to.firm) | _named(row.firm, to.firm))
        processes = processes.semi_join(taken_part, "ocid")
    if processes is market.processes:
        return market
    return Market(
        processes=processes,
        bids=market.bids.semi_join(processes, "ocid"),
        firms=market.firms.semi_join(processes, "ocid"),
    )


def _named(name: Deferred, part: str) -> Deferred:
    return name.lower().contains(part.lower())


def grouped(market: Market, *keys: str) -> Table:
    """Return tenders, awards, bidders, single bids, discount and gap by columns of the processes."""
    told = market.processes.left_join(gaps(market), "ocid").drop("ocid_right")
    return (
        told.group_by(*keys)
        .agg(
            tenders=row.count(),
            decided=(row.awards > 0).ifelse(1, 0).sum(),
            known=row.bidders.count(),
            single=(row.bidders == 1).ifelse(1, 0).sum(),
            bidders=row.bidders.mean(),
            discount=(1 - row.price.cast("float64") / row.estimate.cast("float64")).mean(),
            gap=row.gap.mean(),
        )
        .order_by([ibis.desc("tenders"), *keys])
    )


def buyers(market: Market) -> Table:
    """Return the figures of each buyer."""
    return grouped(market, "buyer_key", "buyer")


def categories(market: Market) -> Table:
    """Return the figures of each category."""
    return grouped(market, "category")


def regions(market: Market) -> Table:
    """Return the figures of each region."""
    return grouped(market, "region")


def years(market: Market) -> Table:
    """Return the figures of each year."""
    return grouped(market, "year").order_by("year")


def firms(market: Market) -> Table:
    """Return each firm: tenders it took part in, awards, win rate, discount where it won alone, what it won alone by currency."""
    taken_part = market.firms.group_by("key").agg(
        firm=row.firm.min(), tenders=row.ocid.nunique(), wins=row.wins.sum()
    )
    won = market.firms.filter(row.won.notnull()).group_by("key", "currency").agg(won=row.won.sum())
    alone = market.firms.filter(row.wins > 0, row.partners == "").select("ocid", "key")
    discounts = (
        alone.join(market.processes.select("ocid", "price", "estimate"), "ocid")
        .group_by("key")
        .agg(discount=(1 - row.price.cast("float64") / row.estimate.cast("float64")).mean())
    )
    return (
        taken_part.left_join(discounts, "key")
        .drop("key_right")
        .left_join(won, "key")
        .drop("key_right")
        .mutate(win_rate=row.wins.cast("float64") / row.tenders.cast("float64"))
        .order_by([ibis.desc("wins"), ibis.desc("tenders"), "key", "currency"])
    )


def gaps(market: Market) -> Table:
    """Return for each process with at least two priced bids of one currency how far the second lies above the lowest."""
    ranked = market.bids.mutate(
        place=ibis.row_number().over(group_by=["ocid", "currency"], order_by=["amount", "bid"])
    )
    lowest = ranked.filter(row.place == 0).select("ocid", "currency", first=row.amount)
    second = ranked.filter(row.place == 1).select("ocid", "currency", next=row.amount)
    both = lowest.join(second, ["ocid", "currency"])
    gap = (row.next.cast("float64") - row.first.cast("float64")) / row.first.cast("float64")
    return both.mutate(gap=gap).group_by("ocid").agg(gap=row.gap.min())


def meetings(market: Market) -> Table:
    """Return pairs of firms that were rivals in the same tenders: how often, and how many awards each won then."""
    left = market.firms.select("ocid", key=row.key, firm=row.firm, wins=row.wins, partners=row.partners)
    right = market.firms.select(
        "ocid", other_key=row.key, other=row.firm, other_wins=row.wins, other_partners=row.partners
    )
    pairs = left.join(right, "ocid").filter(
        row.key < row.other_key, (row.partners == "") | (row.partners != row.other_partners)
    )
    return (
        pairs.group_by("key", "other_key")
        .agg(
            firm=row.firm.min(),
            other=row.other.min(),
            tenders=row.ocid.nunique(),
            wins=row.wins.sum(),
            other_wins=row.other_wins.sum(),
        )
        .order_by([ibis.desc("tenders"), "key", "other_key"])
    )


def concentration(market: Market) -> Table:
    """Return for each buyer and currency how concentrated its purchases are: firms, and the index."""
    bought = (
        market.firms.filter(row.won > 0)
        .join(market.processes.select("ocid", "buyer_key", "buyer"), "ocid")
        .group_by("buyer_key", "buyer", "currency", "key")
        .agg(won=row.won.sum())
    )
    whole = bought.group_by("buyer_key", "currency").agg(total=row.won.sum())
    shares = bought.join(whole, ["buyer_key", "currency"]).mutate(
        share=row.won.cast("float64") / row.total.cast("float64")
    )
    return (
        shares.group_by("buyer_key", "buyer", "currency")
        .agg(firms=row.key.nunique(), index=(row.share * row.share).sum())
        .order_by(["buyer_key", "currency"])
    )


def prices(market: Market) -> Table:
    """Return the history of prices: each process with a price, the latest first, with its first winner by name."""
    winners = (
        market.firms.filter(row.wins > 0).group_by("ocid").agg(winner=row.firm.min(), winners=row.count())
    )
    return (
        market.processes.filter(row.price.notnull())
        .left_join(winners, "ocid")
        .drop("ocid_right")
        .mutate(discount=1 - row.price.cast("float64") / row.estimate.cast("float64"))
        .select(
            "day",
            "ocid",
            "title",
            "buyer",
            "winner",
            "winners",
            "bidders",
            "price",
            "currency",
            "estimate",
            "discount",
        )
        .order_by([ibis.desc("day"), "ocid"])
    )


QUESTIONS = {
    "buyers": buyers,
    "firms": firms,
    "categories": categories,
    "regions": regions,
    "years": years,
    "meetings": meetings,
    "concentration": concentration,
    "prices": prices,
}
