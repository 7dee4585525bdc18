"""The address of the signing chain: the public examples, and the spellings that others fell for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.urls import LONGEST, canonical_url

CANONICAL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.mark.parametrize(
    "address",
    [
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "HTTPS://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://S3.AmazonAWS.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/../echo.api/./echo-api-cert.pem",
    ],
)
def test_each_good_spelling_becomes_the_same_address(address: str) -> None:
    assert canonical_url(address) == CANONICAL


@pytest.mark.parametrize(
    "address",
    [
        "",
        "echo-api-cert.pem",
        "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "ftp://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "file:///echo.api/echo-api-cert.pem",
        "https://notamazon.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com.evil.com/echo.api/echo-api-cert.pem",
        "https://evil-s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com./echo.api/echo-api-cert.pem",
        "https://\u017f3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
        "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.apiary/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api",
        "https://s3.amazonaws.com",
        "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:0443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:port/echo.api/echo-api-cert.pem",
        "https://user@s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://user:word@s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com@evil.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem?a=1",
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem#a",
        "https://s3.amazonaws.com/echo.api/%2e%2e/evil/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/%252e%252e/evil/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api\\..\\evil/echo-api-cert.pem",
        "https://s3.amazonaws.com\\@evil.com/echo.api/echo-api-cert.pem",
        " https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem\n",
        "https://s3.amazonaws.com/echo.api/echo\tapi-cert.pem",
        "https://s3.amazonaws.com/echo.api/echo-äpi-cert.pem",
        "https://s3.amazonaws.com/echo.api/" + "a" * LONGEST,
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    assert canonical_url(address) is None


@given(st.text() | st.text("./echoapi%@?#:\\", max_size=40).map("https://s3.amazonaws.com/echo.api/".__add__))
def test_a_canonical_address_stays_as_it_is_and_in_its_folder(address: str) -> None:
    canonical = canonical_url(address)

    if canonical is not None:
        assert canonical.startswith("https://s3.amazonaws.com/echo.api/")
        assert not {".", ".."}.intersection(canonical.split("/"))
        assert canonical_url(canonical) == canonical
