"""The people of the demo company: one or more for each role, all with the published demo password."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tongxin.demo.words import Words
from tongxin.team.actions import create_user
from tongxin.team.choices import Language, Role

if TYPE_CHECKING:
    from tongxin.team.models import User

# Published on purpose: `tongxin doctor` warns when a site that others reach still has it.
DEMO_PASSWORD = "together-we-demo"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """One colleague of the demo company.

    Attributes:
        language: what they read; empty for the language of the company.

    """

    username: str
    name: str
    role: Role
    manager: str = ""
    team_name: str = ""
    language: str = ""


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(username="demo.executive", name="周維翰", role=Role.EXECUTIVE, team_name="總經理室"),
    DemoPerson(
        username="demo.director",
        name="林靖雯",
        role=Role.SALES_DIRECTOR,
        manager="demo.executive",
        team_name="大客戶處",
    ),
    DemoPerson(
        username="demo.kam", name="沈予安", role=Role.KAM, manager="demo.director", team_name="醫療客戶組"
    ),
    DemoPerson(
        username="demo.kam2", name="高子晴", role=Role.KAM, manager="demo.director", team_name="製造客戶組"
    ),
    DemoPerson(
        username="demo.kam3",
        name="Daniel Wu",
        role=Role.KAM,
        manager="demo.director",
        team_name="International accounts",
        language="en",
    ),
    DemoPerson(
        username="demo.member",
        name="羅宇翔",
        role=Role.TEAM_MEMBER,
        manager="demo.director",
        team_name="解決方案組",
    ),
    DemoPerson(
        username="demo.bids",
        name="曾郁婷",
        role=Role.BID_MANAGER,
        manager="demo.director",
        team_name="投標中心",
    ),
    DemoPerson(
        username="demo.service",
        name="簡志豪",
        role=Role.SERVICE,
        manager="demo.executive",
        team_name="服務處",
    ),
    DemoPerson(
        username="demo.finance",
        name="葉書妤",
        role=Role.FINANCE_LEGAL,
        manager="demo.executive",
        team_name="財務法務處",
    ),
    # A team apart: sees nothing of the others' accounts, nor they of its.
    DemoPerson(
        username="demo.east",
        name="顾思源",
        role=Role.KAM,
        manager="demo.executive",
        team_name="华东业务组",
        language="zh-hans",
    ),
    DemoPerson(
        username="demo.east2",
        name="陆嘉禾",
        role=Role.TEAM_MEMBER,
        manager="demo.east",
        team_name="华东业务组",
        language="zh-hans",
    ),
    DemoPerson(username="demo.admin", name="許柏叡", role=Role.ADMINISTRATOR, team_name="資訊處"),
    DemoPerson(username="demo.reader", name="江若寧", role=Role.READ_ONLY, team_name="稽核室"),
)


def create_people(*, at: datetime, words: Words) -> "dict[str, User]":
    """Create the demo users, managers first; return them keyed by sign-in name."""
    users: dict[str, User] = {}
    for person in words.told(PEOPLE):
        users[person.username] = create_user(
            actor=None,
            at=at,
            username=person.username,
            display_name=person.name,
            password=DEMO_PASSWORD,
            roles=[person.role],
            manager=users.get(person.manager),
            # In an English company everything is in English, what customers in China say too.
            language=words.language if words.language == "en" else person.language or words.language,
            team_name=person.team_name,
        )
    return users


def language_of(names: Mapping[str, str]) -> str:
    """Return the language that most demo people's names are in, by sign-in name; empty where that is not clear."""
    fitting = {
        language: sum(names.get(person.username) == person.name for person in Words.of(language).told(PEOPLE))
        for language in Language.values
    }
    best = max(fitting.values())
    languages = [language for language, count in fitting.items() if count == best]
    return languages[0] if len(languages) == 1 else ""
