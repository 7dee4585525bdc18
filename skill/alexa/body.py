"""A request's bytes as JSON, and whether they were meant for us, now."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from skill.alexa.reading import member
from skill.alexa.verdict import BODY_LIMIT, Refused

TOLERANCE = timedelta(seconds=150)
EVENT_TOLERANCE = timedelta(seconds=3600)
SLOW_EVENTS = frozenset(
    f"AlexaSkillEvent.{name}"
    for name in (
        "SkillEnabled",
        "SkillDisabled",
        "SkillPermissionChanged",
        "SkillPermissionAccepted",
        "SkillAccountLinked",
    )
)
"""Alexa repeats these for up to an hour when they do not get through."""
_ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


_JSON = json.JSONDecoder(parse_constant=_no_number)


def parse_body(body: bytes) -> dict[str, Any] | Refused:
    """The JSON object in `body` (UTF-8)."""
    if len(body) > BODY_LIMIT:
        return Refused("body-too-large")
    try:
        envelope = _JSON.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return Refused("body-not-json")
    return envelope if isinstance(envelope, dict) else Refused("body-not-an-object")


def time_refusal(envelope: Mapping[str, Any], now: datetime) -> Refused | None:
    """Why the request's time speaks against it: a replay, or a clock that is wrong."""
    request = member(envelope, "request")
    sent = timestamp(request.get("timestamp"))
    if sent is None:
        return Refused("timestamp-unreadable")
    slow = isinstance(request.get("type"), str) and request["type"] in SLOW_EVENTS
    if abs(now - sent) > (EVENT_TOLERANCE if slow else TOLERANCE):
        return Refused("timestamp-out-of-range")
    return None


def skill_refusal(envelope: Mapping[str, Any], skill_id: str | None) -> Refused | None:
    """Why the request is for another skill: each id in it must be `skill_id` (None leaves it unchecked)."""
    if skill_id is None:
        return None
    places = (
        member(envelope, "context", "System", "application"),
        member(envelope, "session", "application"),
    )
    ids = [place["applicationId"] for place in places if "applicationId" in place]
    if not ids:
        return Refused("skill-id-missing")
    return None if all(found == skill_id for found in ids) else Refused("skill-id-wrong")


def timestamp(value: Any) -> datetime | None:
    """An ISO 8601 date and time with its zone; None for anything else, such as an epoch number or "now"."""
    if not isinstance(value, str) or not _ISO_8601.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
