"""Data to measure on: accounts with people, deals, visits and the search index, of any size, always the same.

A database can be grown: the first records stay as they are. The first twenty accounts have so many visits, people and deals
as their place asks, whatever the size, and belong to one key-account manager with two hundred accounts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection, transaction
from tests.bench.pages import RARE
from tests.bench.writing import finish, write

from tongxin.audit.choices import Kind
from tongxin.common.clock import today
from tongxin.common.text.bigrams import index_tokens
from tongxin.common.text.names import match_key, person_key
from tongxin.common.text.pinyin import pinyin_tokens, sort_key
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.dictionaries import entries_of
from tongxin.crm.accounts.models import Account, AccountMember
from tongxin.crm.opportunities.models import (
    Opportunity,
    OpportunityContact,
    OpportunityMember,
    Stage,
    StageEntry,
)
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.models import (
    Interaction,
    InteractionOpportunity,
    InteractionPerson,
    Promise,
)
from tongxin.crm.stakeholders.models import Person, Post, Tenure
from tongxin.search.models import SearchDocument
from tongxin.team.choices import Role
from tongxin.team.models import User

# Fresh on the day it is made, as days that are due count from today.
TODAY = today()
AT = datetime.combine(TODAY, time(0, 30), tzinfo=UTC)
PORTFOLIO = 200  # accounts of one key-account manager
COLLEAGUES = 50
PEOPLE_EACH = 3
VISITS_EACH = 10

_FIRST = "曜鼎晟恆泓沐嶺綠澄瀚宏昇正豐立華永信達群聯博景順安和泰隆盛源興億光明新東南北中海山川雲天地金銀玉石松柏梅竹蘭菊"
_SECOND = (
    "禾峰陽岳恩原岸湧海宇達輝成業傑揚凱威勝利吉祥福德仁義禮智孝忠誠敬勤儉樸實真善美慧敏捷健康寧靜遠志高強堅"
)
_TRADES = ("精密", "電子", "醫療", "化工", "機械", "材料", "食品", "能源", "物流", "軟體", "光電", "生技", "建設", "紡織", "汽車",
           "半導體", "通訊", "金屬", "塑膠", "印刷", "環保", "航太", "造船", "農業", "教育", "貿易", "零售", "顧問", "保全", "旅遊",
           "文創", "影像", "儀器", "自動化", "資訊", "製藥", "包裝", "家具", "玻璃", "陶瓷")  # fmt: skip
_SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余趙盧梁顏柯翁魏孫戴"
)
_GIVEN = ("怡君", "雅婷", "宗翰", "家豪", "淑芬", "志明", "俊傑", "美玲", "冠宇", "佳穎", "承恩", "詩涵", "柏翰", "宜蓁", "建宏", "雅雯", "彥廷",
          "欣怡", "子晴", "家瑋", "思妤", "品妍", "宇軒", "婉婷", "信宏", "惠雯", "明哲", "靜宜", "博文", "心怡")  # fmt: skip
_DEALS = (
    "檢測機汰換",
    "維護續約",
    "自動化產線",
    "影像平台",
    "第二廠擴充",
    "備品框架採購",
    "資安強化",
    "節能改造",
)
_NOTES = (
    "到訪討論檢測機的規格，客戶希望年底前看到測試報告。",
    "電話確認交期與付款條件，採購組會再比一次價。",
    "與品保部開會，誤判率要低於百分之一，樣品下週寄來。",
    "客戶提到預算重審，可能延到下一季再立項。",
    "拜會主管，介紹同業的使用經驗，對方反應良好。",
    "Discussed the service contract; they want a shorter response time.",
    "整理競爭對手的報價，價差約百分之八。",
    "場測第一天，技術員對介面很滿意。",
    "客戶抱怨上次備品等太久，答應兩天內回覆。",
    "確認採購委員會名單，還有一席不認識。",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many accounts there are; people, deals and visits follow from it."""

    accounts: int

    @property
    def people(self) -> int:
        return self.accounts * PEOPLE_EACH

    @property
    def deals(self) -> int:
        return self.accounts

    @property
    def activities(self) -> int:
        return self.accounts * VISITS_EACH


def make_people_of_ours() -> dict[str, User]:
    """Create who signs in: somebody who sees everything, and a key-account manager under a director."""
    ensure_reference_data(at=AT)
    made: dict[str, User] = {}
    for name, role, manager in (
        ("boss", Role.EXECUTIVE, None),
        ("director", Role.SALES_DIRECTOR, None),
        ("kam", Role.KAM, "director"),
        ("admin", Role.ADMINISTRATOR, None),
    ):
        made[name] = _user(name, role, made.get(manager or ""))
    return made


