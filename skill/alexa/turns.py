"""From ask-sdk's request to the conversation's Turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from skill.conversation.turn import Kind, Slot, Turn

KINDS: Final[Mapping[str, Kind]] = {
    "LaunchRequest": "launch",
    "IntentRequest": "intent",
    "SessionEndedRequest": "ended",
    "AlexaSkillEvent.SkillDisabled": "skill_disabled",
}


def turn_of(envelope: Any, *, now: datetime, fingerprint: str, locale: str) -> Turn:
    """The turn in `envelope` (an ask_sdk_model.RequestEnvelope); `locale` where the request has none."""
    request, session = envelope.request, envelope.session
    intent = getattr(request, "intent", None)
    session_id = session.session_id if session else None
    return Turn(
        kind=KINDS[request.object_type],
        request_id=request.request_id or f"unnamed-{fingerprint}",
        user_id=_user_id(envelope) or f"anonymous-{session_id or fingerprint}",
        locale=request.locale or locale,
        now=now,
        intent=intent.name if intent else None,
        slots={name: _slot(slot) for name, slot in intent.slots.items()} if intent else {},
        dialog_state=_enum_word(getattr(request, "dialog_state", None)),
        confirmation=_enum_word(intent.confirmation_status) or "NONE" if intent else "NONE",
        session_id=session_id,
        new_session=bool(session and session.new),
        attributes=session.attributes if session else {},
        reason=_enum_word(getattr(request, "reason", None)),
        has_screen=_has_screen(envelope.context.system.device),
        body_hash=fingerprint,
    )


def _user_id(envelope: Any) -> str | None:
    user_id = envelope.context.system.user.user_id
    assert user_id is None or isinstance(user_id, str)
    return user_id


def _slot(slot: Any) -> Slot:
    """The slot's words, and the ids of all matches: most likely first, without repeats."""
    authorities = slot.resolutions.resolutions_per_authority if slot.resolutions else []
    ids = [wrapper.value.id for authority in authorities for wrapper in authority.values]
    return Slot(slot.value, tuple(dict.fromkeys(ids)), _enum_word(slot.confirmation_status))


def _enum_word(enum: Any) -> str | None:
    return None if enum is None else str(enum.value)


def _has_screen(device: Any) -> bool:
    interfaces = device.supported_interfaces
    return interfaces.alexa_presentation_apl is not None or interfaces.display is not None
