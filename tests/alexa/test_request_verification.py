"""Rules S1, S2, S3 and tables 2.1 and 2.2 of what Alexa demands, against the web application."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from alexa_requests import NOW, SKILL_ID, as_bytes, envelope, launch
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from skill.alexa.testing import SigningAuthority
from skill.alexa.verdict import BODY_LIMIT, Accepted, Refused
from skill.alexa.verification import Verifier, parse_only

Post = Callable[..., TestResponse]
BODY = as_bytes(launch())
EVENTS = (
    "SkillEnabled",
    "SkillDisabled",
    "SkillPermissionChanged",
    "SkillPermissionAccepted",
    "SkillAccountLinked",
)


def reason(answer: TestResponse) -> str:
    assert answer.status_code == 400
    return str(answer.json["reason"])


def test_a_signed_request_is_answered(post: Post) -> None:
    answer = post(BODY)

    assert answer.status_code == 200
    assert answer.json["response"]["heard"] == "LaunchRequest"


def test_s1_a_request_without_any_headers_is_refused(post: Post) -> None:
    assert reason(post(BODY, {})) == "chain-address-wrong"


@pytest.mark.parametrize("missing", ["SignatureCertChainUrl", "Signature-256"])
def test_s1_a_request_without_one_of_the_headers_is_refused(
    post: Post, authority: SigningAuthority, missing: str
) -> None:
    headers = authority.sign(BODY)
    del headers[missing]

    assert post(BODY, headers).status_code == 400


def test_header_names_count_in_any_case(post: Post, authority: SigningAuthority) -> None:
    headers = {name.upper(): value for name, value in authority.sign(BODY).items()}

    assert post(BODY, headers).status_code == 200


def test_a_verifier_reads_header_names_in_any_case(verifier: Verifier, authority: SigningAuthority) -> None:
    headers = {name.lower(): value for name, value in authority.sign(BODY).items()}

    assert verifier.verify(headers, BODY) == Accepted(launch())


@pytest.mark.parametrize("address", ["", "echo", "https://notamazon.com/echo.api/echo-api-cert-1.pem"])
def test_s1_a_chain_from_elsewhere_is_refused(post: Post, authority: SigningAuthority, address: str) -> None:
    headers = authority.sign(BODY) | {"SignatureCertChainUrl": address}

    assert reason(post(BODY, headers)) == "chain-address-wrong"


def test_the_older_sha1_header_alone_is_no_proof(post: Post, authority: SigningAuthority) -> None:
    headers = authority.sign(BODY)
    headers["Signature"] = headers.pop("Signature-256")

    assert reason(post(BODY, headers)) == "signature-missing"


@pytest.mark.parametrize("signature", ["not base64!", "AAA", "ä", "=", "A" * 3 + "\x7f"])
def test_s1_a_signature_that_is_not_base64_is_refused(
    verifier: Verifier, authority: SigningAuthority, signature: str
) -> None:
    headers = authority.sign(BODY) | {"Signature-256": signature}

    assert verifier.verify(headers, BODY) == Refused("signature-not-base64")


@pytest.mark.parametrize("signature", ["", "A" * 4000])
def test_s1_an_empty_or_endless_signature_is_refused(
    post: Post, authority: SigningAuthority, signature: str
) -> None:
    assert reason(post(BODY, authority.sign(BODY) | {"Signature-256": signature})) == "signature-missing"


def test_s1_a_forged_signature_is_refused(post: Post, authority: SigningAuthority) -> None:
    forged = SigningAuthority.create().sign(BODY)["Signature-256"]

    assert reason(post(BODY, authority.sign(BODY) | {"Signature-256": forged})) == "signature-wrong"


def test_s1_a_signature_of_another_length_is_refused(post: Post, authority: SigningAuthority) -> None:
    short = base64.b64encode(b"short").decode()

    assert reason(post(BODY, authority.sign(BODY) | {"Signature-256": short})) == "signature-wrong"


def test_s1_one_changed_byte_breaks_the_signature(post: Post, authority: SigningAuthority) -> None:
    changed = BODY.replace(b"LaunchRequest", b"launchRequest")

    assert reason(post(changed, authority.sign(BODY))) == "signature-wrong"


def test_the_signature_is_over_the_bytes_and_not_over_the_json(
    post: Post, authority: SigningAuthority
) -> None:
    spaced = BODY.replace(b": ", b" :  ")

    assert post(spaced).status_code == 200
    assert reason(post(spaced, authority.sign(BODY))) == "signature-wrong"


def test_a_body_with_double_byte_characters_is_verified(post: Post) -> None:
    body = as_bytes(envelope({"type": "LaunchRequest", "note": "日本語のクレープ – crème brûlée 🥐"}))

    assert post(body).status_code == 200


def test_a_body_in_another_encoding_is_refused(post: Post) -> None:
    assert reason(post(BODY.decode().encode("utf-16"))) == "body-not-json"


def test_nothing_is_parsed_before_the_signature_holds(post: Post, authority: SigningAuthority) -> None:
    hostile = b"[" * 100_000

    assert reason(post(hostile, authority.sign(BODY))) == "signature-wrong"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"{",
        b'{"a": NaN}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"\xef\xbb\xbf{}",
    ],
    ids=["empty", "text", "bytes", "cut", "nan", "huge-number", "deep", "byte-order-mark"],
)
def test_a_signed_body_that_is_not_json_is_refused(post: Post, body: bytes) -> None:
    assert reason(post(body)) == "body-not-json"


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"request"'])
def test_a_signed_body_that_is_no_object_is_refused(post: Post, body: bytes) -> None:
    assert reason(post(body)) == "body-not-an-object"


@given(st.binary(max_size=300))
def test_any_bytes_without_a_signature_are_refused(post: Post, body: bytes) -> None:
    assert post(body, {}).status_code == 400


@given(st.binary(max_size=300))
def test_any_bytes_with_a_signature_are_refused(post: Post, body: bytes) -> None:
    assert post(body).status_code == 400


@given(st.none() | st.text() | st.dictionaries(st.text(), st.none() | st.integers(), max_size=3))
def test_any_signed_json_that_is_no_request_is_refused(post: Post, value: Any) -> None:
    assert post(as_bytes({"request": value, "session": value, "context": value})).status_code == 400


def test_a_large_body_is_refused_before_it_is_looked_at(
    verifier: Verifier, authority: SigningAuthority
) -> None:
    body = BODY + b" " * BODY_LIMIT

    assert verifier.verify(authority.sign(body), body) == Refused("body-too-large")


@pytest.mark.parametrize(
    "sent", ["2026-05-01T11:57:30Z", "2026-05-01T12:02:30Z", "2026-05-01T13:59:00+02:00"]
)
def test_s3_a_request_of_up_to_150_seconds_is_taken(post: Post, sent: str) -> None:
    assert post(as_bytes(launch(timestamp=sent))).status_code == 200


@pytest.mark.parametrize("sent", ["2026-05-01T11:57:29Z", "2026-05-01T12:02:31Z", "2020-01-01T00:00:00Z"])
def test_s3_a_request_that_is_older_or_from_the_future_is_refused(post: Post, sent: str) -> None:
    assert reason(post(as_bytes(launch(timestamp=sent)))) == "timestamp-out-of-range"


def test_s3_an_old_request_sent_again_is_refused(authority: SigningAuthority) -> None:
    headers, hours = authority.sign(BODY), [0, 1]
    verifier = Verifier(
        skill_id=SKILL_ID,
        fetch=authority.fetch,
        roots=authority.root,
        now=lambda: NOW.replace(hour=12 + hours.pop(0)),
    )

    assert verifier.verify(headers, BODY) == Accepted(launch())
    assert verifier.verify(headers, BODY) == Refused("timestamp-out-of-range")


@pytest.mark.parametrize("event", EVENTS)
def test_s3_the_five_skill_events_have_an_hour(post: Post, event: str) -> None:
    body = as_bytes(launch(type=f"AlexaSkillEvent.{event}", timestamp="2026-05-01T11:00:00Z"))

    assert post(body).status_code == 200


@pytest.mark.parametrize("event", EVENTS)
def test_s3_the_five_skill_events_have_not_more_than_an_hour(post: Post, event: str) -> None:
    body = as_bytes(launch(type=f"AlexaSkillEvent.{event}", timestamp="2026-05-01T10:59:59Z"))

    assert reason(post(body)) == "timestamp-out-of-range"


def test_s3_other_skill_events_have_no_hour(post: Post) -> None:
    body = as_bytes(
        launch(type="AlexaSkillEvent.ProactiveSubscriptionChanged", timestamp="2026-05-01T11:00:00Z")
    )

    assert reason(post(body)) == "timestamp-out-of-range"


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "",
        "10",
        "now",
        "2026-05-01",
        "2026-05-01T12:00:00",
        "2026-05-01 12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-05-01T12:00:00+99:99",
        "Fri, 01 May 2026 12:00:00 GMT",
        "٢٠٢٦-05-01T12:00:00Z",
        1777636800,
        1777636800000,
        True,
        [],
        {"$date": 1},
    ],
)
def test_s3_a_timestamp_that_is_no_iso_8601_with_a_zone_is_refused(post: Post, odd: Any) -> None:
    assert reason(post(as_bytes(launch(timestamp=odd)))) == "timestamp-unreadable"


def test_s3_a_request_without_a_timestamp_is_refused(post: Post) -> None:
    said = launch()
    del said["request"]["timestamp"]

    assert reason(post(as_bytes(said))) == "timestamp-unreadable"


def test_fractions_of_a_second_in_a_timestamp_are_read(post: Post) -> None:
    assert post(as_bytes(launch(timestamp="2026-05-01T12:00:00.123456789Z"))).status_code == 200


def test_s2_a_request_for_another_skill_is_refused(post: Post) -> None:
    said = launch()
    said["context"]["System"]["application"] = {"applicationId": "amzn1.ask.skill.another"}

    assert reason(post(as_bytes(said))) == "skill-id-wrong"


def test_s2_a_session_of_another_skill_is_refused(post: Post) -> None:
    said = launch()
    said["session"]["application"] = {"applicationId": "amzn1.ask.skill.another"}

    assert reason(post(as_bytes(said))) == "skill-id-wrong"


def test_s2_a_request_without_a_skill_id_is_refused(post: Post) -> None:
    said = launch()
    del said["context"], said["session"]

    assert reason(post(as_bytes(said))) == "skill-id-missing"


@pytest.mark.parametrize("odd", [None, 7, [], {"applicationId": []}, "amzn1.ask.skill.corner-shop"])
def test_s2_an_odd_skill_id_is_refused(post: Post, odd: Any) -> None:
    said = launch()
    said["context"]["System"]["application"] = odd
    del said["session"]

    assert reason(post(as_bytes(said))) in ("skill-id-missing", "skill-id-wrong")


@pytest.mark.parametrize("place", ["context", "session"])
def test_s2_the_skill_id_may_stand_in_either_place(post: Post, place: str) -> None:
    said = launch()
    del said[place]

    assert post(as_bytes(said)).status_code == 200


def test_without_a_skill_id_to_compare_any_skill_is_taken(authority: SigningAuthority) -> None:
    verifier = Verifier(skill_id=None, fetch=authority.fetch, roots=authority.root, now=lambda: NOW)

    assert isinstance(verifier.verify(authority.sign(BODY), BODY), Accepted)


def test_s4_unknown_properties_are_no_reason_to_refuse(post: Post) -> None:
    said = launch(novelty={"deep": [1, 2]}) | {"extra": None}

    assert post(as_bytes(said)).status_code == 200


def test_s6_the_verifier_of_the_developer_still_wants_json() -> None:
    assert parse_only({}, BODY) == Accepted(launch())
    assert parse_only({}, b"hello") == Refused("body-not-json")
    assert parse_only({}, b" " * (BODY_LIMIT + 1)) == Refused("body-too-large")