def _user(name: str, role: str, manager: User | None) -> User:
    from tongxin.team.actions import create_user

    return create_user(
        actor=None, at=AT, username=f"bench.{name}", display_name=name.title(), password=None, roles=[role],
        manager=manager,
    )  # fmt: skip


def grow(before: int, after: int) -> None:
    """Grow the data from one number of accounts to another; the database is empty or was grown before."""
    if before == 0:
        make_people_of_ours()
    Growth(before, after).run()


class Growth:
    """One step of growth."""

    def __init__(self, before: int, after: int) -> None:
        self.range = range(before + 1, after + 1)
        users = dict(User.objects.filter(username__startswith="bench.").values_list("username", "pk"))
        self.kam, self.director = users["bench.kam"], users["bench.director"]
        self.entries = {
            kind.lower(): list(entries_of(DictionaryKind(kind)).values_list("pk", flat=True))
            for kind in ("TIER", "SEGMENT", "REGION", "INDUSTRY")
        }
        self.stages = list(Stage.objects.order_by("position").values_list("pk", "process_id"))

    def run(self, *, finished: bool = True) -> None:
        """Write everything, each table in one go; `finished` lets ordinary inserts and the planner follow."""
        with transaction.atomic():
            self._colleagues()
            write(Account, (self.account(number) for number in self.range))
            write(AccountMember, (self.member(number) for number in self.range))
            write(Post, (self.post(number) for number in self.people()))
            write(Person, (self.person(number) for number in self.people()))
            write(Tenure, (self.tenure(number) for number in self.people()))
            write(Opportunity, (self.deal(number) for number in self.range))
            write(OpportunityMember, (self.deal_member(number) for number in self.range))
            write(OpportunityContact, (row for number in self.range for row in self.deal_contacts(number)))
            write(StageEntry, (row for number in self.range for row in self.entries_of_deal(number)))
            write(Interaction, (self.visit(number) for number in self.visits()))
            write(InteractionPerson, (self.visit_person(number) for number in self.visits()))
            write(InteractionOpportunity, (self.visit_deal(number) for number in self.visits()))
            write(Promise, (self.promise(number) for number in self.range))
            first = self._documents()
            self._index(first)
        if finished:
            finish()

    def people(self) -> range:
        """Return the numbers of the new people."""
        return range((self.range.start - 1) * PEOPLE_EACH + 1, (self.range.stop - 1) * PEOPLE_EACH + 1)

    def visits(self) -> range:
        """Return the numbers of the new visits."""
        return range((self.range.start - 1) * VISITS_EACH + 1, (self.range.stop - 1) * VISITS_EACH + 1)

    def owner(self, number: int) -> int:
        """Return who owns an account: the key-account manager the first ones, fifty colleagues the others."""
        return self.kam if number <= PORTFOLIO else 1_000 + number // PORTFOLIO % COLLEAGUES

    def _colleagues(self) -> None:
        wanted = {self.owner(number) for number in self.range} - {self.kam}
        there = set(User.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        write(
            User,
            (
                {
                    "id": pk, "username": f"bench.{pk}", "display_name": f"Colleague {pk}", "password": "!",
                    "reporting_path": f"/{pk}/", "created_at": AT, "updated_at": AT,
                }
                for pk in sorted(wanted - there)
            ),
        )  # fmt: skip

    def account(self, number: int) -> dict[str, Any]:
        """Return one account."""
        name = account_name(number)
        moment = _moment(number)
        return {
            "id": number, "uid": f"a{number:013d}", "name": name, "match_key": match_key(name),
            "sort_key": sort_key(name, language="zh-hant")[:240],
            "pinyin_key": sort_key(name, language="zh-hans")[:240], "tree_path": f"/{number}/",
            "owner_id": self.owner(number), "country": "TW", "employees": number % 5000 + 10,
            "phone": f"02-5550-{number % 10000:04d}", "last_contact_at": moment, "created_at": moment,
            "updated_at": moment, "situation": _NOTES[number % len(_NOTES)],
            **{f"{kind}_id": ids[number % len(ids)] for kind, ids in self.entries.items()},
        }  # fmt: skip

    def member(self, number: int) -> dict[str, Any]:
        """Return the owner's place on the account's team."""
        return {
            "account_id": number,
            "user_id": self.owner(number),
            "function": "CUSTOMER",
            "since": TODAY,
            "created_at": AT,
        }

    def post(self, number: int) -> dict[str, Any]:
        """Return one post; the first of an account is the others' boss."""
        account, place = divmod(number - 1, PEOPLE_EACH)
        return {
            "id": number, "uid": f"s{number:013d}", "account_id": account + 1, "title": ("經理", "課長", "工程師")[place],
            "department": "採購部", "level": "MANAGER", "created_at": AT, "updated_at": AT,
            "reports_to_id": None if place == 0 else number - place,
        }  # fmt: skip

    def person(self, number: int) -> dict[str, Any]:
        """Return one person."""
        name = person_name(number)
        account, place = divmod(number - 1, PEOPLE_EACH)
        moment = _moment(number)
        return {
            "id": number, "uid": f"p{number:013d}", "full_name": name, "match_key": _person_key(name),
            "sort_key": _person_sort(name, "zh-hant"), "pinyin_key": _person_sort(name, "zh-hans"), "email": f"p{number}@bench.example", "account_id": account + 1,
            "title": ("經理", "課長", "工程師")[place], "owner_id": self.owner(account + 1),
            "last_contact_at": moment, "created_at": moment, "updated_at": moment,
        }  # fmt: skip

    def tenure(self, number: int) -> dict[str, Any]:
        """Return who holds the post."""
        return {
            "post_id": number,
            "person_id": number,
            "since": TODAY - timedelta(days=400),
            "created_at": AT,
            "updated_at": AT,
        }

    def deal(self, number: int) -> dict[str, Any]:
        """Return one deal; three of four are running."""
        stage, process = self.stages[number % len(self.stages)]
        moment, amount = _moment(number), Decimal((number * 7919) % 90_000 + 1_000) * 1_000
        outcome = ("OPEN", "OPEN", "OPEN", "WON", "OPEN", "OPEN", "OPEN", "LOST")[number % 8]
        day = moment.date()
        return {
            "id": number, "uid": f"d{number:013d}", "name": deal_name(number), "account_id": number,
            "process_id": process, "stage_id": stage, "stage_since": moment, "outcome": outcome,
            "closed_on": None if outcome == "OPEN" else day, "owner_id": self.owner(number), "amount": amount,
            "currency": "TWD", "amount_reporting": amount, "close_from": TODAY + timedelta(days=number % 90),
            "close_to": TODAY + timedelta(days=number % 90 + 30), "started_on": day,
            "next_step": "" if number % 10 == 0 else "寄出測試報告",
            "next_step_on": None if number % 10 == 0 else TODAY + timedelta(days=number % 30 - 6),
            "last_contact_at": moment, "created_at": moment, "updated_at": moment,
        }  # fmt: skip

    def deal_member(self, number: int) -> dict[str, Any]:
        """Return the owner's place on the deal's team."""
        return {
            "opportunity_id": number,
            "user_id": self.owner(number),
            "function": "CUSTOMER",
            "created_at": AT,
        }

    def deal_contacts(self, number: int) -> Iterator[dict[str, Any]]:
        """Yield two people's parts in the decision."""
        for place, role in enumerate(("DECISION_MAKER", "USER")):
            yield {
                "opportunity_id": number, "person_id": (number - 1) * PEOPLE_EACH + 1 + place, "role": role,
                "is_primary": place == 0, "created_at": AT, "updated_at": AT,
            }  # fmt: skip

    def entries_of_deal(self, number: int) -> Iterator[dict[str, Any]]:
        """Yield a deal's history: begun, and moved to where it stands."""
        place = number % len(self.stages)
        moment = _moment(number)
        for step in range(max(0, place - 1), place + 1):
            yield {
                "opportunity_id": number, "kind": "STARTED" if step in {0, place - 1} else "FORWARD",
                "stage_id": self.stages[step][0], "entered_at": moment - timedelta(days=30 * (place - step)),
                "entered_by_id": self.owner(number), "outcome": "OPEN", "created_at": moment,
            }  # fmt: skip

    def visit(self, number: int) -> dict[str, Any]:
        """Return one visit or note."""
        account = (number - 1) // VISITS_EACH + 1
        moment = _moment(number)
        return {
            "id": number, "uid": f"v{number:013d}", "account_id": account, "occurred_at": moment,
            "kind": ("VISIT", "CALL", "MEETING", "NOTE")[number % 4], "text": note(number),
            "author_id": self.owner(account), "sentiment": number % 5 + 1, "created_at": moment, "updated_at": moment,
        }  # fmt: skip

    def visit_person(self, number: int) -> dict[str, Any]:
        """Return who was there."""
        account = (number - 1) // VISITS_EACH
        person = account * PEOPLE_EACH + number % PEOPLE_EACH + 1
        return {"interaction_id": number, "person_id": person, "occurred_at": _moment(number)}

    def visit_deal(self, number: int) -> dict[str, Any]:
        """Return what it was about."""
        return {
            "interaction_id": number, "opportunity_id": (number - 1) // VISITS_EACH + 1, "occurred_at": _moment(number)
        }  # fmt: skip

    def promise(self, number: int) -> dict[str, Any]:
        """Return one promise."""
        return {
            "account_id": number, "opportunity_id": number, "interaction_id": number * VISITS_EACH,
            "side": ("OURS", "THEIRS")[number % 2], "text": "回覆測試報告的日期", "state": ("OPEN", "KEPT")[number % 3 == 0],
            "due_on": TODAY + timedelta(days=number % 40 - 10), "owner_id": self.owner(number),
            "created_by_id": self.owner(number), "created_at": _moment(number), "updated_at": AT,
        }  # fmt: skip

    def _documents(self) -> int:
        last = SearchDocument.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        write(SearchDocument, self._rows())
        return last

    def _rows(self) -> Iterator[dict[str, Any]]:
        for number in self.visits():
            text = note(number)
            account = (number - 1) // VISITS_EACH + 1
            yield _document(
                Kind.INTERACTION, f"v{number:013d}", text[:80], "", text, account, self.owner(account), number
            )
        for number in self.people():
            account = (number - 1) // PEOPLE_EACH + 1
            name = person_name(number)
            yield _document(
                Kind.PERSON, f"p{number:013d}", name, "經理", "經理", account, self.owner(account), number
            )
        for number in self.range:
            owner = self.owner(number)
            name, deal = account_name(number), deal_name(number)
            yield _document(Kind.ACCOUNT, f"a{number:013d}", name, "", "", number, owner, number)
            yield _document(
                Kind.OPPORTUNITY, f"d{number:013d}", deal, name, "寄出測試報告", number, owner, number
            )

    def _index(self, after: int) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "UPDATE search_searchdocument SET vector = setweight(to_tsvector('simple', title_tokens), 'A') "
                    "|| to_tsvector('simple', body_tokens) WHERE id > %s",
                    [after],
                )
            else:
                cursor.execute(
                    "INSERT INTO search_fts (rowid, title, body) "
                    "SELECT id, title_tokens, body_tokens FROM search_searchdocument WHERE id > %s",
                    [after],
                )


