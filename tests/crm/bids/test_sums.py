"""Sums of a price sheet, rounded once for each VAT rate; the published pairs of right and wrong totals."""

from decimal import Decimal
from typing import Any

import pytest
from tests.crm.bids.test_simulation import Desk
from tests.factories import AT

from tongxin.common.errors import Refusal
from tongxin.crm.bids.actions import Ruling, decide_bid, submit_bid
from tongxin.crm.bids.declared.sheets import PRICE_LINE
from tongxin.crm.bids.models import Bid
from tongxin.crm.bids.sheet_models import BidPriceLine
from tongxin.crm.bids.sheet_selectors import sheet_problems, sums_of_bid
from tongxin.crm.bids.sums import decimals_of, sum_up
from tongxin.records.writing import create_record
from tongxin.team.models import User

pytestmark = pytest.mark.requirement("R4.3")


def line(price: str, rate: str, quantity: str = "1", basis: str = "GROSS", written: str = "") -> BidPriceLine:
    return BidPriceLine(
        name=price, quantity=Decimal(quantity), offered_unit_price=Decimal(price), line_vat_rate=Decimal(rate),
        sheet_basis=basis, written_amount=Decimal(written) if written else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "decimals", "net", "vat", "gross"),
    [
        # Each of these totals comes out otherwise where every line is rounded first.
        ([line("1100", "20")] * 11, 2, "10083.33", "2016.67", "12100.00"),
        ([line("1000", "30"), line("800", "30")], 2, "1384.62", "415.38", "1800.00"),
        ([line("79.000", "19", "12")], 3, "796.639", "151.361", "948.000"),
        ([line("1.96", "13", "2"), line("0.04", "24", "2")], 2, "3.53", "0.47", "4.00"),
        ([line("1091.50", "15", basis="NET")], 2, "1091.50", "163.73", "1255.23"),
        ([line("100", "5", basis="NET"), line("105", "5")], 2, "200.00", "10.00", "210.00"),
    ],
)
def test_vat_in_or_out_is_rounded_once_a_rate(
    lines: Any, decimals: int, net: str, vat: str, gross: str
) -> None:
    found = sum_up(lines, decimals=decimals)
    assert (found.net, found.vat, found.gross) == (Decimal(net), Decimal(vat), Decimal(gross))
    assert sum(each.net for each in found.lines) + found.rounding == found.net


def test_the_rounding_is_a_line_of_its_own_and_what_is_written_wrong_is_named() -> None:
    found = sum_up([line("1100", "20")] * 11, decimals=2)
    assert found.rounding == Decimal("-0.04")
    wrong = sum_up([line("10", "5", "3", "NET", "30"), line("10", "5", "3", "NET", "31")], decimals=0)
    assert [each.difference for each in wrong.wrong] == [1]
    assert [decimals_of(each) for each in ("JPY", "TND", "USD")] == [0, 3, 2]


@pytest.mark.django_db
def test_a_bid_whose_sheet_and_price_differ_is_not_handed_in_and_the_page_says_where(client: Any) -> None:
    desk = Desk(own_price=Decimal("1000.00"))
    ruling = Ruling(verdict="GO", reason="Fits", approver=desk.actor.user)
    decide_bid(actor=desk.actor, at=AT, bid=desk.bid, ruling=ruling)

    def add(**values: Any) -> BidPriceLine:
        made: BidPriceLine = create_record(
            PRICE_LINE, actor=desk.actor, at=AT, values={"bid": desk.bid, **values}
        )
        return made

    scanner = add(
        name="Scanner", quantity=Decimal(2), offered_unit_price=Decimal("499.5"), line_vat_rate=Decimal(5),
        written_amount=Decimal(998),
    )  # fmt: skip
    loose = add(name="Training")
    bid = Bid.objects.get()

    def codes() -> list[str]:
        return [code for code, _values in sheet_problems(bid, sums_of_bid(bid))]

    assert codes() == ["LINE_UNFINISHED", "LINE_DIFFERS", "SUM_DIFFERS"]
    with pytest.raises(Refusal) as refused:
        submit_bid(actor=desk.actor, at=AT, bid=bid, key="k")
    assert refused.value.code == "SHEET_WRONG"
    User.objects.update(language="en")
    client.force_login(desk.actor.user)
    url = f"/bids/{bid.uid}"
    page = client.get(f"{url}/price/").content.decode()
    for part in ("lacks a quantity", "but NT$998", "The price sheet adds up to NT$999", "1,048.95"):
        assert part in page, part
    told = client.get(f"/api/v1{url}/price-sums").json()
    assert (told["net"], told["gross"], len(told["problems"])) == ("999.00", "1048.95", 3)
    BidPriceLine.objects.filter(pk=loose.pk).delete()
    BidPriceLine.objects.filter(pk=scanner.pk).update(written_amount=None)
    Bid.objects.update(own_price=Decimal("1048.95"), vat_basis="GROSS", vat_rate=5)
    assert "agree" in client.get(f"{url}/price/").content.decode()
    bid.refresh_from_db()
    assert codes() == []
    assert submit_bid(actor=desk.actor, at=AT, bid=bid, key="k").submitted_price == Decimal("1048.95")
