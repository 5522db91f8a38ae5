"""Which numbers on the network belong to the public internet, and which lead back inside."""

import asyncio
import re
import socket
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

# What Python's own list lets through: relays to IPv4 (6to4, Teredo), which can lead back inside, and addresses that
# stand in books. https://www.iana.org/assignments/iana-ipv6-special-registry
_ONLY_IPV6 = IPv6Network("2000::/3")
_NEVER = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2001::/23"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)
# https://url.spec.whatwg.org/#ends-in-a-number-checker
_A_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")


def is_public(number: str) -> bool:
    """
    Whether an IPv4 or IPv6 address is one of the public internet: not private, not this machine, not of a carrier.

    Of IPv6 only ordinary addresses count, never one that carries an IPv4 address within it. False for what is no
    address.
    """
    try:
        address = ip_address(number)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address not in _ONLY_IPV6:
        return False
    return address.is_global and not address.is_multicast and not any(address in net for net in _NEVER)


def is_number(host: str) -> bool:
    """Whether a host is an address in its usual spelling, IPv6 without brackets."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_oddly_spelt(host: str) -> bool:
    """Whether a host would be read as an address although it is not spelt like one: 2130706433, 0x7f.1, 127.1."""
    last = host.removesuffix(".").rpartition(".")[2]
    return _A_NUMBER.fullmatch(last) is not None and not is_number(host)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses that a name stands for at this moment, the best first. Raises `OSError` when there is none."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} is no name of a host") from error
    return list(dict.fromkeys(str(where[0]) for *_, where in found))
