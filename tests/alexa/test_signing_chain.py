"""The signing chain: what it must prove, how long it is believed, and how often it is fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from alexa_requests import NOW, as_bytes, launch
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from skill.alexa.certificates import judge, public_roots, root_store
from skill.alexa.known_keys import KnownKeys
from skill.alexa.testing import CHAIN_URL, SIGNER, SigningAuthority, authority_certificate
from skill.alexa.verdict import Accepted, Refused, Verdict
from skill.alexa.verification import Verifier

BODY = as_bytes(launch())
KEY = rsa.generate_private_key(65537, 2048)
SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(days=30)
ACCEPTED = Accepted(launch())


def verifier(
    authority: SigningAuthority,
    *,
    fetch: Callable[[str], bytes] | None = None,
    now: Callable[[], datetime] = lambda: NOW,
    keys: KnownKeys | None = None,
) -> Verifier:
    return Verifier(skill_id=None, fetch=fetch or authority.fetch, roots=authority.root, now=now, keys=keys)


def verdict(authority: SigningAuthority, chain: bytes | None = None) -> Verdict:
    """On a signed request whose chain is `chain`, or the authority's own."""
    fetch = authority.fetch if chain is None else lambda url: chain
    return verifier(authority, fetch=fetch).verify(authority.sign(BODY), BODY)


def with_names(*names: str) -> SigningAuthority:
    return SigningAuthority.create(names=names, since=SINCE, until=UNTIL, key=KEY)


def test_a_chain_to_a_trusted_root_is_believed(authority: SigningAuthority) -> None:
    assert verdict(authority) == ACCEPTED


def test_alexas_name_may_stand_among_others() -> None:
    assert verdict(with_names("echo.example.com", SIGNER)) == ACCEPTED


@pytest.mark.parametrize("names", [(), ("example.com",), ("evil-echo-api.amazon.com",), ("amazon.com",)])
def test_a_certificate_without_alexas_name_is_refused(names: tuple[str, ...]) -> None:
    assert verdict(with_names(*names)) == Refused("chain-untrusted")


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)], ids=["expired", "not-yet-valid"])
def test_a_certificate_outside_its_dates_is_refused(days: tuple[int, int]) -> None:
    since, until = (NOW + timedelta(days=day) for day in days)

    assert verdict(SigningAuthority.create(since=since, until=until, key=KEY)) == Refused("chain-untrusted")


def test_a_chain_to_an_unknown_root_is_refused(authority: SigningAuthority) -> None:
    stranger = with_names(SIGNER)
    door = verifier(authority, fetch=stranger.fetch)

    assert door.verify(stranger.sign(BODY), BODY) == Refused("chain-untrusted")


def test_a_chain_that_brings_its_own_root_is_refused(authority: SigningAuthority) -> None:
    stranger = with_names(SIGNER)
    door = verifier(authority, fetch=lambda url: stranger.chain + stranger.root)

    assert door.verify(stranger.sign(BODY), BODY) == Refused("chain-untrusted")


def test_what_follows_a_trusted_root_does_not_matter(authority: SigningAuthority) -> None:
    trusted = x509.load_pem_x509_certificate(authority.root)
    key = trusted.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    retired = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Retired Root")])
    dates = (SINCE, UNTIL)
    cross = authority_certificate(
        trusted.subject, key, retired, ec.generate_private_key(ec.SECP256R1()), dates
    )

    assert verdict(authority, authority.chain + cross.public_bytes(Encoding.PEM)) == ACCEPTED


def test_a_chain_without_its_middle_is_refused(authority: SigningAuthority) -> None:
    leaf = authority.chain.split(b"-----END CERTIFICATE-----")[0] + b"-----END CERTIFICATE-----\n"

    assert verdict(authority, leaf) == Refused("chain-untrusted")


def test_an_endless_chain_is_refused(authority: SigningAuthority) -> None:
    assert verdict(authority, authority.chain * 10) == Refused("chain-too-long")


