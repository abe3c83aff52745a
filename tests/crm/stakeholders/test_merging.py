"""Two people become one with everything that hangs on them, and come apart again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.factories import AT, make_account, make_actor, make_user, with_every_right

from tongxin.common.errors import Denied, Missing
from tongxin.common.rights import Right
from tongxin.crm.opportunities.actions import create_opportunity, set_contact
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import NewPromise, add_promise, log_interaction
from tongxin.crm.relationships.models import Promise
from tongxin.crm.stakeholders.actions import (
    create_person,
    merge_people,
    set_person_names,
    undo_person_merge,
)
from tongxin.crm.stakeholders.models import Person, Tenure
from tongxin.crm.stakeholders.rules import PersonMergeRefused
from tongxin.crm.stakeholders.selectors import (
    get_person_for,
    get_person_merge,
    merges_of_person,
    people_alike,
    survivors_of,
)
from tongxin.team.choices import Role

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]
LATER = AT + timedelta(days=1)


@pytest.fixture
def director() -> Actor:
    ensure_reference_data(at=AT)
    return with_every_right(make_user((Role.SALES_DIRECTOR,)))


@pytest.fixture
def pair(director: Actor) -> tuple[Person, Person]:
    account, other = make_account(director.user, name="Elm"), make_account(director.user, name="Oak")
    first = create_person(
        actor=director,
        at=AT,
        full_name="An Lee",
        account=account,
        title="Buyer",
        email="an@elm.example",
        note="Golf",
    )
    second = create_person(
        actor=director, at=AT, full_name="Ann Lee", account=other, title="Adviser", email="ann@oak.example",
        phone="02-1", note="Chess", judgement="Steady",
    )  # fmt: skip
    return first, second


def entangle(director: Actor, pair: tuple[Person, Person]) -> tuple[Promise, set[int]]:
    """Give both a part in a deal and a visit, and the second more; return their promise and the visits."""
    first, second = pair
    deal = create_opportunity(actor=director, at=AT, name="Oven", account=first.account)
    for person in pair:
        set_contact(actor=director, at=AT, opportunity=deal, person=person, role="USER")
    set_contact(actor=director, at=AT, opportunity=deal, person=second, role="COACH")
    both = log_interaction(actor=director, at=AT, text="Both", people=[first, second])
    alone = log_interaction(actor=director, at=AT, text="Alone", people=[second])
    promise = add_promise(
        actor=director, at=AT, promise=NewPromise(text="Drawing", person=second), account=first.account
    )
    set_person_names(actor=director, at=AT, person=second, names=[("A. Lee", "OTHER")])
    return promise, {both.pk, alone.pk}


def test_everything_of_one_person_moves_to_the_other_and_back(
    director: Actor, pair: tuple[Person, Person]
) -> None:
    first, second = pair
    promise, visits = entangle(director, pair)

    merge = merge_people(actor=director, at=AT, survivor=first, absorbed=second)

    first.refresh_from_db()
    promise.refresh_from_db()
    assert (first.email, first.phone, first.note) == ("an@elm.example", "02-1", "Golf\nChess")
    assert (first.judgement, promise.person) == ("Steady", first)
    assert sorted(first.names.values_list("name", flat=True)) == ["A. Lee", "Ann Lee"]
    assert sorted(first.deals.values_list("role", flat=True)) == ["COACH", "USER"]
    assert set(first.interactions.values_list("interaction", flat=True)) == visits
    held = (
        Tenure.objects.filter(person=first, is_current=True)
        .order_by("pk")
        .values_list("post__title", "is_main")
    )
    assert list(held) == [("Buyer", True), ("Adviser", False)]
    with pytest.raises(Missing):
        get_person_for(director, second.uid)
    assert survivors_of([second.pk]) == {second.pk: first.pk}
    assert list(merges_of_person(first)) == [merge]

    back = undo_person_merge(actor=director, at=LATER, merge=get_person_merge(first, merge.uid))

    first.refresh_from_db()
    promise.refresh_from_db()
    assert (back.status, back.account.name if back.account else "", back.title) == (
        "ACTIVE",
        "Oak",
        "Adviser",
    )
    assert (first.phone, first.note, first.judgement, promise.person) == ("", "Golf", "", back)
    assert set(back.interactions.values_list("interaction", flat=True)) == visits
    assert sorted(back.deals.values_list("role", flat=True)) == ["COACH", "USER"]
    assert Tenure.objects.get(person=back).is_main
    assert not merges_of_person(first)


def test_a_merge_is_undone_once(director: Actor, pair: tuple[Person, Person]) -> None:
    merge = merge_people(actor=director, at=AT, survivor=pair[0], absorbed=pair[1])
    undo_person_merge(actor=director, at=LATER, merge=get_person_merge(pair[0], merge.uid))
    with pytest.raises(PersonMergeRefused, match="PERSON_MERGE_UNDONE"):
        undo_person_merge(actor=director, at=LATER, merge=merge)


def test_chosen_values_come_from_the_other_and_edits_since_stay(
    director: Actor, pair: tuple[Person, Person]
) -> None:
    first, second = pair
    merge = merge_people(actor=director, at=AT, survivor=first, absorbed=second, take=frozenset({"email"}))
    first.refresh_from_db()
    assert first.email == "ann@oak.example"
    Person.objects.filter(pk=first.pk).update(phone="9")
    merge.refresh_from_db()
    undo_person_merge(actor=director, at=LATER, merge=get_person_merge(first, merge.uid))
    first.refresh_from_db()
    assert (first.email, first.phone) == ("an@elm.example", "9")


def test_somebody_without_the_right_merges_and_leaves_the_judgement_where_it_was(
    director: Actor, pair: tuple[Person, Person]
) -> None:
    first, second = pair
    merger = replace(director, rights=director.rights - {Right.JUDGEMENT})
    merge_people(actor=merger, at=AT, survivor=first, absorbed=second, take=frozenset({"judgement"}))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.judgement, second.judgement) == ("", "Steady")


def test_who_may_merge_whom(director: Actor, pair: tuple[Person, Person]) -> None:
    first, second = pair
    with pytest.raises(PersonMergeRefused, match="PERSON_MERGE_SELF"):
        merge_people(actor=director, at=AT, survivor=first, absorbed=first)
    with pytest.raises(Denied):
        merge_people(actor=make_actor(roles=(Role.READ_ONLY,)), at=AT, survivor=first, absorbed=second)
    merge_people(actor=director, at=AT, survivor=first, absorbed=second)
    second.refresh_from_db()
    with pytest.raises(PersonMergeRefused, match="PERSON_MERGE_GONE"):
        merge_people(actor=director, at=AT, survivor=first, absorbed=second)
    with pytest.raises(Missing):
        get_person_merge(first, "x")


def test_those_alike_are_found_by_name_address_or_search(
    director: Actor, pair: tuple[Person, Person]
) -> None:
    first, second = pair
    same = create_person(actor=director, at=AT, full_name="An Lee", account=second.account)
    box = create_person(
        actor=director, at=AT, full_name="Bo Tan", account=second.account, email="AN@elm.example"
    )
    assert {person.pk for person in people_alike(director, first)} == {same.pk, box.pk}
    assert people_alike(director, first, text="ann") == [second]
