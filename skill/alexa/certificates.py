"""From a signing chain to the key it vouches for."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store

from skill.alexa.verdict import Refused

SIGNER = x509.DNSName("echo-api.amazon.com")
TRUSTED_FOR = timedelta(hours=1)
"""How long a verdict holds before the chain is looked at again."""
LONGEST_CHAIN = 10
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs for Alexa: judged at `since`, believed before `until`."""

    public: RSAPublicKey
    since: datetime
    until: datetime


def public_roots() -> bytes:
    """The root certificates that browsers trust, as PEM."""
    return Path(certifi.where()).read_bytes()


def root_store(pem: bytes) -> Store:
    """The trusted roots out of a PEM bundle; raises ValueError when there are none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        roots = [_root(block) for block in _CERTIFICATE.findall(pem)]
    return Store([root for root in roots if root is not None])


def _root(pem: bytes) -> x509.Certificate | None:
    """One root; None for a malformed one: public bundles hold a few, and one must not close the door."""
    try:
        return x509.load_pem_x509_certificate(pem)
    except ValueError:
        return None


def judge(chain: bytes, roots: Store, now: datetime) -> SigningKey | Refused:
    """The key of the first certificate in `chain` (PEM), when a path leads from it to a trusted root.

    The path ends at the first root that is trusted: what a chain carries beyond it does not matter, and
    Alexa's does end in a certificate that current root lists no longer hold.
    """
    try:
        leaf, *others = x509.load_pem_x509_certificates(chain)
        if len(others) >= LONGEST_CHAIN:
            return Refused("chain-too-long")
        verifier = PolicyBuilder().store(roots).time(now).build_server_verifier(SIGNER)
        path = verifier.verify(leaf, others)
        key = leaf.public_key()
    except Exception:  # the parsers raise a dozen types for a hostile chain; none of them proves anything
        return Refused("chain-untrusted")
    if not isinstance(key, RSAPublicKey):
        return Refused("key-not-rsa")
    ends = min(certificate.not_valid_after_utc for certificate in path)
    return SigningKey(key, since=now, until=min(ends, now + TRUSTED_FOR))
