"""Register a tender by hand: five fields are enough."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from json import dumps
from typing import Any

from django.db import transaction

from tongxin.audit.actions import record
from tongxin.audit.choices import Kind, Verb
from tongxin.common.actor import Actor
from tongxin.common.ids import new_uid
from tongxin.common.rights import Right
from tongxin.crm.tenders.actions.keeping import KeptProcess, NewRelease, keep_states
from tongxin.crm.tenders.choices import TenderSource
from tongxin.crm.tenders.facts import read_facts
from tongxin.crm.tenders.models import OWN_NUMBER, Tender
from tongxin.crm.tenders.rules import check_tender_values


@transaction.atomic
def register_tender(
    *,
    actor: Actor,
    at: datetime,
    buyer: str,
    title: str,
    deadline_at: datetime | None = None,
    estimate: Decimal | None = None,
    currency: str = "",
    url: str = "",
) -> Tender:
    """Put a tender into the register by hand.

    Args:
        actor: who.
        at: when.
        buyer: the buyer's name.
        title: what is bought.
        deadline_at: until when bids are taken.
        estimate: what the buyer expects to pay, with its `currency`.
        currency: ISO 4217 code.
        url: where the notice stands.

    Raises:
        Denied: the actor may not edit.
        TenderRefused: see `check_tender_values`.

    """
    actor.must_have(Right.EDIT)
    check_tender_values(buyer=buyer, title=title, estimate=estimate, currency=currency, url=url)
    compiled = _release(buyer, title, deadline_at, estimate, currency, url, at)
    # A float would lose digits: the amount is written into the text as it is.
    body = dumps(compiled, ensure_ascii=False).replace('"%ESTIMATE%"', str(estimate))
    compiled["tender"].get("value", {})["amount"] = estimate
    release = NewRelease(
        moment=at, digest=blake2b(body.encode(), digest_size=16).hexdigest(), body=body, version="1.1"
    )
    process = KeptProcess(
        facts=read_facts(compiled), compiled=body, source=TenderSource.HAND, noticed_at=at, releases=[release]
    )
    (tender,) = keep_states(at=at, processes=[process])
    record(actor=actor, at=at, verb=Verb.CREATED, kind=Kind.TENDER, target=tender)
    return tender


def _release(
    buyer: str,
    title: str,
    deadline_at: datetime | None,
    estimate: Decimal | None,
    currency: str,
    url: str,
    at: datetime,
) -> dict[str, Any]:
    number = f"{OWN_NUMBER}{new_uid()}"
    tender: dict[str, Any] = {
        "id": number,
        "title": title.strip(),
        "status": "active",
        "datePublished": at.isoformat(),
    }
    if deadline_at is not None:
        tender["tenderPeriod"] = {"endDate": deadline_at.isoformat()}
    if estimate is not None:
        tender["value"] = {"amount": "%ESTIMATE%", "currency": currency}
    if url:
        tender["documents"] = [{"id": "notice", "url": url, "documentType": "tenderNotice"}]
    party: Mapping[str, str] = {"name": buyer.strip()}
    return {
        "ocid": number,
        "id": number,
        "date": at.isoformat(),
        "tag": ["tender"],
        "initiationType": "tender",
        "buyer": party,
        "tender": tender,
    }
