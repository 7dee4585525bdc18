"""A certificate authority for tests: signs requests as Alexa does, for the real verifier to judge."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-1.pem"
SIGNER = "echo-api.amazon.com"
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class SigningAuthority:
    """A root and a signing chain as PEM: plain bytes, so that it travels to other processes."""

    root: bytes
    chain: bytes
    key: bytes
    url: str = CHAIN_URL

    @classmethod
    def create(
        cls,
        *,
        names: Sequence[str] = (SIGNER,),
        since: datetime | None = None,
        until: datetime | None = None,
        key: PrivateKey | None = None,
        url: str = CHAIN_URL,
    ) -> SigningAuthority:
        """A new authority whose signing certificate holds `names` and is good from `since` to `until`."""
        now = datetime.now(UTC)
        dates = (since or now - timedelta(days=1), until or now + timedelta(days=30))
        return _issue(names, dates, key or rsa.generate_private_key(65537, 2048), url)

    def sign(self, body: bytes) -> dict[str, str]:
        """The headers that Alexa would send with `body`."""
        signature = _signing_key(self.key).sign(body, PKCS1v15(), SHA256())
        return {
            "SignatureCertChainUrl": self.url,
            "Signature-256": base64.b64encode(signature).decode(),
            "Content-Type": "application/json; charset=utf-8",
        }

    def fetch(self, url: str) -> bytes:
        """The chain, as a download of `url` would give it; raises OSError for any other address."""
        if url != self.url:
            raise FileNotFoundError(url)
        return self.chain


@cache
def _signing_key(pem: bytes) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def _issue(
    names: Sequence[str], dates: tuple[datetime, datetime], key: PrivateKey, url: str
) -> SigningAuthority:
    top_key, middle_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    top_name, middle_name = _name("Test Root"), _name("Test Intermediate")
    lasting = (datetime(2015, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC))
    top = authority_certificate(top_name, top_key.public_key(), top_name, top_key, lasting)
    middle = authority_certificate(middle_name, middle_key.public_key(), top_name, top_key, lasting)
    leaf = _signing_certificate(names, key.public_key(), middle_name, middle_key, dates)
    return SigningAuthority(
        root=_pem(top),
        chain=_pem(leaf) + _pem(middle),
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        url=url,
    )


def authority_certificate(
    subject: x509.Name,
    public: PublicKey,
    issuer: x509.Name,
    signer: PrivateKey,
    dates: tuple[datetime, datetime],
) -> x509.Certificate:
    """A certificate that may sign others."""
    builder = _builder(subject, public, issuer, signer, dates)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return builder.sign(signer, SHA256())


def _signing_certificate(
    names: Sequence[str],
    public: PublicKey,
    issuer: x509.Name,
    signer: PrivateKey,
    dates: tuple[datetime, datetime],
) -> x509.Certificate:
    builder = _builder(_name(SIGNER), public, issuer, signer, dates)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    if names:
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternatives, critical=False)
    return builder.sign(signer, SHA256())


def _builder(
    subject: x509.Name,
    public: PublicKey,
    issuer: x509.Name,
    signer: PrivateKey,
    dates: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    """What every certificate has."""
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(dates[0])
        .not_valid_after(dates[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(authority, critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
