"""Evidence of relationships from a file."""

from dataclasses import replace

import pytest
from tests.factories import make_account, make_user, with_every_right
from tests.importers.running import run

from tongxin.crm.ladder.models import LadderProof

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R5.3")]
FILE = """id,Account,Criterion,What shows it,From whom or which document,Observed on,Valid until
1,Northwind,Framework or strategic agreement in force,Agreement of 2026,Signed copy,2026-05-01,2029-04-30
2,Northwind,REFERENCE,Visit of Southwind,Letter,2026-09-01,
3,Northwind,DREAM,Nothing,Nobody,2026-09-01,
"""


@pytest.fixture
def boss():
    user = make_user(username="boss")
    make_account(user, name="Northwind")
    return with_every_right(user)


def test_a_file_fills_evidence_by_the_words_of_the_pages(boss):
    batch = run(boss, "general", ladder_proofs=FILE)
    assert batch.state == "DONE", batch.report
    found = LadderProof.objects.order_by("pk").values_list("fact", "shown", "source", "valid_until__year")
    assert list(found) == [
        ("AGREEMENT", "Agreement of 2026", "Signed copy", 2029),
        ("REFERENCE", "Visit of Southwind", "Letter", None),
    ]


def test_who_may_not_write_judgements_brings_none_in(boss):
    lesser = replace(boss, rights=boss.rights - {"JUDGEMENT"})
    batch = run(lesser, "general", ladder_proofs=FILE)
    assert not LadderProof.objects.exists()
    assert batch.state == "DONE"
