"""A copy for trials has the shape of the original, and nobody of it."""

import json
from zipfile import ZipFile

import pytest
from django.apps import apps
from tests.factories import AT, make_user
from tests.privacy.people import NAME, name_everywhere
from tests.trust.test_archive import tongxin

from tongxin.archive.reading import check_archive
from tongxin.archive.tables import kept_models
from tongxin.common.text.fold import fold
from tongxin.crm.stakeholders.models import Person, PersonName
from tongxin.privacy.anonymising import LEFT_OUT, write_anonymised
from tongxin.privacy.pools import filler, han_names, latin_names
from tongxin.team.models import User

pytestmark = pytest.mark.django_db


def originals() -> set[str]:
    """Return everything by which somebody could be found in the copy."""
    found, last = set(), set()
    for model, names in (
        (Person, ("full_name", "name_latin")),
        (PersonName, ("name",)),
        (User, ("display_name",)),
    ):
        for row in model.objects.values_list(*names):
            found |= {text for text in row if len(text) > 3}
            last |= {text.split()[-1] for text in row if " " in text}
    for row in Person.objects.values_list("email", "phone", "note", "judgement"):
        found |= {text for text in row if text}
    # The first is in every invented text, the others are words of columns and codes too.
    return (found | {fold(text) for text in found} | last) - {"kingfisher", "owner", "mate"}


def test_no_original_name_and_no_text_survives_and_the_copy_can_be_read_in(scene, tmp_path, new_database):
    _world, person = scene
    make_user(username="qzebulon", display_name="Zebulon Quist", email="zq@quist.example")
    told = name_everywhere(NAME) | name_everywhere("Zebulon Quist")
    assert len(told) > 45
    manifest, password = write_anonymised(tmp_path / "copy.zip", at=AT)

    with ZipFile(tmp_path / "copy.zip") as opened:
        everything_in_it = "\n".join(opened.read(name).decode() for name in opened.namelist())
        keys = opened.read("keys/audit_key").decode()
    assert {name for name in originals() if name in everything_in_it} == set()
    assert "qzebulon" not in everything_in_it
    assert "kingfisher" not in "".join(
        line for line in everything_in_it.splitlines() if '"private_note":' in line
    )
    assert keys not in (tmp_path / "audit_key").read_text()

    rows = {part.model: part.size for part in check_archive(tmp_path / "copy.zip").tables}
    for model in kept_models(apps):
        label = model._meta.label
        expected = 0 if label in LEFT_OUT else model._meta.base_manager.count()
        assert rows[label] == expected, label

    trial, address = tmp_path / "trial", new_database()
    told = tongxin(trial, address, "restore", str(tmp_path / "copy.zip"))
    assert told["rows"] == manifest.rows
    assert told["log_is_whole"]
    again = tmp_path / "again.zip"
    tongxin(trial, address, "backup", str(again))
    with ZipFile(again) as opened:
        people = [json.loads(line) for line in opened.read("tables/crm.Person.jsonl").splitlines()]
        documents = opened.read("tables/search.SearchDocument.jsonl").decode()
    other = next(row["full_name"] for row in people if row["uid"] == person.uid)
    assert other != NAME
    assert other in documents
    assert len(password) >= 16


def test_one_name_has_one_other_everywhere(scene, tmp_path):
    _world, person = scene
    apps.get_model("crm.Opportunity").objects.update(name=f"{NAME}的案子")
    write_anonymised(tmp_path / "copy.zip", at=AT)
    with ZipFile(tmp_path / "copy.zip") as opened:
        people = [json.loads(line) for line in opened.read("tables/crm.Person.jsonl").splitlines()]
        deals = opened.read("tables/crm.Opportunity.jsonl").decode()
    other = next(row["full_name"] for row in people if row["uid"] == person.uid)
    assert f"{other}的案子" in deals


def test_pools_never_say_the_same_twice():
    for pool in (han_names(), latin_names()):
        some = [next(pool) for _ in range(13_000)]
        assert len(set(some)) == len(some)


@pytest.mark.parametrize(
    ("text", "is_han"), [("一段很長的文字\n第二行", True), ("one two\tthree four", False), ("x", False)]
)
def test_filler_is_as_long_and_says_nothing(text, is_han):
    made = filler(text, is_han=is_han)
    assert len(made) <= max(len(text), 4)
    assert not set(text.split()) & set(made.split())
