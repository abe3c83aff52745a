"""Link log entries with whom and what they concern."""

from collections.abc import Sequence
from typing import NamedTuple

from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.relationships.models import (
    Interaction,
    InteractionColleague,
    InteractionOpportunity,
    InteractionPerson,
)
from tongxin.crm.stakeholders.models import Person
from tongxin.team.models import User

BATCH = 500


class Links(NamedTuple):
    """A log entry, who was there or is spoken of, what it was about, and who else of us was there."""

    interaction: Interaction
    people: Sequence[Person] = ()
    opportunities: Sequence[Opportunity] = ()
    colleagues: Sequence[User] = ()


def write_links(rows: Sequence[Links]) -> None:
    """Write the links of entries that have none of these yet; at most three queries for every 500."""
    InteractionPerson.objects.bulk_create(
        (
            InteractionPerson(
                interaction=row.interaction, person=person, occurred_at=row.interaction.occurred_at
            )
            for row in rows
            for person in dict.fromkeys(row.people)
        ),
        batch_size=BATCH,
    )
    InteractionOpportunity.objects.bulk_create(
        (
            InteractionOpportunity(
                interaction=row.interaction, opportunity=deal, occurred_at=row.interaction.occurred_at
            )
            for row in rows
            for deal in dict.fromkeys(row.opportunities)
        ),
        batch_size=BATCH,
    )
    InteractionColleague.objects.bulk_create(
        (
            InteractionColleague(interaction=row.interaction, user=user)
            for row in rows
            for user in dict.fromkeys(row.colleagues)
            if user.pk != row.interaction.author_id
        ),
        batch_size=BATCH,
    )
