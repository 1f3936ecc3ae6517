"""Which addresses of the network the site may reach: one explicit table, and nothing by default.

The standard library's `is_global` and `is_private` are both wrong for this: they follow registry
changes from one Python to the next, and let relays and translators to private networks through.
"""

import socket
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address

_DENIED_IPV4 = (
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # carrier-grade translation
    "127.0.0.0/8",  # loopback
    "169.254.0.0/16",  # link-local, and the clouds' metadata services
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments
    "192.0.2.0/24",  # documentation
    "192.31.196.0/24",  # AS112
    "192.52.193.0/24",  # automatic multicast tunnels
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",  # private
    "192.175.48.0/24",  # AS112
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
)
_DENIED_IPV6 = (
    # Everything that is not global unicast: unspecified, loopback, IPv4-mapped and -compatible,
    # NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), discard-only, unique local, link-local, multicast.
    "::/3",
    "4000::/2",
    "8000::/1",
    "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4
    "2620:4f:8000::/48",  # AS112
    "3ffe::/16",  # the old test network
    "3fff::/20",  # documentation
)
_NETWORKS_4 = tuple(IPv4Network(network) for network in _DENIED_IPV4)
_NETWORKS_6 = tuple(IPv6Network(network) for network in _DENIED_IPV6)
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def parsed(text: str) -> Address | None:
    """The address that `text` writes out, without its zone; nothing for a name."""
    try:
        return ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None


def is_loopback(address: Address) -> bool:
    return any(address in network for network in _LOOPBACK)


def is_reachable(address: Address) -> bool:
    """Whether this is an ordinary public address."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NETWORKS_4)
    return not any(address in network for network in _NETWORKS_6)


def looked_up(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """Every address of the name, each once, in the order in which the system prefers them."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [(family, str(place[0])) for family, _kind, _protocol, _name, place in answers]
    return list(dict.fromkeys(found))