def account_name(number: int) -> str:
    """Return the name of an account; no two are alike, and one of them has the rare word."""
    if number == 77:
        return f"{RARE}科技股份有限公司"
    trade, rest = number % len(_TRADES), number // len(_TRADES)
    second, first = rest % len(_SECOND), rest // len(_SECOND)
    return f"{_FIRST[first % len(_FIRST)]}{_SECOND[second]}{_TRADES[trade]}股份有限公司"


def person_name(number: int) -> str:
    """Return the name of a person; people share names."""
    return _SURNAMES[number * 7 % len(_SURNAMES)] + _GIVEN[number // 3 % len(_GIVEN)]


def deal_name(number: int) -> str:
    """Return the name of a deal."""
    return f"{_DEALS[number % len(_DEALS)]} {number % 997}"


def note(number: int) -> str:
    """Return the text of a visit; one in a hundred thousand has the rare word."""
    text = _NOTES[number % len(_NOTES)]
    return f"{RARE}：{text}" if number % 100_000 == 5 else text


def _moment(number: int) -> datetime:
    # Spread over two years, so that neighbours in the tables are not neighbours in time.
    return _MOMENTS[number % len(_MOMENTS)]


_MOMENTS = tuple(AT - timedelta(days=number * 389 % 720, minutes=number % 600) for number in range(3_600))


@cache
def _person_key(name: str) -> str:
    return person_key(name)[:120]


@cache
def _person_sort(name: str, language: str) -> str:
    return sort_key(name, language=language, person=True)[:240]


@cache
def _title_tokens(title: str, *, person: bool) -> str:
    return " ".join([*index_tokens(title), *pinyin_tokens(title, person=person)])


@cache
def _body_tokens(body: str) -> str:
    return " ".join(index_tokens(body))


def _document(
    kind: str, uid: str, title: str, subtitle: str, body: str, account: int, owner: int, number: int
) -> dict[str, Any]:
    return {
        "kind": str(kind), "object_uid": uid, "title": title, "subtitle": subtitle, "account_id": account,
        "owner_id": owner, "touched_at": _moment(number),
        "title_tokens": _title_tokens(title, person=kind == Kind.PERSON), "body_tokens": _body_tokens(body),
    }  # fmt: skip
