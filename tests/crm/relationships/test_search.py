"""A common word is found in what one sees, whether that is little or much."""

import pytest
from tests.factories import AT, make_account, make_actor, make_member

from tongxin.crm.relationships.actions import log_interaction
from tongxin.crm.search import search

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("few", [0, 100])
def test_a_common_word_is_found_in_ones_own_accounts_among_many_others(monkeypatch, few):
    monkeypatch.setattr("tongxin.search.engines.sqlite.WINDOW", 1)
    monkeypatch.setattr("tongxin.crm.search.FEW_ACCOUNTS", few)
    owner, kam = make_actor(), make_actor()
    own, other = make_account(owner.user), make_account(owner.user)
    make_member(own, kam.user)
    mine = log_interaction(actor=owner, at=AT, text="客戶想談續約", occurred_at=AT, account=own)
    for _each in range(30):
        log_interaction(actor=owner, at=AT, text="客戶詢價", occurred_at=AT, account=other)
    assert [item.object_uid for item in search(kam, "客戶", limit=8)] == [mine.uid]
    assert len(search(owner, "客戶", limit=8)) == 8
