"""How many queries each page and each answer of the API makes: few, and as many for three hundred rows as for thirty."""

import re
from collections.abc import Sequence

import pytest
from django.db import connection, reset_queries
from django.db.models import F, Model
from django.test.utils import CaptureQueriesContext
from tests.bench.data import AT, Growth, make_people_of_ours
from tests.bench.pages import MOST_ON_A_LIST, MOST_ON_A_RECORD, MOST_QUERIES
from tests.bench.writing import write
from tests.meta.matrix import Visitor, path_of
from tests.meta.records import INVENTED
from tests.meta.standard import NUMBERS

from tongxin.audit.actions import record_many
from tongxin.config.access import addresses
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity, OpportunityContact, StageEntry
from tongxin.crm.relationships.models import Interaction, InteractionOpportunity, InteractionPerson, Promise
from tongxin.crm.stakeholders.models import Person, Post
from tongxin.privacy.mentions import our_models
from tongxin.team.models import User

pytestmark = [pytest.mark.sweep, pytest.mark.one_engine, pytest.mark.django_db]
PARTS = 6
PEOPLE = ("admin", "director", "kam")
Counts = dict[tuple[str, str], int]
FEW, MANY = 30, 300
MOST_FROM_A_TABLE = 4
LISTS = frozenset(
    {"accounts", "people", "opportunities", "visits", "promises", "attachments", "users", "audit"}
)
# All that is held on somebody is read from every table, once in a long while.
FROM_EVERY_TABLE = re.compile("_held$|erasure_preview$|:personal_data_of")
RECORDS = frozenset({"account", "opportunity"})
# Of more accounts than a choice offers, the chosen one is read by itself: one query more, whatever their number.
READS_THE_CHOSEN_ONE = frozenset({"person_move"})
ADDRESSES = {
    address.name: address
    for address in addresses()
    if address.access is not None
    and address.method in {"", "GET"}
    and address.name.startswith(("web:", "api:", "dummy"))
    # Exports are read row by row, and the page of components is for developers.
    and not address.name.partition(":")[2].startswith(("design", "sign_out"))
    and "export" not in address.name
}


def gather_on_one(size: int) -> None:
    """Hang everything on the first account, deal and person, so that their own pages grow too."""
    first = {"account": Account(pk=1), "opportunity": Opportunity(pk=1), "person": Person(pk=1)}
    moves: tuple[tuple[type[Model], str], ...] = (
        (Person, "account"),
        (Post, "account"),
        (Opportunity, "account"),
        (Interaction, "account"),
        (Promise, "account"),
        (Promise, "opportunity"),
        (InteractionOpportunity, "opportunity"),
        (InteractionPerson, "person"),
        (OpportunityContact, "opportunity"),
        (StageEntry, "opportunity"),
    )
    for model, field in moves:
        model._default_manager.update(**{field: first[field]})
    Account.objects.exclude(pk=1).update(parent=1, tree_path=F("id"))
    for account in Account.objects.exclude(pk=1).only("pk"):
        Account.objects.filter(pk=account.pk).update(tree_path=f"/1/{account.pk}/")


def grow(before: int, after: int) -> None:
    Growth(before, after).run(finished=False)
    gather_on_one(after)
    write(
        User,
        (
            {
                "id": 5_000 + number, "username": f"colleague.{number}", "display_name": f"Colleague {number}",
                "password": "!", "reporting_path": f"/{5_000 + number}/", "created_at": AT, "updated_at": AT,
            }
            for number in range(before, after)
        ),
    )  # fmt: skip
    record_many(
        actor=None,
        at=AT,
        entries=[
            {
                "verb": "CHANGED", "object_kind": kind, "object_uid": uid, "object_label": uid,
                "account_uid": "a0000000000001", "changes": {"name": ["a", str(number)]}, "params": {},
            }
            for number in range(before, after)
            for kind, uid in (("ACCOUNT", "a0000000000001"), ("OPPORTUNITY", "d0000000000001"), ("PERSON", "p0000000000001"))
        ],
    )  # fmt: skip


def examples() -> dict[str, str]:
    return {
        "ACCOUNT": "a0000000000001",
        "OPPORTUNITY": "d0000000000001",
        "PERSON": "p0000000000001",
        "POST": "s0000000000001",
        "INTERACTION": "v0000000000001",
        "PROMISE": Promise.objects.order_by("pk")[0].uid,
        "USER": User.objects.get(username="bench.kam").uid,
    }


def count(names: Sequence[str], people: Sequence[str] = PEOPLE) -> Counts:
    """Return how many queries each address makes for each of the people; only where it answers with 200.

    The standard addresses of declared objects, which the same few views answer, are asked by the first of them alone.
    """
    counts = {}
    known = examples()
    for who in people:
        visitor = Visitor(who, User.objects.get(username=f"bench.{who}"))
        for name in names:
            if who != PEOPLE[0] and name in NUMBERS:
                continue
            address = ADDRESSES[name]
            uids = {name: known.get(kind, INVENTED) for name, kind in address.access.records.items()}
            path = path_of(address, uids)
            reset_queries()  # the log of queries has an end
            with CaptureQueriesContext(connection) as captured:
                answer = visitor.send("GET", path, "", None)
                queries = [query["sql"] for query in captured]
            if answer.status_code == 200:
                counts[who, name] = sum(
                    not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) for sql in queries
                )
    return counts


def count_few_and_many(names: Sequence[str]) -> tuple[Counts, Counts]:
    """Return the counts with few rows and with many; one person goes before, who fills what a process keeps for all."""
    make_people_of_ours()
    grow(0, FEW)
    count(names, PEOPLE[:1])
    few = count(names)
    grow(FEW, MANY)
    count(names, PEOPLE[:1])
    return few, count(names)


def most_for(name: str) -> int:
    short = name.partition(":")[2]
    if FROM_EVERY_TABLE.search(name):
        return MOST_FROM_A_TABLE * len(our_models())
    return MOST_ON_A_LIST if short in LISTS else MOST_ON_A_RECORD if short in RECORDS else MOST_QUERIES


def most_growth_of(name: str) -> int:
    """Return how many queries more may be made with 270 rows more of each kind: what a row costs shows in hundreds."""
    if FROM_EVERY_TABLE.search(name):
        # A table that had nothing about somebody before is read once it has.
        return MOST_FROM_A_TABLE
    return int(name.partition(":")[2] in READS_THE_CHOSEN_ONE)


@pytest.mark.parametrize("part", range(PARTS))
def test_queries_are_few_and_do_not_grow_with_rows(part):
    names = sorted(ADDRESSES)[part::PARTS]
    few, many = count_few_and_many(names)

    grown = [
        f"{name} for {who}: {few[who, name]} queries, with more rows {many.get((who, name))}"
        for who, name in few
        if many[who, name] - few[who, name] > most_growth_of(name)
    ]
    assert grown == []
    assert [f"{name} for {who}: {made}" for (who, name), made in many.items() if made > most_for(name)] == []
    wanted = {f"web:{name}" for name in LISTS | RECORDS | {"today", "person", "account_timeline", "search"}}
    assert wanted & set(names) <= {name for _, name in many}
