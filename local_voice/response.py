"""A skill's response, read and checked by the rules that Alexa holds it to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local_voice.ssml import NotSpeech, plain_text, read_speech

MAX_SPEECH = 8000
"""Characters in one outputSpeech, tags included."""

MAX_BYTES = 24 * 1024
"""The whole response, in UTF-8."""

SPEECH_FIELDS = {"PlainText": "text", "SSML": "ssml"}


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said: `text` is what a reader sees, `ssml` what was sent when it was SSML."""

    text: str = ""
    ssml: str | None = None


NOTHING = Speech()


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that Alexa would play."""

    speech: Speech = NOTHING
    reprompt: Speech | None = None
    ends: bool = False
    """shouldEndSession true; false and absent both leave the microphone open."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    directives: tuple[Mapping[str, Any], ...] = ()

    @property
    def dialog_directive(self) -> Mapping[str, Any] | None:
        """The last directive that runs a dialog; UpdateDynamicEntities is none of them."""
        return next((one for one in reversed(self.directives) if one["type"] in DIALOG_DIRECTIVES), None)


DIALOG_DIRECTIVES = frozenset(
    {"Dialog.Delegate", "Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent"}
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A response that Alexa would refuse, with the reason."""

    why: str


class _Refused(Exception):
    pass


def read_response(response: object) -> Answer | Broken:
    """The response as values, or the first rule that it breaks."""
    try:
        return _answer(response)
    except _Refused as refused:
        return Broken(str(refused))


def _answer(response: object) -> Answer:
    whole = _mapping(response, "the response")
    _check_size(whole)
    if not isinstance(whole.get("version"), str):
        raise _Refused("version must be a string")
    body = _mapping(_given(whole, "response", {}), "response")
    ends = body.get("shouldEndSession")
    if ends not in (True, False, None):
        raise _Refused("response.shouldEndSession must be true, false or null")
    reprompt = _mapping(_given(body, "reprompt", {}), "response.reprompt")
    answer = Answer(
        speech=_speech(body.get("outputSpeech"), "response.outputSpeech") or NOTHING,
        reprompt=_speech(reprompt.get("outputSpeech"), "response.reprompt.outputSpeech"),
        ends=ends is True,
        attributes=_mapping(_given(whole, "sessionAttributes", {}), "sessionAttributes"),
        directives=_directives(_given(body, "directives", [])),
    )
    _check_delegation(answer, body)
    return answer


def _check_size(whole: Mapping[str, Any]) -> None:
    try:
        size = len(json.dumps(whole, ensure_ascii=False, allow_nan=False).encode())
    except (TypeError, ValueError) as wrong:
        raise _Refused(f"the response is not JSON: {wrong}") from None
    if size > MAX_BYTES:
        raise _Refused(f"the response has {size} bytes, more than {MAX_BYTES}")


def _speech(raw: object, where: str) -> Speech | None:
    if raw is None:
        return None
    speech = _mapping(raw, where)
    kind = speech.get("type")
    if kind not in SPEECH_FIELDS:
        raise _Refused(f"{where}.type must be PlainText or SSML")
    words = speech.get(SPEECH_FIELDS[kind])
    if not isinstance(words, str):
        raise _Refused(f"{where}.{SPEECH_FIELDS[kind]} must be a string")
    if len(words) > MAX_SPEECH:
        raise _Refused(f"{where} has {len(words)} characters, more than {MAX_SPEECH}")
    return Speech(words.strip()) if kind == "PlainText" else _ssml(words, where)


def _ssml(words: str, where: str) -> Speech:
    try:
        read_speech(words)
    except NotSpeech as wrong:
        raise _Refused(f"{where}.ssml: {wrong}") from None
    return Speech(plain_text(words), words)


def _directives(raw: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(raw, list):
        raise _Refused("response.directives must be a list")
    directives = tuple(_mapping(one, f"response.directives[{at}]") for at, one in enumerate(raw))
    for at, one in enumerate(directives):
        if not isinstance(one.get("type"), str):
            raise _Refused(f"response.directives[{at}].type must be a string")
    return directives


def _check_delegation(answer: Answer, body: Mapping[str, Any]) -> None:
    directive = answer.dialog_directive
    if directive is None:
        return
    if directive["type"] == "Dialog.Delegate" and (body.get("outputSpeech") or body.get("reprompt")):
        raise _Refused("Dialog.Delegate goes without outputSpeech and reprompt: the model's prompts are said")
    if directive["type"] != "Dialog.Delegate" and not answer.speech.text:
        raise _Refused(f"{directive['type']} needs an outputSpeech that asks")


def _mapping(raw: object, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise _Refused(f"{where} must be an object")
    return raw


def _given(raw: Mapping[str, Any], key: str, default: object) -> object:
    """null is as good as absent."""
    return default if raw.get(key) is None else raw[key]
