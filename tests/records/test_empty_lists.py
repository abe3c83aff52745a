"""What a list shows that holds nothing yet."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from tests.factories import make_user

from tongxin.crm.records import RECORDS
from tongxin.team.choices import Role

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def test_a_new_user_sees_an_empty_list_with_what_to_do_first(client):
    client.force_login(make_user((Role.KAM,)))
    for definition in RECORDS:
        if definition.in_pages and definition.hint:
            with translation.override("en"):
                hint = str(definition.hint)
            assert escape(hint) in client.get(reverse(f"web:{definition.many}")).content.decode()
