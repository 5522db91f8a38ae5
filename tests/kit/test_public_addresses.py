"""What is the public internet, and what leads back inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.public_addresses import is_number, is_oddly_spelt, is_public, resolve


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "192.0.1.1", "172.32.0.1", "2a00:1450:4009::200e", "2620:fe::fe"]
)
def test_the_public_internet(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "not a number",
        "",
    ],
)
def test_what_leads_back_inside(number):
    assert not is_public(number)


@pytest.mark.parametrize(
    ("host", "odd"),
    [
        ("2130706433", True),
        ("017700000001", True),
        ("0x7f000001", True),
        ("0x7f.1", True),
        ("127.1", True),
        ("127.0.1", True),
        ("0177.0.0.1", True),
        ("127.0.0.1.", True),
        ("example.1", True),
        ("0x", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("example.org", False),
        ("1.example.org", False),
        ("0xbramble.example", False),
        ("example.org.", False),
    ],
)
def test_numbers_in_an_unusual_spelling(host, odd):
    assert is_oddly_spelt(host) is odd


@given(st.ip_addresses(v=4))
def test_every_address_of_the_fourth_kind_is_spelt_as_usual(address):
    assert is_number(str(address))
    assert not is_oddly_spelt(str(address))


@given(st.ip_addresses(v=4))
def test_no_address_becomes_public_by_being_wrapped(address):
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"64:ff9b::{address}")
    assert not is_public(f"::{address}")


async def test_a_number_stands_for_itself_and_nonsense_for_nothing():
    assert await resolve("127.0.0.1", 80) == ["127.0.0.1"]
    assert await resolve("::1", 80) == ["::1"]
    for nonsense in ("a" * 70 + ".example", "..", "a..b"):
        with pytest.raises(OSError):
            await resolve(nonsense, 80)
