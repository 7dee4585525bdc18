"""Alexa request envelopes, as the cloud would send them: plain JSON values, built by functions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from local_voice.understanding.values import Resolved, SlotValue

Json = dict[str, Any]
Confirmation = Literal["NONE", "CONFIRMED", "DENIED"]
EndReason = Literal["USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"]

API_ENDPOINT = "https://api.amazonalexa.com"


@dataclass(frozen=True, slots=True)
class Echo:
    """Who and what speaks to the skill: the same in every request of one device."""

    application_id: str
    user_id: str
    device_id: str
    locale: str
    interfaces: Mapping[str, Any] = field(default_factory=dict)
    """`supportedInterfaces`, such as {"Alexa.Presentation.APL": {...}}; empty where there is no screen."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The session as one request sees it."""

    id: str
    new: bool
    attributes: Mapping[str, Any]


def envelope(echo: Echo, sitting: Sitting, request: Json) -> Json:
    """The whole body of one POST to the skill."""
    application = {"applicationId": echo.application_id}
    user = {"userId": echo.user_id}
    return {
        "version": "1.0",
        "session": {
            "new": sitting.new,
            "sessionId": sitting.id,
            "application": application,
            "attributes": dict(sitting.attributes),
            "user": user,
        },
        "context": {
            "System": {
                "application": dict(application),
                "user": dict(user),
                "device": {"deviceId": echo.device_id, "supportedInterfaces": dict(echo.interfaces)},
                "apiEndpoint": API_ENDPOINT,
                "apiAccessToken": "",
            }
        },
        "request": request,
    }


def launch(request_id: str, now: datetime, locale: str) -> Json:
    return {**_head("LaunchRequest", request_id, now, locale), "shouldLinkResultBeReturned": False}


def ended(
    request_id: str, now: datetime, locale: str, reason: EndReason, error: Mapping[str, str] | None = None
) -> Json:
    """SessionEndedRequest; `error` is {"type", "message"} and goes with reason ERROR."""
    request = {**_head("SessionEndedRequest", request_id, now, locale), "reason": reason}
    return {**request, "error": dict(error)} if error else request


def intent(
    request_id: str,
    now: datetime,
    locale: str,
    name: str,
    slots: Mapping[str, Json],
    *,
    confirmation: Confirmation = "NONE",
    dialog_state: str | None = None,
) -> Json:
    """IntentRequest; `dialog_state` is left out for an intent without a dialog, as Alexa does."""
    request = _head("IntentRequest", request_id, now, locale)
    if dialog_state is not None:
        request["dialogState"] = dialog_state
    request["intent"] = {"name": name, "confirmationStatus": confirmation, "slots": dict(slots)}
    return request


def slot(
    name: str,
    value: SlotValue | None,
    *,
    application_id: str,
    type_name: str,
    confirmation: Confirmation = "NONE",
) -> Json:
    """One slot of an IntentRequest; an unfilled one has no `value` key."""
    if value is None or value.value is None:
        return {"name": name, "confirmationStatus": confirmation}
    status: Json = {"confirmationStatus": confirmation, "source": "USER"}
    if value.values:
        several = [_simple(one, application_id, type_name) for one in value.values]
        return {"name": name, **status, "slotValue": {"type": "List", "values": several}}
    simple = _simple(value, application_id, type_name)
    filled = {key: said for key, said in simple.items() if key != "type"}
    return {"name": name, **filled, **status, "slotValue": simple}


def _simple(value: SlotValue, application_id: str, type_name: str) -> Json:
    """One value of a slot, with its resolutions where its type has them."""
    simple: Json = {"type": "Simple", "value": value.value}
    found = resolutions(value, application_id, type_name)
    return {**simple, "resolutions": found} if found is not None else simple


def resolutions(value: SlotValue, application_id: str, type_name: str) -> Json | None:
    """What entity resolution found, or None for a plain built-in type, which has no resolutions."""
    told: list[Json] = []
    if value.status is not None:
        own = value.authority or f"amzn1.er-authority.echo-sdk.{application_id}.{type_name}"
        told.append(_authority(own, value.status, value.resolved))
    if value.dynamic is not None:
        code = "ER_SUCCESS_MATCH" if value.dynamic else "ER_SUCCESS_NO_MATCH"
        dynamic = f"amzn1.er-authority.echo-sdk.dynamic.{application_id}.{type_name}"
        told.append(_authority(dynamic, code, value.dynamic))
    return {"resolutionsPerAuthority": told} if told else None


def _authority(name: str, code: str, values: Sequence[Resolved]) -> Json:
    authority: Json = {"authority": name, "status": {"code": code}}
    if code == "ER_SUCCESS_MATCH":
        authority["values"] = [{"value": _resolved(one)} for one in values]
    return authority


def value_id(name: str, given: str | None = None) -> str:
    """The id of a slot value: the model's own, or else md5 of the name, as Alexa makes it."""
    return given or hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def alexa_time(moment: datetime) -> str:
    """UTC, whole seconds, with a Z: 2026-11-22T21:20:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def slot_types(model: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Each intent's slots with their types, in the model's order, out of an interaction model."""
    return {
        one["name"]: {slot["name"]: slot["type"] for slot in one.get("slots", ())}
        for one in language_model(model).get("intents", ())
    }


def language_model(model: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = model.get("interactionModel", model).get("languageModel", {})
    return found


def filled_slots(
    types: Mapping[str, str],
    values: Mapping[str, SlotValue],
    application_id: str,
    confirmations: Callable[[str], Confirmation] = lambda name: "NONE",
) -> dict[str, Json]:
    """All slots of an intent, the filled ones with value and resolutions."""
    return {
        name: slot(
            name,
            values.get(name),
            application_id=application_id,
            type_name=type_name,
            confirmation=confirmations(name),
        )
        for name, type_name in types.items()
    }


def _head(kind: str, request_id: str, now: datetime, locale: str) -> Json:
    return {"type": kind, "requestId": request_id, "timestamp": alexa_time(now), "locale": locale}


def _resolved(one: Resolved) -> Json:
    return {"name": one.name, "id": value_id(one.name, one.id)}
