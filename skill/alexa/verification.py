"""Whether a request comes from Alexa.

Alexa signs the raw bytes of each request, so nothing in the body is looked at before the signature holds.
Expected by Alexa: a request that fails a check is answered with HTTP 400.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.body import parse_body, skill_refusal, time_refusal
from skill.alexa.certificates import judge, public_roots, root_store
from skill.alexa.download import download
from skill.alexa.known_keys import Found, KnownKeys
from skill.alexa.urls import canonical_url
from skill.alexa.verdict import BODY_LIMIT, Accepted, Refused, Verdict

log = logging.getLogger(__name__)

LONGEST_SIGNATURE = 2048
"""Characters of base64; an RSA key of 4096 bits needs 684."""
SECOND_LOOK = timedelta(minutes=1)
"""A key that is older and does not fit is fetched once more: Alexa may put a new chain at an old address."""


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Stamp:
    url: str
    signature: bytes


class Verifier:
    """Checks signature, time and skill id; safe for threads.

    `fetch` gets a chain (PEM) by its address and raises when it cannot; `roots` is a PEM bundle, by default
    the public roots; `skill_id` None leaves the id unchecked.
    """

    def __init__(
        self,
        *,
        skill_id: str | None,
        fetch: Callable[[str], bytes] = download,
        roots: bytes | None = None,
        now: Callable[[], datetime] = utc_now,
        keys: KnownKeys | None = None,
    ) -> None:
        self._skill_id = skill_id
        self._fetch = fetch
        self._roots = root_store(public_roots() if roots is None else roots)
        self._now = now
        self._keys = KnownKeys() if keys is None else keys

    def verify(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        """The request's envelope, or why it is refused."""
        if len(body) > BODY_LIMIT:
            return Refused("body-too-large")
        stamp = _read_stamp(headers)
        if isinstance(stamp, Refused):
            return stamp
        now = self._now()
        return self._signature_refusal(stamp, body, now) or self._read(body, now)

    def _signature_refusal(self, stamp: _Stamp, body: bytes, now: datetime) -> Refused | None:
        key = self._key(stamp.url, now)
        refused = _misfit(key, stamp, body)
        if refused is None or isinstance(key, Refused) or now - key.since <= SECOND_LOOK:
            return refused
        self._keys.forget(stamp.url, key)
        return _misfit(self._key(stamp.url, now), stamp, body)

    def _key(self, url: str, now: datetime) -> Found:
        return self._keys.get(url, now, lambda: self._find_key(url, now))

    def _find_key(self, url: str, now: datetime) -> Found:
        try:
            chain = self._fetch(url)
        except Exception as failure:  # a chain that did not come proves nothing, whatever kept it away
            log.warning("signing chain not fetched: %s", type(failure).__name__)
            return Refused("chain-unreachable")
        return judge(chain, self._roots, now)

    def _read(self, body: bytes, now: datetime) -> Verdict:
        envelope = parse_body(body)
        if isinstance(envelope, Refused):
            return envelope
        return time_refusal(envelope, now) or skill_refusal(envelope, self._skill_id) or Accepted(envelope)


def parse_only(headers: Mapping[str, str], body: bytes) -> Verdict:
    """Takes any JSON object for genuine: for trying the shop on one's own machine, never for a network."""
    envelope = parse_body(body)
    return envelope if isinstance(envelope, Refused) else Accepted(envelope)


def _read_stamp(headers: Mapping[str, str]) -> _Stamp | Refused:
    """The two signing headers, whose names count in any case."""
    lowered = {name.lower(): value for name, value in headers.items()}
    url = canonical_url(lowered.get("signaturecertchainurl", ""))
    if url is None:
        return Refused("chain-address-wrong")
    encoded = lowered.get("signature-256", "")
    try:
        signature = base64.b64decode(encoded, validate=True)
    except ValueError:
        return Refused("signature-not-base64")
    if not signature or len(encoded) > LONGEST_SIGNATURE:
        return Refused("signature-missing")
    return _Stamp(url, signature)


def _misfit(key: Found, stamp: _Stamp, body: bytes) -> Refused | None:
    if isinstance(key, Refused):
        return key
    try:
        key.public.verify(stamp.signature, body, PKCS1v15(), SHA256())
    except InvalidSignature:
        return Refused("signature-wrong")
    return None
