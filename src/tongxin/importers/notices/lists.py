"""Read the rows of a list of tenders (CSV, XLSX) as releases; rows of one contract or award are one amount.

A case is known by agency and number. An amount belongs to its contract where the list names one, else to its lot, else to
its supplier: a list with one row a lot repeats the value of the contract in each. A row that says it is a correction
(更正), or tells a later state of the same award, replaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongxin.common.money_text import MoneyProblem
from tongxin.common.taxids import check_cn
from tongxin.common.text.names import match_key
from tongxin.crm.tenders.facts.placeholders import is_placeholder_id, is_placeholder_name
from tongxin.crm.tenders.facts.read import clean_name
from tongxin.importers.notices.amounts import AmountUnclear, is_in_range, read_amount
from tongxin.importers.notices.chinese import NoSuchDate, half_width, read_day, read_yuan
from tongxin.importers.notices.findings import Code, Remark
from tongxin.importers.notices.jsontext import digest
from tongxin.importers.notices.pcc import TAX_ID_SCHEME, NoticeRefused, case_id, is_correction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tongxin.importers.notices.columns import Columns

NO_DATE = "1970-01-01T00:00:00Z"
CREDIT_CODE_SCHEME = "統一社會信用代碼"
_BETWEEN_NAMES = re.compile(r"[;;、\n|]+")
_WORDS_OF_STATUS = (
    ("unsuccessful", ("無法決標", "流標", "廢標", "流标", "废标", "终止", "unsuccessful", "failed", "deserted", "desierto")),
    ("cancelled", ("取消", "撤銷", "撤销", "cancel", "withdrawn", "revoked", "annulled")),
    ("complete", ("決標", "中标", "成交", "award", "complete", "closed", "won")),
    ("active", ("招標", "公開", "招标", "公告", "open", "active", "tender", "published")),
)  # fmt: skip
_MONEY_WORDS = (
    ("USD", ("美元", "美金", "usd", "us$")), ("CNY", ("人民幣", "人民币", "rmb", "cny")), ("JPY", ("日圓", "日元", "jpy")),
    ("TWD", ("新臺幣", "新台幣", "新台币", "nt$", "twd", "ntd")), ("EUR", ("€", "eur", "歐元", "欧元")), ("GBP", ("£", "gbp")),
    ("HKD", ("港幣", "港币", "hk$", "hkd")),
)  # fmt: skip


@dataclass(slots=True)
class _Award:
    """What the rows so far said of one award."""

    day: date | None
    amount: Decimal | None
    suppliers: list[dict[str, Any]]
    lots: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRelease:
    """A row as a release: what it says, remarks by column, and whether it states its awards anew."""

    data: dict[str, Any]
    remarks: tuple[Remark, ...]
    is_correction: bool
    replaces_awards: bool


class ListReader:
    """Turn the rows of one list into releases, in their order; remembers what earlier rows of a case said."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._awards: dict[tuple[str, str], _Award] = {}

    def release_of(self, cells: Sequence[str]) -> RowRelease:
        """Return a row as a release.

        Raises:
            NoticeRefused: the case number is missing, or a date does not exist; `path` is the column.

        """
        return _Row(self.columns, cells, self._awards).release()


