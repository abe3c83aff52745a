"""Somebody whose name stands wherever a name can stand."""

from typing import Any

from django.apps import apps
from django.db import connection, models
from tests.factories import AT, make_user, with_every_right
from tests.meta.records import MAKERS, World, make_world

from tongxin.archive.tables import kept_models, lines_of
from tongxin.audit.models import AuditEvent
from tongxin.crm.accounts.models import Account
from tongxin.crm.committees.models import Judgement, Seat, Stay
from tongxin.crm.competition.models import RivalFact
from tongxin.crm.opportunities.reference import ensure_reference_data
from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.stakeholders.actions import create_person
from tongxin.crm.stakeholders.models import Person
from tongxin.privacy.mentions import DERIVED, PUBLISHED, our_models, text_fields
from tongxin.team.choices import Role
from tongxin.team.models import User

NAME, LATIN, ALIAS = "歐陽靖宇", "Jingyu Ouyang", "歐陽老師傅"
MAIL, PHONE = "jingyu@harbour.example", "0912-345-678"
TRACES = (NAME, "Ouyang", ALIAS, "jingyu@", PHONE, "ouyang", "\\u6b50\\u967d")


def everything() -> World:
    """Return a world with one record of each kind."""
    ensure_reference_data(at=AT)
    world = make_world()
    for kind in MAKERS:
        world.record(kind)
    return world


def make_subject(world: World) -> Person:
    """Return a person with a post, a seat, a judgement, a visit and a file, called a rival's ally."""
    actor = with_every_right(world.owner)
    account = Account.objects.get(pk=world.record("ACCOUNT").pk)
    person = create_person(
        actor=actor, at=AT, full_name=NAME, account=account, title="Head of the pier", name_latin=LATIN,
        names=[(ALIAS, "OTHER")], email=MAIL, phone=PHONE, mobile=PHONE, note=f"{NAME} likes tea",
        judgement=f"{NAME} is against us",
    )  # fmt: skip
    log_interaction(
        actor=actor,
        at=AT,
        text=f"{NAME}先生 came late",
        account=account,
        people=[person],
        private_note=f"{ALIAS} again",
    )
    seat = Seat.objects.get(pk=world.record("SEAT").pk)
    Seat.objects.filter(pk=seat.pk).update(person=person, attitude="AGAINST", power=4, priorities="Peace")
    Stay.objects.filter(seat=seat).delete()
    Stay.objects.create(seat=seat, person=person, since=AT.date(), created_at=AT)
    Judgement.objects.create(
        seat=seat,
        person=person,
        judged_on=AT.date(),
        attitude="AGAINST",
        power=4,
        judged_by=world.owner,
        created_at=AT,
    )
    RivalFact.objects.get(pk=world.record("RIVAL_FACT").pk).allies.add(person)
    return person


def name_everywhere(name: str) -> set[str]:
    """Write a name into every text of the first row of every table; return the tables."""
    told = set()
    for model in our_models():
        row = None if model in (AuditEvent, User, Person) else model._meta.base_manager.order_by("pk").first()
        if row is None or model._meta.label in DERIVED | PUBLISHED:
            continue
        values = {field.name: _with(getattr(row, field.name), name, field) for field in text_fields(model)}
        values = {key: value for key, value in values.items() if value is not None}
        if values:
            model._meta.base_manager.filter(pk=row.pk).update(**values)
            told.add(model._meta.label)
    return told


def _with(value: Any, name: str, field: Any) -> Any:
    if isinstance(field, models.JSONField):
        if isinstance(value, dict):
            return value | {"said": [f"by {name}"]}
        return [*value, f"by {name}"] if isinstance(value, list) else None
    longest = field.max_length or 10_000
    return None if longest < len(name) + 12 else f"{str(value)[: longest - len(name) - 8]} by {name}"


def whole_database() -> str:
    """Return every row of every table, as an archive has it, and what the search engine keeps of its own."""
    lines = [line.decode() for model in kept_models(apps) for line in lines_of(model)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'search_%%'")
            for (table,) in cursor.fetchall():
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name that the database gave
                lines += [str(row) for row in cursor.fetchall()]
    return "\n".join(lines)


def administrator(*rights: str) -> User:
    return make_user((Role.ADMINISTRATOR,), granted_rights=rights)
