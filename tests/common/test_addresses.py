"""Where a request comes from: proxies are believed as far as the operator says, senders never."""

import pytest

from tongxin.common.addresses import client_address

SENDER, FORGED, OUTER, INNER = "203.0.113.7", "192.0.2.66", "10.0.0.1", "10.0.0.2"


def seen(settings, proxies, peer, *told):
    settings.TRUSTED_PROXIES = proxies
    return client_address({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": ", ".join(told)})


def test_without_trusted_proxies_the_header_is_not_read(settings):
    assert settings.TRUSTED_PROXIES == 0
    assert seen(settings, 0, SENDER, FORGED) == SENDER


@pytest.mark.parametrize("forged", [(), (FORGED,), (FORGED, FORGED, FORGED), ("junk",)])
def test_what_the_sender_wrote_stands_too_far_left_to_count(settings, forged):
    assert seen(settings, 1, OUTER, *forged, SENDER) == SENDER
    assert seen(settings, 2, INNER, *forged, SENDER, OUTER) == SENDER


def test_who_goes_round_a_proxy_gains_nothing_but_their_own_address(settings):
    assert seen(settings, 1, SENDER) == SENDER
    assert seen(settings, 2, INNER, SENDER) == SENDER


def test_what_is_no_address_gives_way_to_the_peer(settings):
    assert seen(settings, 1, OUTER, "unknown") == OUTER
    assert seen(settings, 1, "", "unknown") == ""
    assert client_address({}) == ""


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.7:4711", SENDER),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.7", SENDER),
    ],
)
def test_ports_and_other_ways_to_write_an_address_make_no_difference(settings, written, address):
    assert seen(settings, 1, OUTER, written) == address
    assert seen(settings, 0, written) == address


@pytest.mark.django_db
def test_sign_in_is_slowed_by_the_address_before_the_proxy_and_forging_does_not_help(client, settings):
    settings.SIGN_IN_ATTEMPTS, settings.TRUSTED_PROXIES = 3, 1

    def attempt(number, sender=SENDER):
        return client.post(
            "/sign-in/",
            {"username": "lin", "password": "wrong"},
            REMOTE_ADDR=OUTER,
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, {sender}",
        ).status_code

    assert [attempt(number) for number in range(4)] == [422, 422, 422, 429]
    assert attempt(5, sender="198.51.100.9") == 422
