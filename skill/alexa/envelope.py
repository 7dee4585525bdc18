"""An Alexa request reduced to what the shop uses.

Alexa adds request types, enum words and properties at any time, and ask-sdk raises on each of them. So only
known keys with safe values get as far as ask-sdk; everything else is as if it had not been sent.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from skill.alexa.reading import member, members, plain, text, word

LONGEST_VALUE = 2000
"""Characters of a slot; nobody says more in one breath."""
MOST_SLOTS = 50
MOST_VALUES = 50
UNHEARD = "?"
"""Alexa's value for a number that was said but not understood."""
_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")


def request_type(envelope: Any) -> str:
    """The type of the request; empty when there is none."""
    return text(member(envelope, "request").get("type")) or ""


def reduced(envelope: Any) -> dict[str, Any]:
    """The envelope with only what the shop reads, in Alexa's own shape."""
    system = member(envelope, "context", "System")
    session = member(envelope, "session")
    user = _user(member(system, "user")) or _user(member(session, "user"))
    short = {
        "version": "1.0",
        "context": {"System": {"user": user, "device": {"supportedInterfaces": _screens(system)}}},
        "request": _request(member(envelope, "request")),
    }
    return short | {"session": _session(session)} if session else short


def fingerprint(envelope: Any, short: Mapping[str, Any]) -> str:
    """SHA-256 of what was asked, by whom and in which session: the same for a request that is sent again."""
    said = {
        "request": short["request"],
        "session": member(short, "session").get("sessionId"),
        "timestamp": text(member(envelope, "request").get("timestamp")),
        "user": member(short, "context", "System", "user").get("userId"),
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _user(raw: Mapping[str, Any]) -> dict[str, Any]:
    user_id = text(raw.get("userId"))
    return {"userId": user_id} if user_id else {}


def _screens(system: Mapping[str, Any]) -> dict[str, Any]:
    interfaces = member(system, "device", "supportedInterfaces")
    return {name: {} for name in ("Alexa.Presentation.APL", "Display") if name in interfaces}


def _session(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "new": raw.get("new") is True,
        "sessionId": text(raw.get("sessionId")),
        "attributes": plain(member(raw, "attributes")),
    }


def _request(raw: Mapping[str, Any]) -> dict[str, Any]:
    locale = raw.get("locale")
    request = {
        "type": text(raw.get("type")),
        "requestId": text(raw.get("requestId")),
        "locale": locale if isinstance(locale, str) and _LOCALE.fullmatch(locale) else None,
        "intent": _intent(member(raw, "intent")),
        "dialogState": word(raw.get("dialogState"), "STARTED", "IN_PROGRESS", "COMPLETED"),
        "reason": word(raw.get("reason"), "USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"),
    }
    return {key: value for key, value in request.items() if value is not None}


def _intent(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    name = text(raw.get("name"))
    if not name:
        return None
    slots = list(member(raw, "slots").items())[:MOST_SLOTS]
    return {
        "name": name,
        "confirmationStatus": _confirmation(raw),
        "slots": {key: _slot(key, member(slot)) for raw_key, slot in slots if (key := text(raw_key))},
    }


def _slot(name: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """A slot; one with a `slotValue` only (newer requests) is read out of that."""
    spoken = raw if "value" in raw else member(raw, "slotValue")
    value = (text(spoken.get("value")) or "")[:LONGEST_VALUE].strip()
    slot = {"name": name, "confirmationStatus": _confirmation(raw)}
    if not value or value == UNHEARD:
        return slot
    authorities = members(member(spoken, "resolutions"), "resolutionsPerAuthority")
    matches = [match for authority in authorities if (match := _match(member(authority)))]
    return slot | {"value": value, "resolutions": {"resolutionsPerAuthority": matches}}


def _match(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """What one list of values (the model's own, or a dynamic one) makes of a slot; None for no match."""
    if member(raw, "status").get("code") != "ER_SUCCESS_MATCH":
        return None
    values = [member(wrapper, "value") for wrapper in members(raw, "values")[:MOST_VALUES]]
    named = [
        {"value": {"id": key, "name": text(v.get("name"))}} for v in values if (key := text(v.get("id")))
    ]
    return {"status": {"code": "ER_SUCCESS_MATCH"}, "authority": text(raw.get("authority")), "values": named}


def _confirmation(raw: Mapping[str, Any]) -> str:
    return word(raw.get("confirmationStatus"), "CONFIRMED", "DENIED") or "NONE"
