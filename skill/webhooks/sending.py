"""One POST: signed, to the address that was judged, within fifteen seconds, following nothing."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection

from standardwebhooks import Webhook

from skill.store.deliveries import Delivery
from skill.webhooks.addresses import Network, Place, Refused, place_of

SECONDS = 15.0
"""For the whole exchange, from the first packet to the answer's headers."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The receiver has it."""

    answer: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The receiver wants nothing any more (410)."""

    answer: str = "410"


@dataclass(frozen=True, slots=True)
class Failed:
    """It has not arrived; `wait_s` is what the receiver has asked for (Retry-After), in seconds."""

    answer: str
    wait_s: int = 0


Outcome = Arrived | Gone | Failed


def body_of(delivery: Delivery) -> str:
    """What is signed and sent; the same each time."""
    content = {
        "type": delivery.name,
        "timestamp": delivery.at.isoformat(),
        "sequence": delivery.seq,
        "data": delivery.data,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def headers_of(delivery: Delivery, body: str, now: datetime) -> dict[str, str]:
    """Standard Webhooks' headers; while a secret is being changed both sign."""
    signed = [Webhook(secret).sign(delivery.event_id, now, body) for secret in delivery.endpoint.secrets(now)]
    return {
        "content-type": "application/json",
        "user-agent": "voicecart",
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def send(
    delivery: Delivery, now: datetime, inside: Sequence[Network] = (), seconds: float = SECONDS
) -> Outcome:
    """Send an event and say what became of it; never raises because of the receiver."""
    place = place_of(delivery.endpoint.url, inside)
    if isinstance(place, Refused):
        return Failed(f"refused: {place.why}")
    body = body_of(delivery)
    try:
        status, wait = _post(place, body.encode(), headers_of(delivery, body, now), seconds)
    except TimeoutError:
        return Failed("no answer in time")
    except ssl.SSLError as broken:
        return Failed(f"TLS: {broken.reason or 'refused'}")
    except (OSError, HTTPException) as broken:
        return Failed(f"no connection: {type(broken).__name__}")
    if 200 <= status < 300:
        return Arrived(str(status))
    return Gone() if status == 410 else Failed(str(status), seconds_to_wait(wait, now))


def seconds_to_wait(said: str | None, now: datetime) -> int:
    """A Retry-After header in seconds, written as a number or as a date; 0 where it says nothing."""
    said = (said or "").strip()
    if said.isascii() and said.isdecimal():
        return int(said[:9])
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, int((until - now).total_seconds()))


def _post(place: Place, body: bytes, headers: dict[str, str], seconds: float) -> tuple[int, str | None]:
    """The status and the Retry-After of the answer; its body is left unread."""
    late = threading.Event()
    with _connected(place, seconds) as plain:
        line = plain
        if place.scheme == "https":
            line = _trust().wrap_socket(plain, server_hostname=place.host, do_handshake_on_connect=False)
        # A receiver that trickles its answer resets the timeout of the socket with every byte.
        alarm = threading.Timer(seconds, _hang_up, (line, late))
        alarm.start()
        try:
            answer = _exchange(line, place, body, headers)
            return answer.status, answer.headers.get("retry-after")
        except (OSError, HTTPException) as broken:
            if late.is_set():
                raise TimeoutError from broken
            raise
        finally:
            alarm.cancel()
            line.close()


def _connected(place: Place, seconds: float) -> socket.socket:
    """A line to the first of the addresses that answers."""
    *others, last = place.addresses
    for address in others:
        try:
            return socket.create_connection((address, place.port), seconds / len(place.addresses))
        except OSError:
            continue
    return socket.create_connection((last, place.port), seconds)


def _exchange(line: socket.socket, place: Place, body: bytes, headers: dict[str, str]) -> HTTPResponse:
    connection = HTTPConnection(place.host, place.port)
    if isinstance(line, ssl.SSLSocket):
        line.do_handshake()
        connection = HTTPSConnection(place.host, place.port, context=_trust())
    connection.sock = line
    connection.request("POST", place.target, body, headers)
    return connection.getresponse()


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    late.set()
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
