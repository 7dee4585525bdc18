"""What Alexa sends, made small: the requests of these tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
SKILL_ID = "amzn1.ask.skill.corner-shop"
USER_ID = "amzn1.ask.account.somebody"


def launch(**changes: Any) -> dict[str, Any]:
    """An envelope with a LaunchRequest; `changes` go into the request."""
    return envelope({"type": "LaunchRequest"} | changes)


def intent(name: str, slots: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """An envelope with an IntentRequest; `changes` go into the request."""
    said = {"name": name, "confirmationStatus": "NONE", "slots": slots or {}}
    return envelope({"type": "IntentRequest", "intent": said} | changes)


def envelope(request: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """An envelope around `request`, from a session that remembers `attributes`."""
    common = {"requestId": "amzn1.echo-api.request.1", "locale": "en-US", "timestamp": "2026-05-01T12:00:00Z"}
    application, user = {"applicationId": SKILL_ID}, {"userId": USER_ID}
    return {
        "version": "1.0",
        "session": {
            "new": False,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "user": user,
            "attributes": attributes,
        },
        "context": {"System": {"application": application, "user": user, "device": {"deviceId": "echo"}}},
        "request": common | request,
    }


def matched(value: str, *ids: str, authority: str = "static") -> dict[str, Any]:
    """A slot that was understood as any of `ids`."""
    values = [{"value": {"id": key, "name": key.title()}} for key in ids]
    resolution = {"authority": authority, "status": {"code": "ER_SUCCESS_MATCH"}, "values": values}
    return {
        "name": "product",
        "value": value,
        "confirmationStatus": "NONE",
        "resolutions": {"resolutionsPerAuthority": [resolution]},
    }


def as_bytes(value: Any) -> bytes:
    """`value` as the JSON that is signed and sent."""
    return json.dumps(value, ensure_ascii=False).encode()
