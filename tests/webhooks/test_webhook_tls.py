"""HTTPS is real: a certificate that nobody vouches for is refused before a word is sent."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from skill.store.deliveries import Delivery
from skill.store.endpoints import Endpoint
from skill.webhooks import sending
from skill.webhooks.sending import Arrived, Failed, send

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOOPBACK = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def receiver(certificate: Path) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200 if self.headers["host"].startswith("localhost:") else 400)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"https://localhost:{server.server_port}/hook"
    server.shutdown()
    thread.join()
    server.server_close()


def _send(url: str) -> object:
    endpoint = Endpoint(1, url, "whsec_" + "c2VjcmV0" * 4, True, NOW)
    return send(Delivery(1, "", 0, "evt_1", 1, "webhook.test", NOW, {}, endpoint), NOW, LOOPBACK, 5)


def test_a_certificate_that_is_trusted_is_spoken_to(
    receiver: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_trust", lambda: ssl.create_default_context(cafile=str(certificate)))

    assert _send(receiver) == Arrived("200")


def test_a_certificate_that_nobody_vouches_for_is_refused(receiver: str) -> None:
    assert _send(receiver) == Failed("TLS: CERTIFICATE_VERIFY_FAILED")


def test_a_certificate_of_another_host_is_refused(
    receiver: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_trust", lambda: ssl.create_default_context(cafile=str(certificate)))

    assert isinstance(_send(receiver.replace("localhost", "127.0.0.1")), Failed)
