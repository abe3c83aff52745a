"""Addresses made from a route's pattern are those that Django makes."""

import pytest
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, reverse

from tongxin.web.shell.addresses import record_url

UID = "3kx0f9a2b7c1de"


@pytest.mark.parametrize("name", ["web:account", "web:account_timeline", "web:opportunity", "web:person"])
def test_an_address_is_the_one_that_django_finds(name):
    assert record_url(name, UID) == reverse(name, args=[UID])


def test_a_site_below_a_prefix_keeps_it():
    plain = record_url("web:account", UID)
    with override_script_prefix("/crm/"):
        assert record_url("web:account", UID) == f"/crm{plain}"


def test_a_route_that_does_not_exist_is_refused():
    with pytest.raises(NoReverseMatch):
        record_url("web:nowhere", UID)
