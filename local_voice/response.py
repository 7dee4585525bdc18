"""A skill's response, read and checked by the rules that Alexa holds it to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local_voice.shapes import Refused, directive, given, listing, mapping, text
from local_voice.ssml import NotSpeech, plain_text, read_speech

MAX_SPEECH = 8000
"""Characters in one outputSpeech, tags included."""

MAX_BYTES = 24 * 1024
"""The whole response, in UTF-8."""

MAX_CARD = 8000
"""Characters of a card, its title and texts together."""

MAX_IMAGE_URL = 2000
MAX_TOKEN = 1024
"""Characters of an AudioPlayer stream's token."""

MAX_SOUNDS = 5
"""<audio> tags in one outputSpeech."""

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
    """shouldEndSession is true, or the skill hands over to a skill connection."""
    listens: bool = True
    """The microphone opens: shouldEndSession is false or null, or a dialog directive asks."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    directives: tuple[Mapping[str, Any], ...] = ()

    @property
    def dialog_directive(self) -> Mapping[str, Any] | None:
        """The last directive that runs a dialog; UpdateDynamicEntities is none of them."""
        return next((one for one in reversed(self.directives) if one["type"] in DIALOG_DIRECTIVES), None)


DIALOG_DIRECTIVES = frozenset(
    {"Dialog.Delegate", "Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent"}
)


CONNECTIONS = ("Connections.SendRequest", "Connections.StartConnection")
"""The skill hands over to Alexa or to another skill: its session ends, whatever shouldEndSession says."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A response that Alexa would refuse, with the reason."""

    why: str


def read_response(response: object) -> Answer | Broken:
    """The response as values, or the first rule that it breaks."""
    try:
        return _answer(response)
    except Refused as refused:
        return Broken(str(refused))


def _answer(response: object) -> Answer:
    whole = mapping(response, "the response")
    _check_size(whole)
    text(whole.get("version"), "version")
    body = mapping(given(whole, "response", {}), "response")
    ends = body.get("shouldEndSession")
    if not (ends is None or isinstance(ends, bool)):
        raise Refused("response.shouldEndSession must be true, false or null")
    reprompt = mapping(given(body, "reprompt", {}), "response.reprompt")
    directives = _directives(given(body, "directives", []))
    _check_card(mapping(given(body, "card", {}), "response.card"))
    answer = Answer(
        speech=_speech(body.get("outputSpeech"), "response.outputSpeech") or NOTHING,
        reprompt=_speech(reprompt.get("outputSpeech"), "response.reprompt.outputSpeech"),
        ends=ends is True or any(one["type"].startswith(CONNECTIONS) for one in directives),
        listens="shouldEndSession" in body,
        attributes=mapping(given(whole, "sessionAttributes", {}), "sessionAttributes"),
        directives=directives,
    )
    _check_delegation(answer, body)
    return answer


def _check_size(whole: Mapping[str, Any]) -> None:
    try:
        size = len(json.dumps(whole, ensure_ascii=False, allow_nan=False).encode())
    except (TypeError, ValueError) as wrong:
        raise Refused(f"the response is not JSON: {wrong}") from None
    if size > MAX_BYTES:
        raise Refused(f"the response has {size} bytes, more than {MAX_BYTES}")


def _speech(raw: object, where: str) -> Speech | None:
    if raw is None:
        return None
    speech = mapping(raw, where)
    kind = speech.get("type")
    if kind not in list(SPEECH_FIELDS):
        raise Refused(f"{where}.type must be PlainText or SSML")
    words = text(speech.get(SPEECH_FIELDS[kind]), f"{where}.{SPEECH_FIELDS[kind]}")
    if len(words) > MAX_SPEECH:
        raise Refused(f"{where} has {len(words)} characters, more than {MAX_SPEECH}")
    return Speech(words.strip()) if kind == "PlainText" else _ssml(words, where)


def _ssml(words: str, where: str) -> Speech:
    try:
        sounds = sum(1 for _ in read_speech(words).iter("audio"))
    except NotSpeech as wrong:
        raise Refused(f"{where}.ssml: {wrong}") from None
    if sounds > MAX_SOUNDS:
        raise Refused(f"{where}.ssml has {sounds} audio tags, more than {MAX_SOUNDS}")
    return Speech(plain_text(words), words)


def _directives(raw: object) -> tuple[Mapping[str, Any], ...]:
    where = "response.directives"
    found = tuple(directive(one, f"{where}[{at}]") for at, one in enumerate(listing(raw, where)))
    for at, one in enumerate(found):
        if one["type"] == "AudioPlayer.Play":
            _check_stream(one, f"{where}[{at}]")
    return found


def _check_stream(play: Mapping[str, Any], where: str) -> None:
    item = mapping(given(play, "audioItem", {}), f"{where}.audioItem")
    stream = mapping(given(item, "stream", {}), f"{where}.audioItem.stream")
    token = text(given(stream, "token", ""), f"{where}.audioItem.stream.token")
    if len(token) > MAX_TOKEN:
        raise Refused(f"{where}.audioItem.stream.token has {len(token)} characters, more than {MAX_TOKEN}")


def _check_card(card: Mapping[str, Any]) -> None:
    where = "response.card"
    words = [text(given(card, name, ""), f"{where}.{name}") for name in ("title", "content", "text")]
    size = sum(map(len, words))
    if size > MAX_CARD:
        raise Refused(f"{where} has {size} characters, more than {MAX_CARD}")
    image = mapping(given(card, "image", {}), f"{where}.image")
    for name in ("smallImageUrl", "largeImageUrl"):
        url = text(given(image, name, ""), f"{where}.image.{name}")
        if len(url) > MAX_IMAGE_URL:
            raise Refused(f"{where}.image.{name} has {len(url)} characters, more than {MAX_IMAGE_URL}")


def _check_delegation(answer: Answer, body: Mapping[str, Any]) -> None:
    asking = answer.dialog_directive
    if asking is None:
        return
    if asking["type"] == "Dialog.Delegate" and (body.get("outputSpeech") or body.get("reprompt")):
        raise Refused("Dialog.Delegate goes without outputSpeech and reprompt: the model's prompts are said")
    if asking["type"] != "Dialog.Delegate" and not answer.speech.text:
        raise Refused(f"{asking['type']} needs an outputSpeech that asks")
