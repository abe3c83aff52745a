"""How to make people, posts, log entries, promises and files for the access test."""

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from tests.factories import AT, TODAY, with_every_right

from tongxin.common.models import Fact
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.actions import create_opportunity
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships import actions as relationships
from tongxin.crm.relationships.models import Attachment, Interaction
from tongxin.crm.stakeholders import actions as stakeholders
from tongxin.crm.stakeholders.models import Person, Tenure

if TYPE_CHECKING:
    from tests.meta.records import World

CANARY = "kingfisher"


def account_of(world: "World") -> Account:
    """Return the account of the owner's team."""
    return Account.objects.get(pk=world.record("ACCOUNT").pk)


def make_person(world: "World") -> Person:
    return stakeholders.create_person(
        actor=with_every_right(world.owner), at=AT, full_name=f"Person {CANARY}", account=account_of(world),
        title=f"Title {CANARY}", judgement=f"Judgement {CANARY}", note=f"Note {CANARY}",
    )  # fmt: skip


def make_post(world: "World") -> Fact:
    return stakeholders.create_post(
        actor=with_every_right(world.owner), at=AT, account=account_of(world), title=f"Post {CANARY}"
    )


def make_tenure(world: "World") -> Fact:
    return Tenure.objects.get(person_id=world.record("PERSON").pk)


def make_person_merge(world: "World") -> Fact:
    actor = with_every_right(world.owner)
    absorbed = stakeholders.create_person(
        actor=actor, at=AT, full_name=f"Absorbed {CANARY}", account=account_of(world)
    )
    survivor = Person.objects.get(pk=world.record("PERSON").pk)
    return stakeholders.merge_people(actor=actor, at=AT, survivor=survivor, absorbed=absorbed)


def make_visit(world: "World") -> Interaction:
    return relationships.log_interaction(
        actor=with_every_right(world.owner), at=AT, text=f"Visit {CANARY}", account=account_of(world),
        private_note=f"Private {CANARY}",
    )  # fmt: skip


def make_promise(world: "World") -> Fact:
    return relationships.add_promise(
        actor=with_every_right(world.owner), at=AT, account=account_of(world),
        promise=relationships.NewPromise(text=f"Promise {CANARY}", due_on=TODAY),
    )  # fmt: skip


def make_file(world: "World") -> Attachment:
    return relationships.add_attachment(
        actor=with_every_right(world.owner), at=AT, account=account_of(world), name=f"{CANARY}.txt",
        file=ContentFile(CANARY.encode()),
    )  # fmt: skip


def make_opportunity(world: "World") -> Fact:
    ensure_reference_data(at=AT)
    return create_opportunity(
        actor=with_every_right(world.owner), at=AT, name=f"Deal {CANARY}", account=account_of(world)
    )


def drop_person(world: "World", record: Fact) -> Fact:
    person = Person.objects.get(pk=record.pk)
    return stakeholders.delete_person(actor=with_every_right(world.owner), at=AT, person=person)


def drop_visit(world: "World", record: Fact) -> Fact:
    visit = Interaction.objects.get(pk=record.pk)
    return relationships.delete_interaction(actor=with_every_right(world.owner), at=AT, interaction=visit)


def drop_file(world: "World", record: Fact) -> Fact:
    file = Attachment.objects.get(pk=record.pk)
    return relationships.delete_attachment(actor=with_every_right(world.owner), at=AT, attachment=file)


MAKERS_OF_PEOPLE = {
    "PERSON": make_person,
    "HIDDEN_PERSON": lambda world: drop_person(world, make_person(world)),
    "POST": make_post,
    "TENURE": make_tenure,
    "PERSON_MERGE": make_person_merge,
    "INTERACTION": make_visit,
    "HIDDEN_INTERACTION": lambda world: drop_visit(world, make_visit(world)),
    "PROMISE": make_promise,
    "ATTACHMENT": make_file,
    "HIDDEN_ATTACHMENT": lambda world: drop_file(world, make_file(world)),
}
DELETERS_OF_PEOPLE = {"PERSON": drop_person, "INTERACTION": drop_visit, "ATTACHMENT": drop_file}
