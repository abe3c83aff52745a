"""Each picture keeps its contract in three languages and both themes. A new picture needs one line in PICTURES."""

import pytest
from tests.browser.contract import contract_faults

# Where it is drawn from data of its own, and its name there; `{uid}` is the account that `rivalry` makes.
PICTURES = (
    ("/accounts/{uid}/competition/", "rings"),
    ("/accounts/{uid}/competition/", "position"),
    ("/competition/", "strip"),
)


@pytest.fixture(scope="module")
def rivalry(site):
    """Return the uid of an account with four suppliers that moved, cooperate, compete and are judged."""
    return site.ask("rivalry", suppliers=4)


@pytest.mark.requirement("R1.1", "R1.4")
@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en"])
def test_pictures_keep_their_contract(visit, rivalry, language):
    page = visit(language=language)
    faults = []
    for path, name in PICTURES:
        page.goto(path.format(uid=rivalry))
        faults += [f"{path} {name} {fault}" for fault in contract_faults(page, name)]
    assert faults == []


@pytest.mark.requirement("R1.4")
def test_many_suppliers_stand_in_clusters_and_apart_in_the_table(visit, site):
    page = visit(f"/accounts/{site.ask('rivalry', suppliers=30)}/competition/", language="en")
    figure = page.locator("[data-picture=rings]")
    assert figure.locator("svg[role] a circle").count() < 12
    assert figure.locator(".twin tbody tr").count() == 31
    assert contract_faults(page, "rings") == []
