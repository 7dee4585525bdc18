"""A reduced request as ask-sdk's models.

They are made here one by one. The SDK's own reader looks every class up by its name as text, which takes a
tenth of a whole turn, and raises on each enum word that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ask_sdk_model import (
    Context,
    Device,
    DialogState,
    Intent,
    IntentConfirmationStatus,
    IntentRequest,
    LaunchRequest,
    RequestEnvelope,
    Session,
    SessionEndedReason,
    SessionEndedRequest,
    Slot,
    SlotConfirmationStatus,
    SupportedInterfaces,
    User,
)
from ask_sdk_model.canfulfill import CanFulfillIntentRequest
from ask_sdk_model.events.skillevents import SkillDisabledRequest
from ask_sdk_model.interfaces.alexa.presentation.apl import AlexaPresentationAplInterface
from ask_sdk_model.interfaces.display import DisplayInterface
from ask_sdk_model.interfaces.system import SystemState
from ask_sdk_model.slu.entityresolution import (
    Resolution,
    Resolutions,
    Status,
    StatusCode,
    Value,
    ValueWrapper,
)


def modelled(short: Mapping[str, Any]) -> Any:
    """The ask_sdk_model.RequestEnvelope of a request that `envelope.reduced` has made small."""
    system = short["context"]["System"]
    user = User(user_id=system["user"].get("userId"))
    device = Device(supported_interfaces=_interfaces(system["device"]["supportedInterfaces"]))
    return RequestEnvelope(
        version=short["version"],
        session=_session(short["session"]) if "session" in short else None,
        context=Context(system=SystemState(user=user, device=device)),
        request=_request(short["request"]),
    )


def _interfaces(names: Mapping[str, Any]) -> Any:
    return SupportedInterfaces(
        alexa_presentation_apl=AlexaPresentationAplInterface() if "Alexa.Presentation.APL" in names else None,
        display=DisplayInterface() if "Display" in names else None,
    )


def _session(raw: Mapping[str, Any]) -> Any:
    return Session(new=raw["new"], session_id=raw["sessionId"], attributes=raw["attributes"])


def _request(raw: Mapping[str, Any]) -> Any:
    common = {"request_id": raw.get("requestId"), "locale": raw.get("locale")}
    match raw["type"]:
        case "IntentRequest" | "CanFulfillIntentRequest" as kind:
            model = IntentRequest if kind == "IntentRequest" else CanFulfillIntentRequest
            state = _enum(DialogState, raw.get("dialogState"))
            return model(intent=_intent(raw.get("intent")), dialog_state=state, **common)
        case "SessionEndedRequest":
            return SessionEndedRequest(reason=_enum(SessionEndedReason, raw.get("reason")), **common)
        case "LaunchRequest":
            return LaunchRequest(**common)
        case _:
            return SkillDisabledRequest(**common)


def _intent(raw: Mapping[str, Any] | None) -> Any:
    if raw is None:
        return None
    return Intent(
        name=raw["name"],
        confirmation_status=_enum(IntentConfirmationStatus, raw["confirmationStatus"]),
        slots={name: _slot(slot) for name, slot in raw["slots"].items()},
    )


def _slot(raw: Mapping[str, Any]) -> Any:
    return Slot(
        name=raw["name"],
        value=raw.get("value"),
        confirmation_status=_enum(SlotConfirmationStatus, raw["confirmationStatus"]),
        resolutions=_resolutions(raw["resolutions"]) if "resolutions" in raw else None,
    )


def _resolutions(raw: Mapping[str, Any]) -> Any:
    matches = [_resolution(match) for match in raw["resolutionsPerAuthority"]]
    return Resolutions(resolutions_per_authority=matches)


def _resolution(raw: Mapping[str, Any]) -> Any:
    values = [ValueWrapper(Value(**wrapper["value"])) for wrapper in raw["values"]]
    return Resolution(authority=raw["authority"], status=Status(StatusCode.ER_SUCCESS_MATCH), values=values)


def _enum(words: Any, word: str | None) -> Any:
    return None if word is None else words[word]
