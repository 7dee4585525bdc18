"""Where one may send to: HTTPS to the open internet, and inside only where a setting says so."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}
NOT_HTTPS = "it is no https:// address"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a URL leads to; its addresses were looked up once and are those that were judged."""

    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing is sent there; `why` is one line."""

    why: str


def place_of(url: str, inside: Sequence[Network] = ()) -> Place | Refused:
    """Judge a URL and look its host up; `inside` are the internal networks that may be reached."""
    parts = _taken_apart(url)
    if isinstance(parts, Refused):
        return parts
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    found = _look_up(host, port)
    if not found:
        return Refused("its host cannot be found")
    for address in found:
        if not _is_open(address) and not any(address in network for network in inside):
            return Refused(
                f"{address} is an internal address; to send there name it in VOICECART_WEBHOOK_NETWORKS"
            )
        if parts.scheme == "http" and not address.is_loopback:
            return Refused(NOT_HTTPS)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, port, target, tuple(dict.fromkeys(map(str, found))))


def _taken_apart(url: str) -> SplitResult | Refused:
    """The parts of a URL that may be sent to, as far as can be said without looking its host up."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Refused(NOT_HTTPS)
    try:
        parts.port  # noqa: B018  (it is read when it is asked for)
    except ValueError:
        return Refused("the port is no port")
    if parts.scheme not in _PORTS or not parts.hostname:
        return Refused(NOT_HTTPS)
    if parts.username or parts.password or parts.fragment:
        return Refused("an address has no user, password or fragment")
    return parts


def _look_up(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _is_open(address: Address) -> bool:
    """Whether an address is on the open internet, also the one that is wrapped in another."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return _is_open(wrapped)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast
