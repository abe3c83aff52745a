"""A checker that never failed proves nothing: holes of many kinds are dug on purpose, and each must be found.

A hole is one line of the product undone for the length of a test, at the addresses where it would show. Before it is dug
the same oracle finds nothing there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from tests.meta import oracles
from tests.meta.matrix import Left
from tests.meta.recording import Asked, undone

from tongxin.background.models import JobRun
from tongxin.common.actor import Actor
from tongxin.common.errors import Denied, Missing
from tongxin.common.models import Fact
from tongxin.config.access import addresses
from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.models import Attachment
from tongxin.team.models import ApiToken

pytestmark = [pytest.mark.sweep, pytest.mark.one_engine, pytest.mark.django_db]
ACCOUNT_LISTS = "tongxin.crm.accounts.selectors.visible_accounts"
Dig = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, kw_only=True)
class Hole:
    """What is undone, where it would show, and which oracle must see it."""

    name: str
    at: tuple[str, ...]
    dig: Dig
    oracle: oracles.Oracle


def instead(place: str, replacement: Any) -> Dig:
    return lambda monkeypatch: monkeypatch.setattr(place, replacement)


def any_row(model: Any, *along: str) -> Callable[..., Any]:
    """Return a loader that forgets to ask whose record it is, but not whether there is one."""

    def load(_actor: Actor, uid: str, **_more: Any) -> Any:
        found = model.objects.select_related(*along).filter(uid=uid).first()
        if found is None:
            raise Missing("RECORD_MISSING", uid=uid)
        return found

    return load


def write_then_refuse(_actor: Actor, uid: str) -> None:
    ApiToken.objects.update(name="written")
    raise Missing("TOKEN_MISSING", uid=uid)


def count_the_visit(actor: Actor, uid: str) -> Account:
    account = any_row(Account, "tier", "segment", "region", "industry", "owner", "parent")(actor, uid)
    Account.objects.filter(pk=account.pk).update(version=F("version") + 1)
    return account


def say_that_it_exists(actor: Actor, uid: str) -> Account:
    account = any_row(Account)(actor, uid)
    if account.owner_id != actor.user.pk:
        raise Denied("RIGHT_MISSING", right="SEE_ALL")
    return account


def fall_over(*_given: Any, **_more: Any) -> None:
    raise ZeroDivisionError


def let_everybody_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actor, "must_have", lambda _self, _right: None)


def forget_what_is_restricted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Fact, "RESTRICTED", {}, raising=False)
    for module in ("opportunities.records", "people.records"):
        monkeypatch.setattr(f"tongxin.web.{module}.RESTRICTED", {})


DEAL_ALONG = ("account", "process", "stage", "owner", "source", "loss_reason")
HOLES = [
    Hole(
        name="a record of the API is loaded without its scope",
        at=("api:token",),
        dig=instead("tongxin.api.v1.me.get_token_for", any_row(ApiToken)),
        oracle=oracles.foreign_is_missing,
    ),
    Hole(
        name="something is written before the denial",
        at=("api:token",),
        dig=instead("tongxin.api.v1.me.get_token_for", write_then_refuse),
        oracle=oracles.denials_write_nothing,
    ),
    Hole(
        name="a page is drawn of any record",
        at=("web:opportunity",),
        dig=instead(
            "tongxin.web.opportunities.records.get_opportunity_for", any_row(Opportunity, *DEAL_ALONG)
        ),
        oracle=oracles.outsiders_learn_nothing,
    ),
    Hole(
        name="a deleted record is still shown",
        at=("web:opportunity",),
        dig=instead(
            "tongxin.web.opportunities.records.get_opportunity_for", any_row(Opportunity, *DEAL_ALONG)
        ),
        oracle=oracles.deleted_is_missing,
    ),
    Hole(
        name="a list forgets whose rows it shows",
        at=("web:accounts",),
        dig=instead(ACCOUNT_LISTS, lambda _actor: Account.objects.all()),
        oracle=oracles.outsiders_learn_nothing,
    ),
    Hole(
        name="an export forgets whose rows it writes",
        at=("web:accounts_export",),
        dig=instead(ACCOUNT_LISTS, lambda _actor: Account.objects.all()),
        oracle=oracles.outsiders_learn_nothing,
    ),
    Hole(
        name="a list of the API forgets whose rows it returns",
        at=("api:accounts",),
        dig=instead(ACCOUNT_LISTS, lambda _actor: Account.objects.all()),
        oracle=oracles.outsiders_learn_nothing,
    ),
    Hole(
        name="search looks at everybody's documents",
        at=("web:search",),
        dig=instead("tongxin.crm.search.document_scope", lambda _actor: Q()),
        oracle=oracles.outsiders_learn_nothing,
    ),
    Hole(
        name="the palette looks at everybody's documents",
        at=("web:search_palette",),
        dig=instead("tongxin.crm.search.document_scope", lambda _actor: Q()),
        oracle=oracles.outsiders_learn_nothing,
    ),
    Hole(
        name="a file is handed to whoever knows its address",
        at=("api:attachment_content",),
        dig=instead("tongxin.api.v1.attachments.get_attachment_for", any_row(Attachment)),
        oracle=oracles.foreign_is_missing,
    ),
    Hole(
        name="a background job is shown to whoever knows its number",
        at=("api:job",),
        dig=instead("tongxin.api.v1.jobs.get_job_for", any_row(JobRun)),
        oracle=oracles.foreign_is_missing,
    ),
    Hole(
        name="a foreign record is refused, so that one learns it exists",
        at=("web:account",),
        dig=instead("tongxin.web.accounts.records.get_account_for", say_that_it_exists),
        oracle=oracles.foreign_is_missing,
    ),
    Hole(
        name="reading a page writes",
        at=("web:account_history",),
        dig=instead("tongxin.web.accounts.records.get_account_for", count_the_visit),
        oracle=oracles.reading_writes_nothing,
    ),
    Hole(
        name="who may only read may change",
        at=("web:account_deletion", "web:account_members", "api:delete_account"),
        dig=let_everybody_edit,
        oracle=oracles.readers_change_nothing,
    ),
    Hole(
        name="a page for administrators asks for no right",
        at=("web:users",),
        dig=let_everybody_edit,
        oracle=oracles.rights_are_asked,
    ),
    Hole(
        name="an operation for administrators asks for no right",
        at=("api:audit_events",),
        dig=let_everybody_edit,
        oracle=oracles.rights_are_asked,
    ),
    Hole(
        name="a denial leaves no row in the log",
        at=("web:account",),
        dig=instead("tongxin.web.edge.middleware.record_denial", lambda **_given: None),
        oracle=oracles.foreign_is_missing,
    ),
    Hole(
        name="an unforeseen error is answered as such",
        at=("web:account",),
        dig=instead("tongxin.web.accounts.records.get_account_for", fall_over),
        oracle=oracles.nothing_breaks,
    ),
    Hole(
        name="who is not signed in is let in",
        at=("web:preferences",),
        dig=instead("tongxin.web.edge.middleware.OPEN_PREFIXES", ("/",)),
        oracle=oracles.closed_doors_ask_to_sign_in,
    ),
    Hole(
        name="the history tells a field that is for few",
        at=("web:opportunity_history",),
        dig=forget_what_is_restricted,
        oracle=oracles.secrets_are_kept,
    ),
]


def test_there_is_a_hole_for_every_oracle():
    dug = {hole.oracle for hole in HOLES} | {oracles.teams_see_their_own}
    assert dug == set(oracles.ORACLES)


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole.name.replace(" ", "-"))
def test_a_planted_hole_is_found(scene, monkeypatch, hole):
    looked_at = [address for address in addresses() if address.name in hole.at]
    assert {address.name for address in looked_at} == set(hole.at)
    assert [oracles.faults_at(scene, address, hole.oracle) for address in looked_at] == [[]] * len(hole.at)

    hole.dig(monkeypatch)
    assert all(oracles.faults_at(scene, address, hole.oracle) for address in looked_at)


def test_a_record_taken_from_its_own_team_is_found(scene, monkeypatch):
    (looked_at,) = (address for address in addresses() if address.name == "web:account")
    monkeypatch.setattr(Account.objects, "filter", lambda *_given, **_more: Account.objects.none())
    assert oracles.faults_at(scene, looked_at, oracles.teams_see_their_own)


def test_signing_out_at_one_address_leaves_the_visitor_signed_in_for_the_next(scene):
    by_name = {address.name: address for address in addresses()}
    scene.send(by_name["web:sign_out"], Asked(who="owner", method="POST"))
    assert scene.send(by_name["web:account"], Asked(who="owner", method="GET")).status_code == 200


def test_what_a_request_takes_back_by_itself_is_not_counted_as_written(scene):
    with connection.execute_wrapper(left := Left()):
        ApiToken.objects.filter(pk=0).update(name="nobody's")
        with undone():
            ApiToken.objects.update(name="taken back")
        with transaction.atomic():
            Account.objects.update(version=F("version") + 1)
    assert left.tables == ("crm_account",)