@pytest.mark.parametrize(
    "chain",
    [
        b"",
        b"<Error><Code>AccessDenied</Code></Error>",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----",
        b"\xff" * 100,
    ],
    ids=["empty", "xml", "no-certificate", "cut", "bytes"],
)
def test_a_chain_that_is_not_pem_is_refused(authority: SigningAuthority, chain: bytes) -> None:
    assert verdict(authority, chain) == Refused("chain-untrusted")


def test_a_signing_key_that_is_not_rsa_is_refused() -> None:
    curved = SigningAuthority.create(since=SINCE, until=UNTIL, key=ec.generate_private_key(ec.SECP256R1()))
    headers = with_names(SIGNER).sign(BODY)

    assert verifier(curved).verify(headers, BODY) == Refused("key-not-rsa")


@pytest.mark.parametrize("failure", [OSError, TimeoutError, ValueError, KeyError, RuntimeError])
def test_a_download_that_fails_is_a_refusal_and_not_an_error(
    authority: SigningAuthority, failure: type[Exception]
) -> None:
    def fetch(url: str) -> bytes:
        raise failure(url)

    door = verifier(authority, fetch=fetch)

    assert door.verify(authority.sign(BODY), BODY) == Refused("chain-unreachable")


def test_a_failed_download_is_not_remembered(authority: SigningAuthority) -> None:
    chains: list[bytes | None] = [None, b"not PEM", authority.chain]

    def fetch(url: str) -> bytes:
        chain = chains.pop(0)
        if chain is None:
            raise OSError(url)
        return chain

    door, headers = verifier(authority, fetch=fetch), authority.sign(BODY)

    assert door.verify(headers, BODY) == Refused("chain-unreachable")
    assert door.verify(headers, BODY) == Refused("chain-untrusted")
    assert door.verify(headers, BODY) == ACCEPTED


class Counted:
    """A fetch that keeps the addresses it was asked for."""

    def __init__(self, chain: bytes) -> None:
        self.chain = chain
        self.urls: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.urls.append(url)
        return self.chain


def test_a_chain_is_fetched_once_for_all_spellings_of_its_address(authority: SigningAuthority) -> None:
    fetch = Counted(authority.chain)
    door, headers = verifier(authority, fetch=fetch), authority.sign(BODY)

    for spelling in (CHAIN_URL, CHAIN_URL.replace("com/", "com:443/"), CHAIN_URL.replace("echo-", "./echo-")):
        assert door.verify(headers | {"SignatureCertChainUrl": spelling}, BODY) == ACCEPTED

    assert fetch.urls == [CHAIN_URL]


def test_a_verdict_holds_for_an_hour(authority: SigningAuthority) -> None:
    clock, fetch = [NOW], Counted(authority.chain)
    door, headers = verifier(authority, fetch=fetch, now=lambda: clock[0]), authority.sign(BODY)

    for minutes in (0, 59, 60):
        clock[0] = NOW + timedelta(minutes=minutes)
        door.verify(headers, BODY)

    assert len(fetch.urls) == 2


def test_a_verdict_ends_with_its_certificate() -> None:
    clock = [NOW]
    short = SigningAuthority.create(since=SINCE, until=NOW + timedelta(seconds=100), key=KEY)
    door, headers = verifier(short, now=lambda: clock[0]), short.sign(BODY)

    assert door.verify(headers, BODY) == ACCEPTED
    clock[0] = NOW + timedelta(seconds=101)
    assert door.verify(headers, BODY) == Refused("chain-untrusted")


def test_a_rotated_address_works_beside_the_old_one(authority: SigningAuthority) -> None:
    fetch = Counted(authority.chain)
    door, headers = verifier(authority, fetch=fetch), authority.sign(BODY)
    rotated = headers | {"SignatureCertChainUrl": CHAIN_URL.replace("cert-1", "cert-2")}

    assert [door.verify(each, BODY) for each in (headers, rotated, headers)] == [ACCEPTED] * 3
    assert fetch.urls == [CHAIN_URL, CHAIN_URL.replace("cert-1", "cert-2")]


