"""Applications that a server process of its own can import."""

from __future__ import annotations

from typing import Any

from alexa_requests import SKILL_ID
from flask import Flask

from skill.alexa.testing import SigningAuthority
from skill.alexa.verification import Verifier
from skill.app import create_app
from skill.errors import StoreUnavailable


def signed_app(authority: SigningAuthority) -> Flask:
    """Takes what `authority` signs, and says what it heard."""
    verifier = Verifier(skill_id=SKILL_ID, fetch=authority.fetch, roots=authority.root)
    return create_app(heard, verifier.verify, lambda: {"database": True})


def heard(envelope: dict[str, Any]) -> dict[str, Any]:
    """A skill that says the type of the request."""
    return {"version": "1.0", "response": {"heard": envelope["request"]["type"]}}


def broken_app() -> Flask:
    """Cannot be built: the database is away."""
    raise StoreUnavailable("the database does not answer: start it")
