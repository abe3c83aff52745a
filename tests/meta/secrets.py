"""What each restricted field of the team's records holds, before and after a change, and how it is put there."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.factories import AT, with_every_right

from tongxin.common.actor import Actor
from tongxin.common.models import Fact
from tongxin.crm.committees.models import Seat
from tongxin.crm.committees.records import SEAT
from tongxin.crm.opportunities.actions import change_opportunity
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.records import BY_KIND
from tongxin.crm.relationships.actions import change_interaction
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.actions import change_person
from tongxin.crm.stakeholders.models import Person
from tongxin.records.writing import change_record

if TYPE_CHECKING:
    from tests.meta.records import World

FLOORS = (Decimal("8675309.25"), Decimal("8675310.25"), Decimal("8675311.25"))
# As pages, exports and the API could write it.
TOLD = {
    "price_floor": ("8675309", "8,675,309", "867.5", "9035768", "9,035,768", "903.5"),
    "margin_percent": ("61.43", "57.91"),
    "judgement": ("nightjar", "bullfinch"),
    "private_note": ("hoopoe", "wryneck"),
    "own_price": ("7340281", "7,340,281", "734.0"),
    "own_floor": ("7120394", "7,120,394", "712.0"),
    "own_cost": ("6950417", "6,950,417", "695.0"),
    "price_likely": ("7460572", "7,460,572", "746.0"),
    "price_low": ("7250683", "7,250,683", "725.0"),
    "price_high": ("7610794", "7,610,794", "761.0"),
    "submitted_price": ("7340281", "7,340,281", "734.0"),
    "scenario_price": ("7180865", "7,180,865", "718.0"),
    "scenario_cost": ("1370946", "1,370,946", "137.0"),
    "quoted_price": ("6420177", "6,420,177", "642.0"),
    "priorities": ("kittiwake", "turnstone"),
    "wins": ("dotterel", "phalarope"),
    "conflict_evidence": ("garganey", "pintail"),
    "conflict_source": ("gadwall", "shoveler"),
    "maturity_evidence": ("whimbrel", "sanderling"),
    "maturity_source": ("godwit", "greenshank"),
}
# Hold a code, a number or somebody's name, which stand elsewhere too: the tests of their own pages ask for them.
CODED = frozenset(
    {
        "allies",
        "attitude",
        "power",
        "orientation",
        "adaptability",
        "access",
        "rival_tie",
        "confidence",
        "judged_on",
        "conflict",
        "conflict_noted_on",
        "says_figures",
        "did_before",
        "has_rules",
        "has_specialists",
        "expertise",
        "forecast",
        "offered_unit_price",
        "written_amount",
    }
)


def tell_secrets(world: "World") -> None:
    """Fill the restricted fields of the team's records, and change them, so that the history holds both values."""
    world.reader.granted_rights = ["EXPORT"]
    world.reader.save(update_fields=["granted_rights"])
    actor = with_every_right(world.owner)

    def fresh(model: type[Fact], kind: str) -> Fact:
        return model.objects.get(pk=world.record(kind).pk)

    for floor, margin in ((FLOORS[0], Decimal("61.43")), (Decimal("9035768.25"), Decimal("57.91"))):
        change_opportunity(
            actor=actor, at=AT, opportunity=fresh(Opportunity, "OPPORTUNITY"),
            values={"price_floor": floor, "margin_percent": margin},
        )  # fmt: skip
    for judgement in ("nightjar", "bullfinch"):
        change_person(actor=actor, at=AT, person=fresh(Person, "PERSON"), values={"judgement": judgement})
    for told in zip(TOLD["priorities"], TOLD["wins"], strict=True):
        values = dict(zip(("priorities", "wins"), told, strict=True))
        change_record(SEAT, actor=actor, at=AT, record=fresh(Seat, "SEAT"), values=values)
    for note in ("hoopoe", "wryneck"):
        change_interaction(
            actor=actor, at=AT, interaction=fresh(Interaction, "INTERACTION"), values={"private_note": note}
        )
    tell_prices(world, actor)
    tell_judgements(world, actor)
    for kind in ("OPPORTUNITY", "PERSON", "INTERACTION", "SEAT"):
        world.made[kind] = fresh(type(world.record(kind)), kind)


PRICES: dict[str, dict[str, str]] = {
    "BID": {"own_price": "7340281.25", "own_floor": "7120394.25", "own_cost": "6950417.25"},
    "BID_RIVAL": {"price_low": "7250683.25", "price_likely": "7460572.25", "price_high": "7610794.25"},
    "CASE_QUOTE": {"quoted_price": "6420177.25"},
    "BID_SCENARIO": {"scenario_price": "7180865.25", "scenario_cost": "1370946.25"},
}


def tell_prices(world: "World", actor: Actor) -> None:
    """Fill the prices of the bid desk."""
    for kind, values in PRICES.items():
        definition = BY_KIND[kind]
        record = definition.model._default_manager.get(pk=world.record(kind).pk)
        told = {name: Decimal(value) for name, value in values.items()}
        change_record(definition, actor=actor, at=AT, record=record, values=told)
        world.made[kind] = record


JUDGED: dict[str, tuple[str, ...]] = {
    "PROJECT_EXPERT": ("conflict_evidence", "conflict_source"),
    "MATURITY": ("maturity_evidence", "maturity_source"),
}


def tell_judgements(world: "World", actor: Actor) -> None:
    """Fill what we judge of experts and of a customer's maturity, and change it."""
    for kind, names in JUDGED.items():
        definition = BY_KIND[kind]
        record = definition.model._default_manager.get(pk=world.record(kind).pk)
        for place in (0, 1):
            values = {name: TOLD[name][place] for name in names}
            change_record(definition, actor=actor, at=AT, record=record, values=values)
        world.made[kind] = record
