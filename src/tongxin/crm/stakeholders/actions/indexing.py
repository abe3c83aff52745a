"""Keep people findable by all their names."""

from collections.abc import Iterable

from tongxin.audit.choices import Kind
from tongxin.crm.stakeholders.models import Person, PersonName, Tenure
from tongxin.search.actions import Entry, index


def index_people(people: Iterable[Person]) -> None:
    """Put people into the search index under all their names; never with a judgement.

    Somebody who left is found by those who see the account where they held their last post.
    """
    people = list(people)
    names: dict[int, list[str]] = {person.pk: [] for person in people}
    for person_id, name in PersonName.objects.filter(person_id__in=names).values_list("person_id", "name"):
        names[person_id].append(name)
    gone = [person.pk for person in people if person.account_id is None]
    last_account: dict[int, int] = {}
    if gone:
        held = Tenure.objects.filter(person_id__in=gone).order_by("pk")
        last_account = dict(held.values_list("person_id", "post__account_id"))
    index(
        Entry(
            kind=Kind.PERSON,
            uid=person.uid,
            title=person.full_name,
            names=tuple(filter(None, (person.name_latin, *names[person.pk]))),
            subtitle=person.title,
            body=" ".join(
                filter(None, (person.title, person.email, person.phone, person.mobile, person.note))
            ),
            account_id=person.account_id or last_account.get(person.pk),
            owner_id=person.owner_id,
            touched_at=person.updated_at,
        )
        for person in people
    )
