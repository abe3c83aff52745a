"""Who is erased is gone from every table, text, file and the log; history stays, and the log still proves itself."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.factories import AT, make_actor, make_user, with_every_right
from tests.privacy.people import (
    ALIAS,
    NAME,
    TRACES,
    administrator,
    name_everywhere,
    whole_database,
)  # fmt: skip

from tongxin.audit.models import AuditEvent
from tongxin.audit.selectors import prove_log
from tongxin.common.erasures import listed, place_of_list
from tongxin.common.errors import Denied, Missing
from tongxin.crm.committees.models import Judgement, Seat, Stay
from tongxin.crm.relationships.actions import add_attachment
from tongxin.crm.relationships.models import InteractionPerson
from tongxin.crm.stakeholders.actions import change_person
from tongxin.crm.stakeholders.models import Person, PersonName, Tenure
from tongxin.privacy.erasing import erase, erase_again, not_yet_erased, preview_erasure
from tongxin.privacy.names import NAMELESS
from tongxin.privacy.refusals import NotErasable
from tongxin.privacy.subjects import get_subject
from tongxin.team.models import User

pytestmark = pytest.mark.django_db


def test_nothing_is_left_of_an_erased_person_and_history_stays(scene, django_capture_on_commit_callbacks):
    world, person = scene
    actor = with_every_right(world.owner)
    file = add_attachment(actor=actor, at=AT, person=person, name=f"{NAME}.txt", file=ContentFile(b"cv"))
    change_person(actor=actor, at=AT, person=person, values={"note": f"{NAME}, {ALIAS}: calmer now"})
    told = name_everywhere(NAME) | name_everywhere(ALIAS)
    assert len(told) > 45
    assert all(trace in whole_database() for trace in (NAME, ALIAS, "Ouyang", "jingyu@"))
    visits = InteractionPerson.objects.filter(person=person).count()

    admin = make_actor(administrator())
    subject = get_subject(admin, "PERSON", person.uid)
    before = preview_erasure(subject)
    assert not before.doubtful
    assert {mention.label for mention in before.mentions} >= told
    with django_capture_on_commit_callbacks(execute=True):
        done = erase(actor=admin, at=AT, subject=subject)

    left = whole_database()
    assert [
        line[max(0, line.find(trace) - 300) : line.find(trace) + 60]
        for trace in TRACES
        for line in left.splitlines()
        if trace in line
    ] == []
    assert done["texts"] == len(before.mentions)
    assert not default_storage.exists(file.stored_name)
    person = Person.objects.get(pk=person.pk)
    assert (person.full_name, person.email, person.judgement, person.status) == (NAMELESS, "", "", "DELETED")
    assert InteractionPerson.objects.filter(person=person).count() == visits > 0
    assert Tenure.objects.filter(person=person).exists()
    assert Stay.objects.filter(person=person).exists()
    assert not PersonName.objects.filter(person=person).exists()
    assert not Judgement.objects.filter(person=person).exists()
    seat = Seat.objects.get(pk=world.record("SEAT").pk)
    assert (seat.person, seat.attitude, seat.power, seat.priorities) == (None, "UNKNOWN", None, "")
    assert prove_log().is_whole
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object_uid, event.object_label) == ("ERASED", person.uid, NAMELESS)


def test_a_redacted_row_that_somebody_changes_shows(scene):
    _world, person = scene
    admin = make_actor(administrator())
    erase(actor=admin, at=AT, subject=get_subject(admin, "PERSON", person.uid))
    row = AuditEvent.objects.exclude(redacted="").first()
    AuditEvent.objects.filter(pk=row.pk).update(object_label="Somebody else", redacted=row.redacted)
    assert prove_log().broken_at == row.pk


def test_what_comes_back_with_an_older_backup_is_erased_again(scene):
    _world, person = scene
    admin = make_actor(administrator())
    older = Person.objects.filter(pk=person.pk).values().get()
    erase(actor=admin, at=AT, subject=get_subject(admin, "PERSON", person.uid))
    assert NAME not in place_of_list().read_text()
    assert place_of_list().stat().st_mode & 0o077 == 0
    assert not_yet_erased() == 0
    Person.objects.filter(pk=person.pk).update(**older)
    assert not_yet_erased() == 1
    assert erase_again(at=AT) == {"listed": 1, "erased_again": 1}
    assert erase_again(at=AT) == {"listed": 1, "erased_again": 0}
    assert NAME not in whole_database()
    assert [erasure.uid for erasure in listed()] == [person.uid]


class TestDoubt:
    """A short name, or one that somebody else bears, is taken out where it is theirs, elsewhere only when chosen."""

    @staticmethod
    def doubt(scene, name):
        from tongxin.crm.opportunities.models import Opportunity

        world, subject = scene
        change_person(actor=with_every_right(world.owner), at=AT, person=subject, values={"full_name": name})
        Opportunity.objects.filter(pk=world.record("OPPORTUNITY").pk).update(
            description=f"Not {name} but others"
        )
        admin = make_actor(administrator())
        return (
            admin,
            get_subject(admin, "PERSON", subject.uid),
            Opportunity.objects.get(pk=world.record("OPPORTUNITY").pk),
        )

    @pytest.mark.parametrize("everywhere", [False, True])
    def test_a_short_name_elsewhere_stays_unless_chosen(self, scene, everywhere):
        admin, subject, deal = self.doubt(scene, "王明")
        assert f"crm.Opportunity:{deal.pk}" in {mention.ref for mention in preview_erasure(subject).doubtful}
        erase(actor=admin, at=AT, subject=subject, everywhere=everywhere)
        deal.refresh_from_db()
        assert ("王明" in deal.description) is not everywhere

    def test_it_goes_where_it_was_chosen(self, scene):
        admin, subject, deal = self.doubt(scene, "王明")
        erase(actor=admin, at=AT, subject=subject, also=[f"crm.Opportunity:{deal.pk}"])
        deal.refresh_from_db()
        assert deal.description == f"Not {NAMELESS} but others"

    def test_words_that_hold_a_latin_name_stay(self, scene):
        admin, subject, deal = self.doubt(scene, "Li Na")
        type(deal).objects.filter(pk=deal.pk).update(description="Ask LI NA about Li Nation")
        erase(actor=admin, at=AT, subject=subject)
        deal.refresh_from_db()
        assert deal.description == f"Ask {NAMELESS} about Li Nation"


class TestColleagues:
    def test_who_still_signs_in_is_not_erased(self, scene):
        admin, user = make_actor(administrator()), make_user()
        with pytest.raises(NotErasable, match="USER_STILL_ACTIVE"):
            erase(actor=admin, at=AT, subject=get_subject(admin, "USER", user.uid))

    def test_who_left_loses_their_name_and_their_work_stays(self, scene):
        world, _person = scene
        User.objects.filter(pk=world.owner.pk).update(
            display_name="Zebulon Quist", username="zquist", email="z@quist.example", is_active=False
        )
        name_everywhere("Zebulon Quist")
        admin = make_actor(administrator())
        erase(actor=admin, at=AT, subject=get_subject(admin, "USER", world.owner.uid))
        left = whole_database()
        assert [trace for trace in ("Zebulon", "zquist", "quist.example") if trace in left] == []
        assert prove_log().is_whole
        world.record("ACCOUNT").refresh_from_db()
        assert world.record("ACCOUNT").owner.display_name == NAMELESS


def test_only_once_and_only_by_administrators(scene):
    _world, person = scene
    admin = make_actor(administrator())
    with pytest.raises(Denied):
        get_subject(make_actor(), "PERSON", person.uid)
    with pytest.raises(Missing, match="PERSON_MISSING"):
        get_subject(admin, "PERSON", "nobody")
    erase(actor=admin, at=AT, subject=get_subject(admin, "PERSON", person.uid))
    with pytest.raises(NotErasable, match="ERASED_ALREADY"):
        erase(actor=admin, at=AT, subject=get_subject(admin, "PERSON", person.uid))
