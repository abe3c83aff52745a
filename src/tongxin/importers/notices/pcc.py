"""Read notices of Taiwan's procurement site, in the form in which the public service pcc.g0v.ronny.tw gives them, as releases.

A case is known by agency and case number together. `brief.type` says what a notice is; a correction states the whole anew,
so it replaces; 無法決標公告 is no award. Winners are told by the last word of their key: 未得標廠商 contains 得標廠商.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.common.money_text import MoneyProblem
from tongxin.common.text.names import match_key
from tongxin.crm.tenders.facts.read import clean_name
from tongxin.importers.notices.chinese import NoSuchDate, half_width, read_day, read_yuan
from tongxin.importers.notices.findings import Code, Remark
from tongxin.importers.notices.jsontext import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CURRENCY = "TWD"
TAX_ID_SCHEME = "統一編號"
_TAIPEI = "T00:00:00+08:00"
_BIDDER = re.compile(r"投標廠商:投標廠商(?P<number>\d+):(?P<field>.+)")
_ITEM = re.compile(r"決標品項:第(?P<item>\d+)品項:(?P<side>未?得標廠商)(?P<number>\d+):(?P<field>.+)")
_METHODS = (("公開", "open"), ("選擇性", "selective"), ("限制性", "limited"))


class NoticeRefused(ValueError):  # noqa: N818  (a notice to put to the reader)
    """A notice that cannot be taken in."""

    def __init__(self, code: Code, path: str, **params: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.path = path
        self.params = params


def case_id(agency: str, number: str) -> str:
    """Return the identity of a case: agency and number, in half width."""
    return f"{half_width(agency)}/{half_width(number)}" if agency.strip() else half_width(number)


def release_of(notice: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[dict[str, Any], list[Remark]]:
    """Return a notice as a release of the standard, and remarks.

    Raises:
        NoticeRefused: agency, case number or date are missing or wrong.

    """
    return _Notice(notice, context).release()


def is_correction(kind: str) -> bool:
    """Say whether a kind of notice, or a title, says that it corrects an earlier one."""
    return "更正" in kind or "更改" in kind


class _Notice:
    def __init__(self, notice: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        self.notice = notice
        brief, detail = notice.get("brief"), notice.get("detail")
        self.brief: Mapping[str, Any] = brief if isinstance(brief, dict) else {}
        self.detail: Mapping[str, Any] = detail if isinstance(detail, dict) else {}
        self.kind = half_width(str(self.brief.get("type") or self.detail.get("type") or ""))
        self.agency = half_width(str(notice.get("unit_id") or ""))
        self.agency_name = half_width(
            str(notice.get("unit_name") or context.get("unit_name") or self._found("機關名稱") or "")
        )
        self.remarks: list[Remark] = []

    def release(self) -> tuple[dict[str, Any], list[Remark]]:
        number = half_width(str(self.notice.get("job_number") or self._found("標案案號") or ""))
        if not number:
            raise NoticeRefused(Code.CASE_MISSING, "/job_number")
        if not self.agency and not self.agency_name:
            raise NoticeRefused(Code.BUYER_MISSING, "/unit_id")
        ocid = case_id(self.agency or self.agency_name, number)
        release: dict[str, Any] = {
            "ocid": ocid,
            "id": str(self.notice.get("filename") or digest(self.notice)),
            "date": self._date(),
            "tag": ["award" if self.is_award else "tender"],
            "initiationType": "tender",
            "language": "zh",
            "buyer": {"id": self.agency or self.agency_name, "name": self.agency_name or self.agency},
            "tender": self._tender(number),
        }
        if self.is_award:
            bidders = self._bidders()
            release["bids"] = {"details": list(self._bids(bidders))}
            release["awards"] = list(self._awards(bidders, release["date"]))
        elif self.is_failed:
            release["awards"] = []
        return release, self.remarks

    @property
    def is_failed(self) -> bool:
        """Say whether nothing was awarded: 無法決標公告 contains 決標 too."""
        return "無法決標" in self.kind

    @property
    def is_award(self) -> bool:
        return "決標" in self.kind and not self.is_failed

    def _date(self) -> str:
        try:
            return f"{read_day(str(self.notice.get('date') or ''), as_roc=False).isoformat()}{_TAIPEI}"
        except NoSuchDate as problem:
            raise NoticeRefused(Code.NO_SUCH_DATE, "/date", text=str(self.notice.get("date"))) from problem

    def _tender(self, number: str) -> dict[str, Any]:
        title = str(self.brief.get("title") or self._found("標案名稱") or "").strip()
        tender: dict[str, Any] = {"id": number, "title": title, "status": self._status()}
        if self.kind:
            tender["procurementMethodDetails"] = self._found("招標方式") or self.kind
        method = self._found("招標方式") or self.kind
        tender |= next(({"procurementMethod": code} for word, code in _METHODS if word in method), {})
        budget = self._amount_of("預算金額") or self._amount_of("預計金額") or self._amount_of("採購金額")
        if budget is not None:
            tender["value"] = {"amount": budget, "currency": CURRENCY}
        floor = self._floor()
        if floor is not None:
            tender["minValue"] = {"amount": floor, "currency": CURRENCY}
        deadline = self._day_of("截止投標")
        if deadline:
            tender["tenderPeriod"] = {"endDate": deadline}
        reason = self._found("無法決標的理由")
        if reason:
            tender["statusDetails"] = reason
        category = self._found("標的分類")
        if category:
            tender["items"] = [{"id": "1", "classification": {"scheme": "標的分類", "description": category}}]
        return tender

    def _status(self) -> str:
        if self.is_failed:
            return "unsuccessful"
        if self.is_award:
            return "complete"
        return "cancelled" if "撤銷" in self.kind or "取消" in self.kind else "active"

    def _floor(self) -> Decimal | None:
        """Return 底價, of all items together: only where each item names it once."""
        by_item: dict[str, Decimal] = {}
        for key, value in self.detail.items():
            match = _ITEM.fullmatch(key)
            if match and match["field"] == "底價金額" and (amount := self._amount(value, key)) is not None:
                by_item[match["item"]] = amount
        return sum(by_item.values(), Decimal(0)) if by_item else self._amount_of("底價金額")

    def _bidders(self) -> dict[str, dict[str, Any]]:
        """Return the firms that bid, by folded name; the English name of one is no other firm."""
        rows: dict[str, dict[str, str]] = defaultdict(dict)
        for key, value in self.detail.items():
            if match := _BIDDER.fullmatch(key):
                rows[match["number"]][match["field"]] = str(value)
        bidders: dict[str, dict[str, Any]] = {}
        for row in rows.values():
            if row.get("廠商名稱"):
                self._add(bidders, row["廠商名稱"], row.get("廠商代碼", ""), row)
        for name, keys in self._companies("name_key"):
            if any(key.startswith(("投標廠商:", "決標品項:")) for key in keys):
                self._add(bidders, name, "", {})
        return bidders

    def _companies(self, field: str) -> Iterator[tuple[str, list[str]]]:
        companies = self.brief.get("companies")
        entries = companies.get(field) if isinstance(companies, dict) else None
        for name, keys in entries.items() if isinstance(entries, dict) else ():
            yield str(name), [str(key) for key in keys] if isinstance(keys, list) else []

    def _add(
        self, bidders: dict[str, dict[str, Any]], name: str, number: str, row: Mapping[str, str]
    ) -> None:
        clean = clean_name(half_width(name))
        key = match_key(clean) or clean
        if key not in bidders:
            firm: dict[str, Any] = {"name": clean}
            if number.strip():
                firm["identifier"] = {"scheme": TAX_ID_SCHEME, "id": half_width(number)}
            bidders[key] = {"firm": firm, "row": row, "won": row.get("是否得標", "").strip() == "是"}

    def _bids(self, bidders: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for number, bidder in enumerate(bidders.values(), start=1):
            bid: dict[str, Any] = {"id": str(number), "status": "valid", "tenderers": [dict(bidder["firm"])]}
            offered = self._amount(bidder["row"].get("投標金額") or bidder["row"].get("標價"), "投標金額")
            if offered is not None:
                bid["value"] = {"amount": offered, "currency": CURRENCY}
            yield bid

    def _awards(self, bidders: Mapping[str, Mapping[str, Any]], date: str) -> Iterator[dict[str, Any]]:
        won = list(self._items_won())
        if not won:
            won = list(self._bidders_won(bidders))
        if len(won) == 1 and won[0][2] is None:
            won = [(won[0][0], won[0][1], self._total())]
        for number, name, amount in won:
            key = match_key(clean_name(half_width(name)))
            firm = bidders[key]["firm"] if key in bidders else {"name": clean_name(half_width(name))}
            award: dict[str, Any] = {
                "id": number,
                "status": "active",
                "date": date,
                "suppliers": [dict(firm)],
            }
            if amount is not None:
                award["value"] = {"amount": amount, "currency": CURRENCY}
            yield award
        self._compare_total(won)

    def _items_won(self) -> Iterator[tuple[str, str, Decimal | None]]:
        rows: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        for key, value in self.detail.items():
            match = _ITEM.fullmatch(key)
            if match and match["side"] == "得標廠商":
                rows[match["item"], match["number"]][match["field"]] = value
        for (item, number), row in rows.items():
            if row.get("得標廠商"):
                yield f"{item}-{number}", str(row["得標廠商"]), self._amount(row.get("決標金額"), "決標金額")

    def _bidders_won(
        self, bidders: Mapping[str, Mapping[str, Any]]
    ) -> Iterator[tuple[str, str, Decimal | None]]:
        named = {
            match_key(clean_name(half_width(name)))
            for name, keys in self._companies("name_key")
            if any(key.rpartition(":")[2] == "得標廠商" for key in keys)
        }
        for number, (key, bidder) in enumerate(bidders.items(), start=1):
            if bidder["won"] or key in named:
                amount = self._amount(bidder["row"].get("決標金額"), "決標金額")
                yield str(number), str(bidder["firm"]["name"]), amount

    def _total(self) -> Decimal | None:
        return self._amount_of("總決標金額")

    def _compare_total(self, won: list[tuple[str, str, Decimal | None]]) -> None:
        total = self._total()
        amounts = [amount for _, _, amount in won if amount is not None]
        if total is not None and len(amounts) == len(won) and sum(amounts) != total:
            params = {"total": str(total), "sum": str(sum(amounts))}
            self.remarks.append(
                Remark(path="/detail/決標資料:總決標金額", code=Code.FIGURES_DIFFER, params=params)
            )

    def _found(self, field: str) -> str:
        """Return the value of a field whatever section it stands in."""
        for key, value in self.detail.items():
            if key.rpartition(":")[2] == field:
                return str(value).strip()
        return ""

    def _amount_of(self, field: str) -> Decimal | None:
        text = self._found(field)
        return self._amount(text, field) if text else None

    def _amount(self, text: Any, field: str) -> Decimal | None:
        if text is None or not any(character.isdigit() for character in half_width(str(text))):
            return None  # 未公開, 是, 無底價: words, no amount
        try:
            return read_yuan(str(text))
        except MoneyProblem:
            params = {"text": str(text)[:80]}
            self.remarks.append(Remark(path=f"/detail/{field}", code=Code.AMOUNT_UNREADABLE, params=params))
            return None

    def _day_of(self, field: str) -> str:
        text = self._found(field)
        if not text:
            return ""
        try:
            day = read_day(text, as_roc=True)
        except NoSuchDate:
            params = {"text": text[:40]}
            self.remarks.append(Remark(path=f"/detail/{field}", code=Code.DATE_UNREADABLE, params=params))
            return ""
        return f"{day.isoformat()}{self._time(text)}"

    @staticmethod
    def _time(text: str) -> str:
        match = re.search(r"(\d{1,2}):(\d{2})", text)
        return f"T{int(match[1]):02}:{match[2]}:00+08:00" if match else "T23:59:00+08:00"
