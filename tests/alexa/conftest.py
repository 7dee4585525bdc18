from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from alexa_requests import NOW, SKILL_ID
from werkzeug.test import TestResponse

from skill.alexa.testing import SigningAuthority
from skill.alexa.verification import Verifier
from skill.app import create_app


@pytest.fixture(scope="session")
def authority() -> SigningAuthority:
    return SigningAuthority.create(since=NOW - timedelta(days=1), until=NOW + timedelta(days=30))


@pytest.fixture(scope="session")
def verifier(authority: SigningAuthority) -> Verifier:
    return Verifier(skill_id=SKILL_ID, fetch=authority.fetch, roots=authority.root, now=lambda: NOW)


@pytest.fixture(scope="session")
def post(authority: SigningAuthority, verifier: Verifier) -> Callable[..., TestResponse]:
    """Send a body to the real web application, signed unless `headers` are given."""

    def skill(envelope: dict[str, Any]) -> dict[str, Any]:
        return {"version": "1.0", "response": {"heard": envelope["request"]["type"]}}

    client = create_app(skill, verifier.verify, lambda: {"database": True}).test_client()

    def post(body: bytes, headers: Mapping[str, str] | None = None) -> TestResponse:
        return client.post("/alexa", data=body, headers=authority.sign(body) if headers is None else headers)

    return post
