"""What each restricted field of the team's records holds, before and after a change, and how it is put there."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.factories import AT, with_every_right

from tongxin.common.models import Fact
from tongxin.crm.opportunities.actions import change_opportunity
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.actions import change_interaction
from tongxin.crm.relationships.models import Interaction
from tongxin.crm.stakeholders.actions import change_person
from tongxin.crm.stakeholders.models import Person

if TYPE_CHECKING:
    from tests.meta.records import World

FLOORS = (Decimal("8675309.25"), Decimal("8675310.25"), Decimal("8675311.25"))
# As pages, exports and the API could write it.
TOLD = {
    "price_floor": ("8675309", "8,675,309", "867.5", "9035768", "9,035,768", "903.5"),
    "margin_percent": ("61.43", "57.91"),
    "judgement": ("nightjar", "bullfinch"),
    "private_note": ("hoopoe", "wryneck"),
}


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
    for note in ("hoopoe", "wryneck"):
        change_interaction(
            actor=actor, at=AT, interaction=fresh(Interaction, "INTERACTION"), values={"private_note": note}
        )
    for kind in ("OPPORTUNITY", "PERSON", "INTERACTION"):
        world.made[kind] = fresh(type(world.record(kind)), kind)