def test_a_new_chain_at_an_old_address_is_found(authority: SigningAuthority) -> None:
    newer, clock, fetch = with_names(SIGNER), [NOW], Counted(authority.chain)
    door = Verifier(skill_id=None, fetch=fetch, roots=authority.root + newer.root, now=lambda: clock[0])

    assert door.verify(authority.sign(BODY), BODY) == ACCEPTED
    clock[0], fetch.chain = NOW + timedelta(seconds=90), newer.chain
    assert door.verify(newer.sign(BODY), BODY) == ACCEPTED


def test_forged_signatures_do_not_make_the_shop_download_again_and_again(authority: SigningAuthority) -> None:
    fetch = Counted(authority.chain)
    door, forged = verifier(authority, fetch=fetch), with_names(SIGNER).sign(BODY)

    for _ in range(20):
        assert door.verify(forged, BODY) == Refused("signature-wrong")

    assert len(fetch.urls) == 1


def test_two_threads_with_nothing_known_fetch_once(authority: SigningAuthority) -> None:
    second, fetched, verdicts = Barrier(2), [], []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        with pytest.raises(BrokenBarrierError):  # nobody else comes here
            second.wait(0.2)
        return authority.chain

    door, headers = verifier(authority, fetch=fetch), authority.sign(BODY)
    threads = [Thread(target=lambda: verdicts.append(door.verify(headers, BODY))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert fetched == [CHAIN_URL]
    assert verdicts == [ACCEPTED, ACCEPTED]


def test_a_fetch_that_dies_leaves_nobody_waiting(authority: SigningAuthority) -> None:
    def fetch(url: str) -> bytes:
        raise SystemExit

    keys = KnownKeys()
    door = verifier(authority, fetch=fetch, keys=keys)

    with pytest.raises(SystemExit):
        door.verify(authority.sign(BODY), BODY)
    assert verifier(authority, keys=keys).verify(authority.sign(BODY), BODY) == ACCEPTED


def test_a_thousand_hostile_addresses_leave_little_behind(authority: SigningAuthority) -> None:
    keys, headers = KnownKeys(), authority.sign(BODY)
    good = verifier(authority, fetch=lambda url: authority.chain, keys=keys)
    bad = verifier(authority, fetch=lambda url: b"", keys=keys)

    for number in range(1000):
        hostile = {"SignatureCertChainUrl": f"https://s3.amazonaws.com/echo.api/{number}.pem"}
        (good if number % 10 == 0 else bad).verify(headers | hostile, BODY)

    assert 0 < len(keys) <= 16


def test_the_address_used_last_is_the_last_to_be_forgotten(authority: SigningAuthority) -> None:
    fetch = Counted(authority.chain)
    door, headers = verifier(authority, fetch=fetch, keys=KnownKeys(limit=2)), authority.sign(BODY)

    for name in "abaca":
        address = {"SignatureCertChainUrl": f"https://s3.amazonaws.com/echo.api/{name}.pem"}
        door.verify(headers | address, BODY)

    assert [url[-5] for url in fetch.urls] == ["a", "b", "c"]


def test_public_roots_are_read_and_trust_no_stranger(authority: SigningAuthority) -> None:
    roots = root_store(public_roots())

    assert judge(authority.chain, roots, NOW) == Refused("chain-untrusted")


def test_a_broken_root_is_passed_over(authority: SigningAuthority) -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

    assert not isinstance(judge(authority.chain, root_store(broken + authority.root), NOW), Refused)


def test_a_bundle_without_roots_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        root_store(b"")


def test_the_time_of_the_verifier_has_a_zone() -> None:
    from skill.alexa.verification import utc_now

    assert utc_now().tzinfo is UTC
