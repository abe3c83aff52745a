"""Requests made from the API's description by schemathesis: no answer that the description does not foresee.

Each operation gets requests that break the description, and valid ones aimed at a record that exists, all from somebody
who may do everything. The standard operations of declared objects read what they are sent by the same code: broken
requests are sent to every third object's. The seed is fixed; what hypothesis finds by chance belongs into a test of its own.
"""

import json

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.refresh import SNAPSHOT
from tests.factories import make_token
from tests.meta.records import make_world

from tongxin.common.clock import now
from tongxin.config.access import addresses
from tongxin.crm.records import RECORDS
from tongxin.team.models import User

pytestmark = [pytest.mark.sweep, pytest.mark.one_engine]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 3

schema = schemathesis.openapi.from_dict(json.loads(SNAPSHOT.read_text(encoding="utf-8")))
schema.app = WSGIHandler()
OPERATIONS = {
    operation.definition.raw["operationId"]: operation
    for operation in (result.ok() for result in schema.get_all_operations())
}
STANDARD = (
    "{0.one}",
    "{0.many}",
    "make_{0.one}",
    "change_{0.one}",
    "delete_{0.one}",
    "make_{0.one}_restoration",
    "{0.one}_history",
)
ALIKE = {
    name.format(definition) for number, definition in enumerate(RECORDS) if number % 3 for name in STANDARD
}
CASES = [
    (name, aimed) for name in sorted(OPERATIONS) for aimed in (False, True) if aimed or name not in ALIKE
]
ACCESS = {address.name: address.access for address in addresses()}


@pytest.fixture
def aim(kept_connection, settings):
    """Return a function that gives path parameters and headers for an operation."""
    settings.API_RATE_PER_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    world = make_world()
    User.objects.filter(pk=world.owner.pk).update(roles=["ADMINISTRATOR", "KAM"])
    world.owner.refresh_from_db()
    _, key = make_token(world.owner, ("read", "write", "admin"), at=now())

    def given_for(name: str) -> tuple[dict[str, str], dict[str, str]]:
        records = {part: world.record(kind) for part, kind in ACCESS[f"api:{name}"].records.items()}
        headers = {"Authorization": f"Bearer {key}"}
        for record in records.values():
            headers["If-Match"] = f'"{record.uid}-{getattr(record, "version", 1)}"'
        return {part: record.uid for part, record in records.items()}, headers

    return given_for


def _of_the_test() -> transaction.Atomic:
    """Return a transaction that is not one of the product's: a request inside it may still wait for others."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


@pytest.mark.parametrize(
    ("name", "aimed"), CASES, ids=[f"{name}-{'aimed' if aimed else 'anywhere'}" for name, aimed in CASES]
)
def test_every_answer_is_foreseen(aim, name, aimed):
    operation = OPERATIONS[name]
    uids, headers = aim(name)
    strategy = operation.as_strategy(
        generation_mode=GenerationMode.POSITIVE if aimed else GenerationMode.NEGATIVE,
        **({"path_parameters": uids} if aimed and uids else {}),
    )

    # Who sends nothing to be known by is refused before anything is read: one look at each operation is enough.
    once = iter([[*CHECKS, ignored_auth]])

    @hypothesis_settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: schemathesis.Case) -> None:
        sent = headers if aimed else {"Authorization": headers["Authorization"]}
        with _of_the_test():
            case.call_and_validate(headers=sent, checks=next(once, CHECKS))
            transaction.set_rollback(True)

    send()