class _Row:
    def __init__(self, columns: Columns, cells: Sequence[str], awards: dict[tuple[str, str], _Award]) -> None:
        self.columns = columns
        self.cells = cells
        self.known = awards
        self.remarks: list[Remark] = []

    def release(self) -> RowRelease:
        number = half_width(self._cell("case"))
        if not number:
            raise NoticeRefused(Code.CASE_MISSING, self.columns.head("case"))
        agency_id, agency = half_width(self._cell("agency_id")), half_width(self._cell("agency"))
        ocid = case_id(agency_id or agency, number)
        published, awarded, deadline = (self._day(name) for name in ("published", "awarded", "deadline"))
        kind = self._cell("kind") + self._cell("title")
        corrects = is_correction(kind)
        data: dict[str, Any] = {
            "ocid": ocid,
            "id": digest([self.columns.heads, self.cells]),
            "date": _stamp(max((day for day in (awarded, published) if day), default=None)) or NO_DATE,
            "tag": ["tender"],
            "initiationType": "tender",
            "tender": self._tender(number, published, deadline),
        }
        if agency or agency_id:
            data["buyer"] = {"name": agency or agency_id, **({"id": agency_id} if agency_id else {})}
        replaces = self._add_award(data, ocid, awarded, corrects=corrects)
        self._add_bids(data)
        return RowRelease(
            data=data, remarks=tuple(self.remarks), is_correction=corrects, replaces_awards=replaces
        )

    def _cell(self, name: str) -> str:
        return self.columns.cell(self.cells, name)

    def _day(self, name: str) -> date | None:
        text = self._cell(name)
        if is_placeholder_name(text):
            return None
        try:
            return read_day(text, as_roc=self.columns.as_roc)
        except NoSuchDate as problem:
            raise NoticeRefused(Code.NO_SUCH_DATE, self.columns.head(name), text=text[:40]) from problem

    def _tender(self, number: str, published: date | None, deadline: date | None) -> dict[str, Any]:
        tender: dict[str, Any] = {"id": number, "status": self._status()}
        for name, key in (
            ("title", "title"),
            ("description", "description"),
            ("method", "procurementMethodDetails"),
        ):
            if self._cell(name):
                tender[key] = self._cell(name)
        if published:
            tender["datePublished"] = _stamp(published)
        if deadline:
            tender["tenderPeriod"] = {"endDate": f"{deadline.isoformat()}T23:59:00{self._zone}"}
        for name, key in (("budget", "value"), ("floor", "minValue")):
            if value := self._value(name):
                tender[key] = value
        if self._cell("lot"):
            tender["lots"] = [{"id": self._cell("lot")}]
        if item := self._item():
            tender["items"] = [{"id": "1", **item}]
        if self._cell("url").lower().startswith(("http://", "https://")):
            tender["documents"] = [{"id": "notice", "url": self._cell("url"), "documentType": "tenderNotice"}]
        return tender

    def _item(self) -> dict[str, Any]:
        item: dict[str, Any] = {}
        if self._cell("category"):
            item["classification"] = {"description": self._cell("category")}
        if self._cell("region"):
            item["deliveryAddress"] = {"region": self._cell("region")}
        return item

    @property
    def _zone(self) -> str:
        return "+08:00" if self.columns.commas_group else "Z"

    def _status(self) -> str:
        kind = self._cell("kind").casefold()
        for status, words in _WORDS_OF_STATUS:
            if any(word in kind for word in words):
                return status
        return (
            "complete"
            if not is_placeholder_name(self._cell("supplier")) or self._cell("amount")
            else "active"
        )

    def _add_award(self, data: dict[str, Any], ocid: str, awarded: date | None, *, corrects: bool) -> bool:
        suppliers, value = self._suppliers(), self._value("amount")
        if not suppliers and value is None:
            return False
        contract, lot = self._cell("contract"), self._cell("lot")
        key = contract or (f"lot-{lot}" if lot else "")
        replaces = corrects and not key
        key = key or (_key_of(suppliers[0]) if suppliers else "1")
        award_id, state = self._state(
            ocid, key, awarded, suppliers, value, corrects=corrects, shares=bool(contract)
        )
        if lot and lot not in state.lots:
            state.lots.append(lot)
        award: dict[str, Any] = {"id": award_id, "status": "active", "suppliers": list(state.suppliers)}
        if value is not None:
            award["value"] = value
        if awarded:
            award["date"] = _stamp(awarded)
        if state.lots:
            award["relatedLots"] = list(state.lots)
        data["tag"], data["awards"] = ["award"], [award]
        if contract:
            data["contracts"] = [{"id": contract, "awardID": award_id, **({"value": value} if value else {})}]
        return replaces

    def _state(
        self,
        ocid: str,
        key: str,
        awarded: date | None,
        suppliers: list[dict[str, Any]],
        value: dict[str, Any] | None,
        *,
        corrects: bool,
        shares: bool,
    ) -> tuple[str, _Award]:
        """Return the award that a row is about: the one of its key, or a further one of the same supplier and day."""
        amount = value["amount"] if value else None
        number, award_id = 1, key
        while (state := self.known.get((ocid, award_id))) is not None:
            is_same_day = state.day == awarded and not corrects
            if shares or not is_same_day or state.amount == amount:
                break
            number += 1
            award_id = f"{key}-{number}"
        if state is None or corrects or (state.day != awarded and not shares):
            state = _Award(awarded, amount, list(suppliers))
        else:
            names = {match_key(who["name"]) for who in state.suppliers}
            state.suppliers += [who for who in suppliers if match_key(who["name"]) not in names]
            if state.amount != amount:
                params = {"values": f"{state.amount} / {amount}"}
                self.remarks.append(
                    Remark(path=self.columns.head("amount"), code=Code.VALUES_DIFFER, params=params)
                )
            state.amount = amount
        self.known[ocid, award_id] = state
        return award_id, state

    def _suppliers(self) -> list[dict[str, Any]]:
        names = [name.strip() for name in _BETWEEN_NAMES.split(self._cell("supplier"))]
        numbers = [half_width(number) for number in _BETWEEN_NAMES.split(self._cell("supplier_id"))]
        found: list[dict[str, Any]] = []
        for place, name in enumerate(names):
            if is_placeholder_name(name):
                if name and len(names) == 1 and self._cell("amount"):
                    head = self.columns.head("supplier")
                    self.remarks.append(
                        Remark(path=head, code=Code.PLACEHOLDER_NAME, params={"text": name[:80]})
                    )
                continue
            who: dict[str, Any] = {"name": clean_name(half_width(name))}
            number = numbers[place] if len(numbers) == len(names) else ""
            if number and is_placeholder_id(number):
                head = self.columns.head("supplier_id")
                self.remarks.append(Remark(path=head, code=Code.PLACEHOLDER_ID, params={"text": number[:80]}))
            elif number:
                who["identifier"] = {"id": number, **self._scheme(number)}
            found.append(who)
        return found

    def _scheme(self, number: str) -> dict[str, str]:
        if self.columns.as_roc:
            return {"scheme": TAX_ID_SCHEME}
        return {"scheme": CREDIT_CODE_SCHEME} if check_cn(number) is None else {}

    def _add_bids(self, data: dict[str, Any]) -> None:
        names = [name.strip() for name in _BETWEEN_NAMES.split(self._cell("bidders"))]
        bids = [
            {"id": str(number), "status": "valid", "tenderers": [{"name": clean_name(half_width(name))}]}
            for number, name in enumerate((name for name in names if not is_placeholder_name(name)), start=1)
        ]
        if bids:
            data["bids"] = {"details": bids}

    def _value(self, name: str) -> dict[str, Any] | None:
        text = self._cell(name)
        if not any(character.isdigit() for character in half_width(text)):
            return None
        head = self.columns.head(name)
        try:
            amount = self._amount(text, name)
        except MoneyProblem:
            self.remarks.append(Remark(path=head, code=Code.AMOUNT_UNREADABLE, params={"text": text[:80]}))
            return None
        except AmountUnclear as problem:
            code = Code.AMOUNT_AMBIGUOUS if problem.ambiguous else Code.AMOUNT_UNREADABLE
            self.remarks.append(Remark(path=head, code=code, params={"text": text[:80]}))
            return None
        if not is_in_range(amount):
            self.remarks.append(Remark(path=head, code=Code.NUMBER_OUT_OF_RANGE, params={"text": text[:80]}))
            return None
        currency = self._currency(text)
        return {"amount": amount, **({"currency": currency} if currency else {})}

    def _amount(self, text: str, name: str) -> Decimal:
        if self.columns.commas_group:
            return read_yuan(text, unit=self.columns.units.get(name))
        return read_amount(half_width(text)) * self.columns.units.get(name, 1)

    def _currency(self, text: str) -> str:
        stated = half_width(self._cell("currency"))
        plain = half_width(text).casefold()
        in_cell = next((code for code, words in _MONEY_WORDS if any(word in plain for word in words)), "")
        in_column = next(
            (code for code, words in _MONEY_WORDS if any(word in stated.casefold() for word in words)), ""
        )
        return in_cell or in_column or (stated.upper() if len(stated) == 3 else "") or self.columns.currency


def _key_of(supplier: dict[str, Any]) -> str:
    number = supplier.get("identifier", {}).get("id")
    return str(number or match_key(supplier["name"]))


def _stamp(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00Z" if day else ""
