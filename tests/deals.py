"""Make what tests of deals need: a process, dictionaries, deals, people, rivals, products."""

from itertools import count
from typing import Any

from tests.factories import AT, make_account, make_actor

from tongxin.common.actor import Actor
from tongxin.common.text.names import match_key
from tongxin.crm.accounts.choices import DictionaryKind
from tongxin.crm.accounts.models import DictionaryEntry
from tongxin.crm.market.models import Competitor, Product
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.models import Opportunity, Process, Stage
from tongxin.crm.stakeholders.models import Person
from tongxin.crm.tenders.models import Tender

STAGES = (
    ("RESEARCH", "調研", 5),
    ("ANALYSIS", "分析", 10),
    ("CHARTER", "立項", 20),
    ("SELECTION", "選購", 35),
    ("TENDER", "投標", 50),
)
_numbers = count(1)


def make_process(code: str = "CUSTOMER", *, is_default: bool = True) -> Process:
    """Create a process with five stages of the customer's."""
    process = Process.objects.create(
        code=code, labels={"en": code.title()}, is_default=is_default, created_at=AT, updated_at=AT
    )
    Stage.objects.bulk_create(
        Stage(
            process=process,
            code=stage,
            labels={"zh-hant": label, "en": stage.title()},
            position=position,
            probability=probability,
            created_at=AT,
            updated_at=AT,
        )
        for position, (stage, label, probability) in enumerate(STAGES)
    )
    return process


def stage_of(process: Process, code: str) -> Stage:
    return Stage.objects.get(process=process, code=code)


def make_entry(kind: DictionaryKind = DictionaryKind.REVERSAL_CAUSE, code: str = "BUDGET") -> DictionaryEntry:
    entry, _ = DictionaryEntry.objects.get_or_create(
        kind=kind, code=code, defaults={"labels": {"en": code.title()}, "created_at": AT, "updated_at": AT}
    )
    return entry


def make_opportunity(actor: Actor | None = None, **more: Any) -> Opportunity:
    """Create a running deal; makes process, actor and account when they are not there."""
    actor = actor or make_actor()
    if not Process.objects.filter(is_default=True).exists():
        make_process()
    account = more.pop("account", None) or make_account(actor.user)
    at = more.pop("at", AT)
    name = more.pop("name", f"Deal {next(_numbers)}")
    return create_opportunity(actor=actor, at=at, name=name, account=account, **more)


def make_competitor(name: str = "") -> Competitor:
    name = name or f"Rival {next(_numbers)}"
    return Competitor.objects.create(name=name, match_key=match_key(name), created_at=AT, updated_at=AT)


def make_product(name: str = "") -> Product:
    name = name or f"Product {next(_numbers)}"
    return Product.objects.create(name=name, match_key=match_key(name), created_at=AT, updated_at=AT)


def make_person(account: Any = None, name: str = "") -> Person:
    name = name or f"Person {next(_numbers)}"
    return Person.objects.create(
        full_name=name, match_key=name.casefold(), sort_key=name.casefold(), pinyin_key=name.casefold(), account=account,
        created_at=AT, updated_at=AT,
    )  # fmt: skip


def make_tender(**values: Any) -> Tender:
    number = next(_numbers)
    return Tender.objects.create(
        **{"ocid": f"ocds-{number}", "source": "HAND", "title": f"Tender {number}", "compiled": "{}",
           "noticed_at": AT, "created_at": AT, "updated_at": AT, **values},
    )  # fmt: skip
